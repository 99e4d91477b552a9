package llmswarm.model.jlama;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import llmswarm.TinyModel;
import llmswarm.TinyModel.Numbers;
import llmswarm.TinyModel.Shape;
import llmswarm.config.ModelSpec;
import llmswarm.model.jlama.Locals.Heard;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrefixTest {
    private static final SystemMessage FRONT = SystemMessage.from(Locals.repeated("rule ", 25));
    /** Begin mark, head of the turn, the text, end mark, line break, head of the next turn. */
    private static final int SHARED = 1 + 8 + FRONT.text().length() + 2 + 6;

    @TempDir
    Path folder;
    private ModelSpec spec;

    @BeforeEach
    void make() {
        // large enough for the arithmetic of eight bits
        var shape = new Shape("qwen2", Numbers.Q4, 384, 512, 8, 2, 2, 1024, 4096, 7);
        spec = Locals.spec(TinyModel.random(folder.resolve("m"), shape), 1024, 2);
    }

    @Test
    void aPromptThatBeginsLikeAnEarlierOneGetsTheAnswerItWouldGetAlone() {
        var questions = IntStream.range(0, 5).mapToObj(i -> "%d".formatted(i) + "y".repeat(i * 9)).toList();
        var alone = questions.stream().map(this::alone).toList();
        try (var models = models()) {
            var model = models.model(spec);
            for (int i = 0; i < questions.size(); i++) {
                var heard = Locals.hear(model, ask(questions.get(i)));
                assertEquals(alone.get(i), heard.whole().aiMessage().text());
                assertEquals(i == 0 ? 0 : SHARED, heard.usage().cached());
            }
        }
    }

    @Test
    void aConversationGoesOnFromItsOwnAnswerThoughOthersCameBetween() {
        try (var models = models()) {
            var model = models.model(spec);
            var first = List.of(FRONT, UserMessage.from("write " + "z".repeat(80)));
            var prompt = Locals.hear(model, Locals.ask(first, Locals.most(10))).usage().inputTokenCount();
            Locals.hear(model, Locals.ask(List.of(FRONT, UserMessage.from("another")), Locals.most(10)));
            var repair = new ArrayList<>(first);
            repair.add(AiMessage.from("an answer"));
            repair.add(UserMessage.from("better"));
            var heard = Locals.hear(model, Locals.ask(List.copyOf(repair), Locals.most(10)));
            assertTrue(heard.usage().cached() >= prompt, () -> "%s of %d".formatted(heard.usage(), prompt));
            try (var fresh = models()) {
                assertEquals(Locals.text(fresh.model(spec), Locals.ask(List.copyOf(repair), Locals.most(10))),
                        heard.whole().aiMessage().text());
            }
        }
    }

    @Test
    void anotherInstanceGoesOnFromWhatIsBeingAnsweredNow() {
        try (var models = models()) {
            var model = models.model(spec);
            var meanwhile = new ArrayList<Heard>();
            var heard = new Heard() {
                @Override
                public void onPartialResponse(String text) {
                    super.onPartialResponse(text);
                    if (pieces.size() == 2) meanwhile.add(Locals.hear(model, ask("second")));
                }
            };
            model.chat(ask("first"), heard);
            assertEquals(SHARED, meanwhile.getFirst().usage().cached());
            assertEquals(alone("first"), heard.whole().aiMessage().text());
            assertEquals(alone("second"), meanwhile.getFirst().whole().aiMessage().text());
        }
    }

    @Test
    void nothingIsSharedByPromptsThatBeginDifferently() {
        try (var models = models()) {
            var model = models.model(spec);
            Locals.hear(model, Locals.ask(List.of(FRONT, UserMessage.from("a")), Locals.most(5)));
            var heard = Locals.hear(model, Locals.ask(List.of(UserMessage.from("a")), Locals.most(5)));
            assertEquals(2, heard.usage().cached()); // the mark of the beginning, and that of a turn
        }
    }

    private static ChatRequest ask(String question) {
        return Locals.ask(List.of(FRONT, UserMessage.from(question)), Locals.most(30));
    }

    /** The answer of a model that was asked nothing before. */
    private String alone(String question) {
        try (var models = models()) {
            return Locals.text(models.model(spec), ask(question));
        }
    }

    private JlamaModels models() {
        return Locals.models(new ArrayList<>(), spec);
    }
}
