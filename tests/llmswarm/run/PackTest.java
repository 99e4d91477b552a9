package llmswarm.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import llmswarm.StubAnswer;
import llmswarm.StubServer;
import llmswarm.Tape;
import llmswarm.Workshop;
import llmswarm.guard.Stop;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Journal;
import llmswarm.run.journal.RunFolder;
import llmswarm.run.options.RunOptions;
import llmswarm.run.options.Spec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import text.ShellWords;

/** A project type is data: files in a folder, seen by the next run. */
class PackTest {
    private static final String PLAN = """
            {"stack": "perl-cli", "name": "word-turner", "summary": "Turns words round.",
             "requirements": [{"id": "R1", "text": "It prints its argument backwards."}],
             "contracts": [{"name": "turn", "kind": "function", "text": "turn($text) in lib/Turn.pm"}],
             "tasks": [
              {"id": "turn", "title": "Turning", "agent": "backend", "description": "Write it.", "requirements": ["R1"],
               "files": ["lib/Turn.pm"], "dependsOn": [], "provides": ["turn"], "uses": []},
              {"id": "test", "title": "Tests of turning", "agent": "tester", "description": "Test it.", "requirements": ["R1"],
               "files": ["t/turn.t"], "dependsOn": [], "provides": [], "uses": ["turn"]}],
             "checks": [], "unclear": []}""";
    private static final String CODE = "### lib/Turn.pm\n```perl\npackage Turn;\nuse strict;\nsub turn { return scalar reverse shift; }\n1;\n```\n";
    private static final String TEST = """
            ### t/turn.t
            ```perl
            use strict;
            use Test::More tests => 1;
            use lib 'lib';
            use Turn;
            is(Turn::turn("abc"), "cba");
            ```
            """;

    @TempDir
    Path folder;
    private Workshop shop;

    @BeforeEach
    void workshop() {
        shop = new Workshop(folder);
        shop.file("spec.md", "A Perl program that turns words round.");
    }

    private void pack(String layer) {
        shop.file(layer + "/stacks/perl-cli/stack.yaml", """
                name: perl-cli
                description: A command-line program in Perl.
                variables:
                  perl: {default: "5.010", help: lowest version of Perl}
                agents: [backend, tester]
                conventions: |
                  Perl {{perl}}, modules in lib/, tests in t/.
                checks:
                  - {name: syntax, when: task, files: "**/*.pm", run: [perl, -c, "{{file}}"]}
                  - {name: tests, when: end, run: [perl, t/turn.t]}
                  - {name: starts, when: end, run: [perl, "bin/{{name}}", abc]}
                """);
        shop.file(layer + "/stacks/perl-cli/scaffold/bin/{{name}}.mustache",
                "#!/usr/bin/perl\nuse {{perl}};\nuse lib 'lib';\nuse Turn;\nprint Turn::turn($ARGV[0]), \"\\n\";\n");
    }

    private StubAnswer answer(JsonNode request) {
        var prompt = request.toString();
        if (prompt.contains("# Kinds of project")) return StubAnswer.text("{\"stack\": \"perl-cli\", \"reason\": \"Perl.\"}");
        if (prompt.contains("Plan this specification.")) return StubAnswer.text(PLAN);
        return StubAnswer.text(prompt.contains("# Your task: Turning") ? CODE : TEST);
    }

    private Outcome built() {
        try (var server = new StubServer(this::answer); var swarm = shop.models(server.baseUrl()).swarmTrusted()) {
            return swarm.run(Spec.read(shop.folder, "spec.md"), RunOptions.DEFAULT);
        }
    }

    @Test
    void aPackMadeOfFilesRunsFromSpecificationToGreen() {
        pack("config");
        var outcome = built();
        assertEquals(new Outcome(0, shop.folder.resolve("word-turner"), outcome.run(), outcome.head(),
                "done and checked"), outcome);
        assertEquals("cba\n", Workshop.output(outcome.project(), "perl", "bin/word-turner", "abc"));
        assertEquals(List.of("syntax lib/Turn.pm", "tests t/turn.t", "starts abc"),
                shop.events(Event.Checked.class).stream().map(c -> c.check() + " " + c.command().getLast()).toList());
    }

