package llmswarm.prompt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import llmswarm.config.ConfigFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files a prompt shows where not all have room; nothing is left out without being named. */
class ContextFitTest {
    private static final SourceText CHANGED = file("changed.py", 300), USED = file("used.py", 300), FURTHER =
            file("further.py", 300);

    private static SourceText file(String path, int tokens) {
        return new SourceText(path, "x ".repeat((int) (tokens * 3.3 / 2)) + "\n");
    }

    @TempDir
    Path temp;

    private Prompt fitted(List<SourceText> changes, List<SourceText> direct, List<SourceText> others, int budget) {
        var home = ConfigFixture.home(temp).with("templates/task.mustache", """
                {{#changes}}CHANGE {{path}}
                {{text}}{{/changes}}{{#inputs}}INPUT {{path}}
                {{text}}{{/inputs}}{{#omitted}}OMITTED {{.}}
                {{/omitted}}""");
        return new Prompts(new Templates(home.catalog(), Optional.empty()))
                .fitted("task", Map.of(), new Prompts.Files(changes, direct, others), budget);
    }

    private static List<String> told(Prompt prompt) {
        return prompt.messages().getLast().text().lines().filter(line -> !line.startsWith("x")).toList();
    }

    @Test
    void allAreShownWhereThereIsRoom() {
        assertEquals(List.of("CHANGE changed.py", "INPUT used.py", "INPUT further.py"),
                told(fitted(List.of(CHANGED), List.of(USED), List.of(FURTHER), 2000)));
    }

    @Test
    void theLowestRankGoesFirstAndIsNamed() {
        var prompt = fitted(List.of(CHANGED), List.of(USED), List.of(FURTHER), 800);
        assertEquals(List.of("CHANGE changed.py", "INPUT used.py", "OMITTED further.py"), told(prompt));
        assertEquals(List.of("further.py"), prompt.cut());
        assertTrue(Prompts.tokens(prompt) <= 800);
    }

    @Test
    void oneThatIsTooLargeLeavesTheRoomToSmallerOnesOfALowerRank() {
        var huge = file("huge.py", 5000);
        var prompt = fitted(List.of(huge), List.of(USED), List.of(FURTHER), 800);
        assertEquals(List.of("INPUT used.py", "INPUT further.py", "OMITTED huge.py"), told(prompt));
        assertEquals(List.of("huge.py"), prompt.cut());
    }

    @Test
    void withoutRoomForAnyAllAreNamed() {
        var prompt = fitted(List.of(CHANGED), List.of(USED), List.of(), 10);
        assertEquals(List.of("OMITTED changed.py", "OMITTED used.py"), told(prompt));
        assertFalse(Prompts.tokens(prompt) <= 10, "over the budget only as it is without any file");
    }
}
