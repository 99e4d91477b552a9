package llmswarm.model.jlama;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.TimeoutException;
import llmswarm.TinyModel;
import llmswarm.TinyModel.Shape;
import llmswarm.guard.Stop;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model that was downloaded brings a template and patterns, and nobody knows whether these end. */
class ModelLimitsTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String ANSWER = "{{ messages[0]['content'] }}\n";
    /** As Qwen2 and Llama 3 have it; the look-ahead is why no linear-time engine can be used. */
    private static final String QWEN2 = "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

    @TempDir
    Path folder;
    private final List<String> said = new ArrayList<>();
    private Path model;

    @BeforeEach
    void make() {
        model = TinyModel.random(folder.resolve("m"), Shape.TINY);
    }

    @Test
    void aTemplateWithoutAnEndIsEndedWithTheTimeOutOfItsAlias() throws Exception {
        var loop = new StringBuilder(ANSWER);
        for (var name : List.of("a", "b", "c", "d", "e", "f")) loop.insert(0,
                "{%% for %s in range(1000) %%}{%% set x = 1 %%}".formatted(name)).append("{% endfor %}");
        template(loop.toString());
        assertInstanceOf(TimeoutException.class, asked("Hi").error);
        assertNothingGoesOn();
    }

    @Test
    void soIsAPatternOfTheTokenizer() throws Exception {
        split("(a)(?:\\p{L}|aa)+\\1c");
        assertInstanceOf(TimeoutException.class, asked("a".repeat(80)).error);
        assertNothingGoesOn();
    }

    @Test
    void aTemplateThatNestsWithoutMeasureIsNotRendered() throws IOException {
        template("{% if 1 %}".repeat(9000) + "{% endif %}".repeat(9000) + ANSWER);
        assertEquals("coder: the chat template in %s cannot be rendered: line 1: it nests more than 200 deep; use another model."
                .formatted(model), assertThrows(Stop.class, () -> asked("Hi")).getMessage());
    }

    @Test
    void aTemplateThatMakesAListWithoutMeasureRefusesTheMessages() throws IOException {
        template("{% set l = [1] %}" + "{% set l = l + l %}".repeat(40) + ANSWER);
        assertEquals("the chat template cannot be rendered: line 1: it makes a list of more than 100000 entries; use another model in models.yaml",
                asked("Hi").error.getMessage());
    }

    @Test
    void filesOfImpossibleSizesAreNotRead() throws IOException {
        Files.writeString(model.resolve("chat_template.jinja"), " ".repeat(300 << 10) + ANSWER);
        assertEquals("coder: %s/chat_template.jinja is not used: it may have 256 KB at most; use another model.".formatted(model), assertThrows(Stop.class, () -> asked("Hi")).getMessage());
        Files.delete(model.resolve("chat_template.jinja"));
        template(" ".repeat(300 << 10) + ANSWER);
        assertEquals("coder: %s/tokenizer_config.json is not used: a chat template may have 256 KB at most; use another model.".formatted(model), assertThrows(Stop.class, () -> asked("Hi")).getMessage());
        template(ANSWER);
        Files.writeString(model.resolve("tokenizer.json"), " ".repeat(65 << 20), StandardOpenOption.APPEND);
        assertEquals("coder: %s/tokenizer.json is not used: it may have 65536 KB at most; use another model.".formatted(model), assertThrows(Stop.class, () -> asked("Hi")).getMessage());
    }

    @Test
    void aLongTemplateWithToolsAndALongTalkIsRenderedAsEver() throws IOException {
        split(QWEN2);
        var tools = "{%- if tools is defined and tools %}{{- '# Tools' }}{%- for tool in tools %}{{- tool | tojson }}{%- endfor %}{%- endif %}\n".repeat(200);
        template(tools + "{%- set ns = namespace(count=0) %}{%- for m in messages %}{%- set ns.count = ns.count + 1 %}"
                + "{{- '<|im_start|>' + m.role + '\\n' + m.content | trim + '<|im_end|>\\n' }}{%- endfor %}{{- ns.count ~ '\\n' }}");
        var talk = new ArrayList<ChatMessage>(List.of(SystemMessage.from("Be brief.")));
        for (int i = 0; i < 200; i++) talk.addAll(List.of(UserMessage.from("Why? 1234 naïve\n\n  x" + i),
                AiMessage.from("So.")));
        try (var models = Locals.models(said, Locals.spec(model, 4096, 1))) {
            var heard = Locals.hear(models.model(Locals.spec(model, 4096, 1)),
                    Locals.ask(talk, Locals.within(Duration.ofMinutes(1), 1)));
            assertTrue(heard.error.getMessage()
                    .matches("the prompt has \\d{4,5} tokens, but prompt and answer together have room for 4096; shorten it, or use another model in models.yaml"),
                    heard.error::getMessage);
            var some = Locals.hear(models.model(Locals.spec(model, 4096, 1)),
                    Locals.ask(talk.subList(0, 40), Locals.within(Duration.ofMinutes(1), 1)));
            assertTrue(some.usage().inputTokenCount() > 500, () -> "" + some.usage());
        }
    }

    private Locals.Heard asked(String question) {
        var spec = Locals.spec(model, 2048, 1);
        try (var models = Locals.models(said, spec)) {
            return Locals.hear(models.model(spec), Locals.ask(List.of(UserMessage.from(question)),
                    Locals.within(Duration.ofSeconds(3), 1)));
        }
    }

    private void template(String text) throws IOException {
        edit("tokenizer_config.json", json -> json.put("chat_template", text));
    }

    private void split(String pattern) throws IOException {
        edit("tokenizer.json", json -> json.putObject("pre_tokenizer").put("type", "Sequence").putArray("pretokenizers")
                .add(
                JSON.createObjectNode().put("type", "Split").put("behavior", "Isolated")
                .set("pattern", JSON.createObjectNode().put("Regex", pattern)))
                .addObject().put("type", "ByteLevel").put("add_prefix_space", false).put("use_regex", false));
    }

    private void edit(String name, Consumer<ObjectNode> change) throws IOException {
        var file = model.resolve(name).toFile();
        var json = (ObjectNode) JSON.readTree(file);
        change.accept(json);
        JSON.writeValue(file, json);
    }

    private static void assertNothingGoesOn() throws InterruptedException {
        for (int i = 0; i < 300 && goesOn(); i++) Thread.sleep(100);
        assertFalse(goesOn());
    }

    private static boolean goesOn() {
        return Thread.getAllStackTraces().keySet().stream().anyMatch(thread -> thread.getName().equals("prompt"));
    }
}
