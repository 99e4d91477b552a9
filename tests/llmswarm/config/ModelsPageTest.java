package llmswarm.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

import llmswarm.Tape;
import llmswarm.config.ModelSpec.Provider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/models.md is about servers that the tests cannot reach; what it tells to copy is read by the program itself. */
class ModelsPageTest {
    private static final Pattern SECTION = Pattern.compile("(?ms)^## (.+?)$(.*?)(?=^## |\\z)");
    private static final Pattern YAML = Pattern.compile("(?ms)^```yaml\\n(.*?)^```");
    private static final List<String> SERVERS = List.of("OpenAI", "Anthropic", "Gemini", "DeepSeek", "Mistral",
            "OpenRouter", "Ollama", "LM Studio", "llama.cpp", "vLLM");

    @TempDir
    Path temp;

    private record Section(String title, String text) {
        List<String> blocks() {
            return YAML.matcher(text).results().map(found -> found.group(1)).toList();
        }
    }

    private static String file(String name) throws IOException {
        return Files.readString(Tape.checkout().resolve(name));
    }

    private static List<Section> servers() throws IOException {
        return SECTION.matcher(file("docs/models.md")).results()
                .map(found -> new Section(found.group(1), found.group(2)))
                .filter(section -> section.text.contains("```yaml")).toList();
    }

    @Test
    void everyServerHasOneEntryThatIsReadWithoutAFault() throws Exception {
        assertEquals(SERVERS, servers().stream().map(Section::title).toList());
        for (var section : servers()) {
            assertEquals(1, section.blocks().size(), section.title);
            var home = ConfigFixture.home(temp.resolve(section.title)).with("models.yaml", section.blocks().getFirst());
            assertEquals(List.of(), home.faults(), section.title);
            var specs = List.copyOf(home.catalog().models().values());
            assertEquals(1, specs.size(), section.title);
            assertEquals(Provider.OPENAI, specs.getFirst().provider());
            assertTrue(specs.getFirst().context() >= 32_768, section.title);
            for (var key : List.of("model", "base-url", "context", "parallel", "timeout", "json-schema")) {
                assertTrue(section.blocks().getFirst().contains("\n    %s: ".formatted(key)), section.title + " " + key);
            }
        }
    }

    @Test
    void everyServerNamesTheDocumentsItWasCheckedAgainstAndTheDay() throws Exception {
        for (var section : servers()) {
            assertTrue(Pattern.compile("(?s)\nChecked on \\d{4}-\\d\\d-\\d\\d against .*<https://\\S+>").matcher(section.text)
                    .find(), section.title);
        }
        assertTrue(file("docs/models.md").contains("**None of these servers was reached from here.**"));
    }

    @Test
    void whatIsPaidHasAPriceAndAKey() throws Exception {
        for (var section : servers()) {
            var home = ConfigFixture.home(temp.resolve(section.title)).with("models.yaml", section.blocks().getFirst());
            var spec = home.catalog().models().values().iterator().next();
            boolean here = spec.baseUrl().orElseThrow().getHost().equals("localhost");
            assertEquals(here, spec.apiKeyEnv().isEmpty(), section.title);
            assertEquals(here, spec.price().equals(ModelSpec.Price.NONE), section.title);
        }
    }

    @Test
    void theReadmeAndTheBundledFileNameThePage() throws Exception {
        assertTrue(file("README.md").contains("(docs/models.md)"));
        assertTrue(file("models.yaml").contains("docs/models.md"));
        var openai = servers().getFirst().blocks().getFirst();
        var page = ConfigFixture.home(temp.resolve("page")).with("models.yaml", openai).catalog().models().get("planner");
        var bundled = ConfigFixture.home(temp.resolve("bundled")).with("models.yaml", file("models.yaml")).catalog().models()
                .get("planner");
        assertEquals(List.of(page.model(), page.context(), page.price()),
                List.of(bundled.model(), bundled.context(), bundled.price()));
        assertFalse(page.price().equals(page.price().at(272_001)));
    }
}
