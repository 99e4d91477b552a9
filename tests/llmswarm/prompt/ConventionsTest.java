package llmswarm.prompt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;

import llmswarm.config.stack.Stack;
import llmswarm.config.stack.StackPart;
import llmswarm.plan.Task;
import org.junit.jupiter.api.Test;

/** What of several parts' conventions a task is told. */
class ConventionsTest {
    private static Task writing(String... files) {
        return new Task("t", "t", "backend", "", List.of(), List.of(files), List.of(), List.of(), List.of());
    }

    private static Conventions both() {
        var each = new LinkedHashMap<StackPart, String>();
        each.put(new StackPart(Stack.plain("cli", "A program.", List.of("backend"), false), "tool"), "Words at 100%.\n");
        each.put(new StackPart(Stack.plain("web", "A site.", List.of("backend"), false), "site"), "Pages.\n");
        return new Conventions("", each);
    }

    @Test
    void aPackAloneIsToldAsItStands() {
        var plain = new Conventions("Words.\n");
        assertEquals(List.of("Words.\n", "Words.\n", "Words.\n", "Words.\n"),
                List.of(plain.planned(), plain.whole(), plain.least(), plain.of(writing("a.txt"))));
    }

    @Test
    void aTaskIsToldOfItsOwnPartAndThatThereAreOthers() {
        var told = both().of(writing("tool/main.t", "README.md"));
        assertTrue(told.contains("tool/ (cli), site/ (web)"), told);
        assertTrue(told.endsWith("\n\n## tool/ (cli)\nThis is about the files below tool/ only, and tells paths, commands and imports from there on: README.md is\ntool/README.md. Plans and answers give the whole path.\n\nWords at 100%.\n"), told);
        assertFalse(told.contains("Pages."), told);
    }

    @Test
    void aTaskOfNoPartAndOneThatWritesAllAreToldEverything() {
        assertEquals(both().whole(), both().of(writing("README.md")));
        assertEquals(both().whole(), both().of(writing(Task.ANYWHERE)));
        assertTrue(both().whole().contains("Words at 100%.") && both().whole().contains("Pages."));
    }

    @Test
    void onlyThePlannerIsToldHowToCut() {
        assertTrue(both().planned().contains("A task writes files of one part only"));
        assertFalse(both().whole().contains("A task writes"));
    }
}
