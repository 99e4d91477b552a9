package llmswarm.run;

import static llmswarm.run.Notes.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import llmswarm.guard.Stop;
import llmswarm.run.journal.Event;
import llmswarm.run.options.RunOptions;
import llmswarm.run.options.Spec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packs that require programs: what is missing is told before anything is paid, and what is there is used. */
class RequiredProgramTest {
    private static final String HEAD = "name: free\ndescription: Anything.\nagents: [writer]\n";
    private static final String CHOICE = "{\"stack\": \"free\", \"reason\": \"It fits.\", \"name\": \"notes\", \"lines\": 90000}";
    private static final String PLAN = """
            {"stack": "free", "name": "notes", "summary": "Notes.", "requirements": [], "contracts": [], "unclear": [],
             "checks": [], "tasks": [%s]}""".formatted(json("a", "a.txt"));

    @TempDir
    Path folder;
    private Notes notes;

    @BeforeEach
    void workshop() throws IOException {
        notes = new Notes(folder).say("a", Notes.note("a.txt", "good"));
        var bin = Files.createDirectory(notes.shop.folder.resolve("bin"));
        notes.shop.env.put("PATH", bin + ":" + notes.shop.env.get("PATH"));
        notes.shop.file("bin/second", "#!/bin/sh\ntest \"$1\" = --version && echo second 2.5 && exit\ngrep -q good \"$1\"\n")
                .folder.resolve("bin/second").toFile().setExecutable(true);
    }

    @AfterEach
    void end() {
        notes.close();
    }

    private void free(String more) {
        notes.shop.file("config/stacks/free/stack.yaml", HEAD + more);
    }

    private Outcome run(Optional<Path> tape) {
        try (var swarm = notes.shop.swarmTrusted()) {
            return swarm.run(Spec.of("Notes.", "spec.md"), RunOptions.DEFAULT.withReplay(tape, false)
                    .withApprovedChecks(true));
        }
    }

    @Test
    void thePlannerHearsWhichPackCannotWorkHereAndChoosingItCostsNoPlan() {
        free("requires: [{name: viewer, any: [first, third]}, {name: second, least: '3'}]\n");
        notes.say(Notes.REPLAN, CHOICE);
        var stop = assertThrows(Stop.class, () -> run(Optional.empty()));
        assertEquals(Stop.USAGE, stop.exit());
        var then = ", then run again (./jbang swarm.java doctor shows what is there)";
        assertEquals("stack free: it needs one of 'first' and 'third', none of which is on the PATH; install it" + then
                + "\nstack free: it needs 'second' 3 or newer, and here is second 2.5; install a newer one" + then,
                stop.getMessage());
        assertEquals(1, notes.prompts.size());
        assertTrue(notes.prompts.getFirst().contains("""
                Of these some need what this machine does not have, so that they end before they begin:
                - free: it needs one of 'first' and 'third', none of which is on the PATH; install it
                """), notes.prompts.getFirst());
        assertEquals(List.of(), notes.notes(), "a person is not told of packs that were only offered");
    }

    @Test
    void commandsAreGivenTheOneThatIsThereAndAReplayElsewhereIsAskedTheSame() throws IOException {
        free("""
                requires: [{name: viewer, any: [first, second]}]
                checks: [{name: look, when: end, run: ["{{viewer}}", a.txt]}]
                """);
        notes.shop.file("config/stacks/other/stack.yaml",
                "name: other\ndescription: Others.\nagents: [writer]\nrequires: [nobody-has-this]\n");
        notes.say(Notes.REPLAN, CHOICE, PLAN);
        var outcome = run(Optional.empty());
        assertEquals("done and checked", outcome.label());
        assertEquals(List.of(List.of("second", "a.txt")), notes.shop.events(Event.Checked.class).stream()
                .map(Event.Checked::command).toList());
        assertTrue(notes.prompts.getFirst().contains("\n- other: it needs 'nobody-has-this', which is not on the PATH; install it\n"));
        assertFalse(notes.prompts.getFirst().contains("- free: it needs"));
        var tape = notes.journal();
        notes.shop.file("config/stacks/other/stack.yaml", "name: other\ndescription: Others.\nagents: [writer]\n");
        notes.shop.events.clear();
        run(Optional.of(tape));
        assertEquals(List.of(), notes.notes());
    }
}