    @Test
    void aPackInTheHomeFolderNeedsNoTrust() {
        shop.env.put("SWARM_HOME", shop.folder.resolve("home").toString());
        pack("home");
        try (var server = new StubServer(this::answer)) {
            shop.models(server.baseUrl());
            try (var swarm = shop.swarm()) {
                assertEquals(0, swarm.run(Spec.read(shop.folder, "spec.md"), RunOptions.DEFAULT).exit());
            }
        }
    }

    @Test
    void allThatAPackWouldRunIsShownBeforeItIsTrusted() {
        shop.file(".swarm/stacks/perl-cli/stack.yaml", """
                name: perl-cli
                description: A command-line program in Perl.
                agents: [backend]
                variables: {depth: {default: "1; echo more"}}
                setup: [[sh, -c, "mkdir words"]]
                programs: [perl, {name: java, version: [java, -version]}, cpan]
                checks:
                  - {name: tests, when: end, run: [prove, -l, t]}
                  - {name: deep, when: task, files: "*.pl", run: [sh, -c, "walk {{file}} {{depth}}"], timeout: 2m}
                  - {name: long, when: end, run: [long], timeout: 3h, memory: 64g}
                limits: {files: 200000}
                allow: [Makefile.PL, "**/.proverc"]
                """);
        try (var server = new StubServer(this::answer)) {
            shop.models(server.baseUrl());
            try (var swarm = shop.swarm()) {
                assertThrows(Stop.class, () -> swarm.run(Spec.read(shop.folder, "spec.md"), RunOptions.DEFAULT));
            }
        }
        assertEquals(List.of("""
                The pack perl-cli in .swarm/stacks/perl-cli is new or has changed. It would run:
                  prove -l t
                  sh -c 'walk {{file}} 1; echo more'
                  long  (for up to 180 min, 64 GB of memory)
                  sh -c 'mkdir words'  (with network)
                  (each may make 200,000 files)
                  java -version
                  perl, cpan: each with --version
                It lets be written, although other tools obey it:
                  Makefile.PL
                  **/.proverc
                Trust it? [y/N]"""), shop.events(Event.Asked.class).stream().map(Event.Asked::question).toList());
    }

    @Test
    void aPackFromElsewhereIsTrustedByItsContentOnly() {
        pack(".swarm");
        try (var server = new StubServer(this::answer)) {
            shop.models(server.baseUrl());
            try (var swarm = shop.swarm()) {
                var stop = assertThrows(Stop.class, () ->
                        swarm.run(Spec.read(shop.folder, "spec.md"), RunOptions.DEFAULT));
                assertEquals("the pack perl-cli in .swarm/stacks/perl-cli is not trusted; look at it and run again with --trust", stop.getMessage());
                assertEquals(Stop.UNTRUSTED, stop.exit());
            }
            built();
            shop.models(server.baseUrl());
            shop.trust = false;
            try (var swarm = shop.swarm()) {
                assertEquals(0, swarm.run(Spec.read(shop.folder, "spec.md"), RunOptions.DEFAULT).exit());
            }
            shop.file(".swarm/stacks/perl-cli/scaffold/extra", "changed");
            try (var swarm = shop.swarm()) {
                assertEquals(Stop.UNTRUSTED, assertThrows(Stop.class, () ->
                        swarm.run(Spec.read(shop.folder, "spec.md"), RunOptions.DEFAULT)).exit());
            }
        }
    }

    /** A journal that came with a folder, or a line of somebody's advice, may set them. */
    @Test
    void otherValuesOfItsVariablesAreOtherCommandsWhichAreAskedAbout() {
        shop.file(".swarm/stacks/perl-cli/stack.yaml", """
                name: perl-cli
                description: A command-line program in Perl.
                agents: [backend]
                variables: {flag: {default: "-l"}}
                checks:
                  - {name: tests, when: end, run: [prove, "{{flag}}", t]}
                """);
        try (var server = new StubServer(this::answer)) {
            shop.models(server.baseUrl());
            try (var swarm = shop.swarm()) {
                for (var value : List.of("-l", "-r")) {
                    assertThrows(Stop.class, () -> swarm.run(Spec.read(shop.folder, "spec.md"),
                            RunOptions.DEFAULT.withStack(Optional.of("perl-cli"))
                                    .withVariables(Map.of("flag", value))));
                }
            }
        }
        assertEquals(List.of("  prove -l t", "  prove -r t"),
                shop.events(Event.Asked.class).stream().map(asked -> asked.question().lines()
                .skip(1).findFirst().orElseThrow()).toList());
        assertEquals(2, shop.events(Event.Asked.class).stream().map(Event.Asked::id).distinct().count());
    }

