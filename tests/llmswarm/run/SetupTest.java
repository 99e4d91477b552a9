package llmswarm.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import llmswarm.StubAnswer;
import llmswarm.StubServer;
import llmswarm.Workshop;
import llmswarm.guard.Stop;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.RunFolder;
import llmswarm.run.planning.RunOptions;
import llmswarm.run.planning.Spec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a stack makes once for all attempts, and what it needs of the machine. */
class SetupTest {
    @TempDir
    Path folder;
    private Workshop shop;

    @BeforeEach
    void workshop() {
        shop = new Workshop(folder).file("spec.md", "Notes.").file("plan.yaml", """
                {stack: noted, name: notes, summary: Notes., requirements: [{id: R1, text: There is a note.}],
                 tasks: [{id: note, title: Note, agent: documenter, description: Write it., requirements: [R1], files: [note.txt]}]}
                """);
    }

    private void pack(String keys) {
        shop.file("config/stacks/noted/stack.yaml", "name: noted\ndescription: Notes.\nagents: [documenter]\n" + keys);
        shop.file("config/stacks/noted/scaffold/words.txt", "seven\n");
    }

    private Outcome built(StubServer server) {
        shop.models(server.baseUrl());
        try (var swarm = shop.swarmTrusted()) {
            return swarm.run(Spec.read(shop.folder, "spec.md"),
                    new RunOptions(Optional.empty(), Optional.empty(), Map.of(),
                    Optional.of(Path.of("plan.yaml")), Optional.empty(), false, Optional.empty(), false));
        }
    }

    private static StubServer writer() {
        return StubServer.answering(StubAnswer.text("### note.txt\n```\nseven\n```\n"));
    }

    @Test
    void whatSetupMakesOfTheScaffoldIsSeenReadOnlyByEveryCheckAndIsNoPartOfTheProject() {
        pack("""
                setup: [[python3, -c, "import os; os.mkdir('lib'); open('lib/words', 'w').write(open('words.txt').read())"]]
                shared: [lib]
                checks:
                  - {name: known, when: task, files: "*.txt", run: [python3, -c, "import sys; assert open(sys.argv[1]).read() == open('lib/words').read()", "{{file}}"]}
                  - {name: closed, when: end, run: [python3, -c, "import os; assert os.path.exists('lib/words') and not os.access('lib', os.W_OK)"]}
                """);
        try (var server = writer()) {
            var outcome = built(server);
            assertEquals("done and checked", outcome.label(), () -> shop.events(Event.Checked.class).toString());
            assertEquals(List.of("setup", "known", "closed"),
                    shop.events(Event.Checked.class).stream().map(Event.Checked::check).toList());
            assertEquals("docs/PLAN.md\nnote.txt\nwords.txt\n", Workshop.output(outcome.project(), "git", "ls-files"));
            assertFalse(Files.exists(outcome.project().resolve("lib")));
            assertFalse(Files.exists(RunFolder.runs(outcome.project()).getLast().resolve("setup")));
        }
    }

    @Test
    void aSetupThatFailsEndsTheRunBeforeAnybodyIsAsked() {
        pack("setup: [[python3, -c, \"raise SystemExit('no such library')\"]]\nshared: [lib]\n");
        try (var server = writer()) {
            var stop = assertThrows(Stop.class, () -> built(server));
            assertEquals("Setup command 'python3 -c raise SystemExit('no such library')' failed (exit code 1). Mend 'setup' of the stack 'noted', or what it needs, and resume the run.", stop.getMessage());
            assertEquals(List.of("Setup command 'python3 -c raise SystemExit('no such library')' failed (exit code 1).\nno such library"), shop.events(Event.Checked.class).stream().map(Event.Checked::tail).toList());
            assertEquals(Stop.UNFINISHED, stop.exit());
            assertEquals(List.of(), server.requests());
        }
    }

    @Test
    void aMissingProgramIsToldBeforeAnybodyIsAsked() {
        pack("checks: [{name: style, when: task, run: [lint-of-nobody, .]}, {name: whole, when: end, run: [lint-of-nobody, all]}]\n");
        try (var server = writer()) {
            var stop = assertThrows(Stop.class, () -> built(server));
            assertEquals("stack noted: check 'style' and check 'whole' need 'lint-of-nobody', which is not on the PATH; install it, then run again (./jbang swarm.java doctor shows what is there)", stop.getMessage());
            assertEquals(Stop.USAGE, stop.exit());
            assertEquals(List.of(), server.requests());
        }
    }
}
