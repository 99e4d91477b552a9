package llmswarm.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import llmswarm.StubAnswer;
import llmswarm.StubServer;
import llmswarm.Workshop;
import llmswarm.guard.Stop;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.RunFolder;
import llmswarm.run.options.RunOptions;
import llmswarm.run.options.Spec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a stack makes once for all attempts, and what it needs of the machine. */
class SetupTest {
    @TempDir
    Path folder;
    private Workshop shop;
    private final List<String> asked = new ArrayList<>();

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
        return built(server, false);
    }

    private Outcome built(StubServer server, boolean approved) {
        shop.models(server.baseUrl());
        try (var swarm = shop.swarmTrusted()) {
            return swarm.run(Spec.read(shop.folder, "spec.md"),
                    RunOptions.DEFAULT.withPlan(Optional.of(Path.of("plan.yaml"))).withApprovedChecks(approved));
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

    /** Setup counts the words it knows, and fails for one that nobody has. */
    private void dependent() {
        pack("""
                setup:
                  run: [[sh, -c, 'if grep unheard words.txt; then exit 1; fi; mkdir lib; cp words.txt lib/words; echo "$MIRROR $(grep -c . words.txt)" >count.lock']]
                  reads: [words.txt, count.lock]
                  keep: [count.lock]
                  pass: [MIRROR, MIRROR_TOKEN]
                shared: [lib]
                checks:
                  - {name: known, when: task, run: [cmp, lib/words, words.txt], reads: [note.txt]}
                  - {name: counted, when: end, run: [cat, count.lock]}
                """);
        shop.env.put("MIRROR", "near");
        shop.env.put("MIRROR_TOKEN", "s3cret-of-the-mirror");
        shop.file("plan.yaml", """
                {stack: noted, name: notes, summary: Notes., requirements: [{id: R1, text: There is a note.}],
                 tasks: [{id: words, title: Words, agent: documenter, description: Write it., requirements: [R1], files: [words.txt]}]}
                """);
    }

    private static StubAnswer words(String... words) {
        return StubAnswer.text("### words.txt\n```\n%s\n```\n".formatted(String.join("\n", words)));
    }

    @Test
    void whatATaskChangesOfThatOnWhichSetupDependsIsSetUpAnewAndItsLockStays() {
        dependent();
        try (var server = StubServer.answering(words("seven", "unheard"), words("seven", "eight"))) {
            var outcome = built(server, true);
            assertEquals(0, outcome.exit(), () -> shop.events(Event.Checked.class).toString());
            assertEquals("near 2\n", Taped.committed(outcome, "count.lock"));
            assertEquals(List.of("near 1", "near 2"), Workshop.output(outcome.project(), "git", "log", "--reverse", "-p",
                    "--format=", "--", "count.lock").lines().filter(line -> line.startsWith("+near"))
                    .map(line -> line.substring(1)).toList());
            assertEquals(List.of("setup 0", "words setup 1", "words setup 0", "words known 0", "counted 0"),
                    shop.events(Event.Checked.class).stream()
                            .map(c -> "%s %s %d".formatted(c.task(), c.check(), c.exit()).strip()).toList());
            assertEquals(2, server.requests().size());
            assertTrue(server.requests().getLast().body().toString().contains("Check 'setup' failed (exit code 1)"));
        }
        assertTrue(shop.events(Event.Noted.class).stream().map(Event.Noted::sentence)
                .anyMatch("setup is not given MIRROR_TOKEN, which count as secrets; a file that holds them can be named in SWARM_SANDBOX_READ"::equals));
    }

    @Test
    void whatHoldsAPasswordAmidstItsOptionsIsNotHandedOn() {
        dependent();
        shop.env.put("MIRROR", "-Dhttps.proxyUser=me -Dhttps.proxyPassword=Quokka-Zx81-55");
        try (var server = StubServer.answering(words("seven", "eight"))) {
            var outcome = built(server, true);
            assertEquals(0, outcome.exit(), () -> shop.events(Event.Checked.class).toString());
            assertEquals(" 2\n", Taped.committed(outcome, "count.lock"));
        }
        assertTrue(shop.events(Event.Noted.class).stream().map(Event.Noted::sentence).anyMatch(
                "setup is not given MIRROR, MIRROR_TOKEN, which count as secrets; a file that holds them can be named in SWARM_SANDBOX_READ"::equals));
    }

    @Test
    void whatATaskChangesOfThatIsNotRunWhereNobodyApproves() {
        dependent();
        try (var server = StubServer.answering(words("seven", "eight"))) {
            var outcome = built(server);
            assertEquals(Stop.UNFINISHED, outcome.exit());
            assertEquals(List.of("setup 0", "counted 0"), shop.events(Event.Checked.class).stream()
                    .map(c -> "%s %s %d".formatted(c.task(), c.check(), c.exit()).strip()).toList());
            assertEquals(List.of("setup has to run again, with network, since words.txt changed, and that was not approved; resume with --approve-checks"),
                    shop.events(Event.TaskEnded.class).stream().map(end -> end.evidence().lines().findFirst().orElse(""))
                            .toList());
        }
    }

    @Test
    void aPersonSeesWhatIsNewThereBeforeItRuns() {
        dependent();
        shop.person = (question, orElse) -> {
            asked.add(question);
            return Optional.of("y");
        };
        try (var server = StubServer.answering(words("seven", "ei\u001bght"))) {
            assertEquals(0, built(server).exit());
        }
        var question = asked.getFirst();
        assertTrue(question.startsWith("""
                Setup depends on files that a task changed:
                  words.txt
                    @@ -1,1 +1,2 @@
                     seven
                    +ei\\u001bght
                It would run these, with network:
                  sh -c 'if grep"""), question);
        assertTrue(question.endsWith("\nRun them with these files (1 line comes, 0 go)? [y/N]"), question);
    }
}