    @Test
    void aFailedCheckFailsItsTaskBlocksWhatWaitsAndLeavesNoTrace() {
        pack("config");
        var plan = PLAN.replace("\"dependsOn\": [], \"provides\": [], \"uses\": [\"turn\"]",
                "\"dependsOn\": [\"turn\"], \"provides\": [], \"uses\": [\"turn\"]");
        try (var server = new StubServer(request -> {
            var prompt = request.toString();
            if (prompt.contains("Plan this specification.")) return StubAnswer.text(plan);
            return prompt.contains("# Your task: Turning") ? StubAnswer.text(CODE.replace("use strict;", "use strict"))
                    : answer(request);
        }); var swarm = shop.models(server.baseUrl()).swarmTrusted()) {
            var outcome = swarm.run(Spec.read(shop.folder, "spec.md"), RunOptions.DEFAULT);
            assertEquals(3, outcome.exit());
            assertEquals("not all tasks are done", outcome.label());
            var ends = shop.events(Event.TaskEnded.class);
            assertEquals(Event.State.FAILED, ends.getFirst().state());
            assertTrue(ends.getFirst().evidence()
                    .startsWith("Check 'syntax' failed (exit code 255): perl -c lib/Turn.pm"), ends.getFirst()
                    .evidence());
            assertEquals(new Event.TaskEnded("test", Event.State.BLOCKED, "waits for 'turn', which is not done", 0),
                    ends.getLast());
            assertFalse(Files.exists(outcome.project().resolve("lib/Turn.pm")));
        }
    }

    @Test
    void aToolThatIsMissingIsToldAsSuch() {
        pack("config");
        shop.file("config/stacks/perl-cli/stack.yaml",
                shop.read(shop.folder.resolve("config/stacks/perl-cli/stack.yaml"))
                .replace("run: [perl, -c,", "run: [no-such-tool, -c,"));
        var stop = assertThrows(Stop.class, this::built);
        assertEquals("stack perl-cli: check 'syntax' needs 'no-such-tool', which is not on the PATH; install it, then run again (./jbang swarm.java doctor shows what is there)", stop.getMessage());
        assertEquals(List.of(), shop.events(Event.AskedModel.class).stream()
                .filter(asked -> !asked.task().equals(":stack")).toList());
    }

    private Outcome wordcount(boolean approve) {
        var example = Tape.example("generic");
        try (var swarm = shop.swarm()) {
            return swarm.run(Spec.read(example, "spec.md"),
                    RunOptions.DEFAULT.withReplay(Optional.of(example.resolve("tape.jsonl")), false)
                            .withApprovedChecks(approve));
        }
    }

    @Test
    void whatIsApprovedIsShownWordByWordWithNothingHidden() {
        assertEquals("sh -c ': '\\''\\u001b]0;'\\''; id > pwned' 'a b' c",
                ShellWords.line(List.of("sh", "-c", ": '\u001b]0;'; id > pwned", "a b", "c")));
    }

    @Test
    void aSpecificationOnTheGenericPackRunsWithItsChecksApproved() {
        var outcome = wordcount(true);
        assertEquals(0, outcome.exit());
        assertEquals("done and checked", outcome.label());
    }

    @Test
    void checksThatNobodyApprovedAreNotRunAndThatIsSaid() {
        var outcome = wordcount(false);
        assertEquals(3, outcome.exit());
        assertEquals("written, not checked", outcome.label());
        assertEquals(List.of("unchecked", "unchecked"),
                shop.events(Event.Checked.class).stream().map(Event.Checked::failure).toList());
    }

    @Test
    void anApprovalInAJournalThatCameWithTheProjectIsNotTaken() throws Exception {
        var project = wordcount(false).project();
        var journal = RunFolder.runs(project).getLast().resolve(Journal.FILE);
        Files.writeString(journal, shop.read(journal)
                .replace("\"answer\":\"n\",\"byPerson\":false", "\"answer\":\"y\",\"byPerson\":true"));
        try (var swarm = shop.swarm()) {
            assertEquals("written, not checked", swarm.resume(project, Optional.empty(), false).label());
            assertEquals("done and checked", swarm.resume(project, Optional.empty(), true).label());
            assertEquals("done and checked", swarm.resume(project, Optional.empty(), false).label(),
                    "an approval is remembered for this project");
        }
    }
}
