package llmswarm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.json.JsonMapper;
import llmswarm.Command;
import llmswarm.StubAnswer;
import llmswarm.StubServer;
import llmswarm.Tape;
import llmswarm.Workshop;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Order(1)
class CommandTest {
    private static final Path GREETER = Tape.example("python-cli");
    private static final String SPEC = GREETER.resolve("spec.md").toString();
    private static final String TAPE = GREETER.resolve("tape.jsonl").toString();

    @TempDir
    Path folder;
    private Workshop shop;

    /** The first start after a change builds, and says so on standard error. */
    @BeforeAll
    static void built(@TempDir Path folder) {
        assertEquals(0, Command.run(new Workshop(folder), "--version").exit());
    }

    @BeforeEach
    void workshop() {
        shop = new Workshop(folder);
    }

    @Test
    void theResultAloneIsOnStandardOutputAndNoEscapeCodeAnywhere() {
        var result = Command.run(shop, SPEC, "--replay", TAPE, "--output", "out/my greeter ü");
        assertEquals(0, result.exit(), result.err());
        assertEquals("out/my greeter ü\n", result.out());
        assertFalse((result.out() + result.err()).contains("\u001b"));
        assertTrue(result.err().endsWith("""
                Done and checked: out/my greeter ü

                  cd 'out/my greeter ü' && git log --stat
                """), result.err());
    }

    @Test
    void aWordBehindAnAtIsAWordAndNoFileWithMoreWords() throws Exception {
        var file = Files.writeString(folder.resolve("words"), "--version");
        for (var word : List.of("@words", "@" + file)) {
            var result = Here.run(shop, word);
            assertEquals(2, result.exit(), result.err());
            assertEquals("", result.out());
            assertEquals(word + ": there is no such file\n", result.err());
        }
    }

    @Test
    void whatToTypeNextApprovesTheChecksThatNobodyApprovedYet() {
        var example = Tape.example("generic");
        var result = Here.run(shop, example.resolve("spec.md").toString(), "--replay",
                example.resolve("tape.jsonl").toString(), "--output", shop.folder.resolve("wc").toString());
        assertEquals(3, result.exit(), result.err());
        assertTrue(result.err().endsWith(" resume wc --approve-checks\n"), result.err());
    }

    @Test
    void jsonIsAnEventALine() throws Exception {
        var result = Here.run(shop, SPEC, "--replay", TAPE, "--json");
        assertEquals(0, result.exit(), result.err());
        var types = new ArrayList<String>();
        for (var line : result.out().lines().toList()) types.add(new JsonMapper().readTree(line).get("type").asText());
        assertEquals("run-started", types.getFirst());
        assertEquals(List.of("run-ended", "outcome"), types.subList(types.size() - 2, types.size()));
        assertTrue(types.containsAll(List.of("stack-chosen", "planned", "asked-model", "answered-model", "checked",
                "integrated", "task-ended")));
    }

    @Test
    void whoWantsToKnowIsToldEachRequestWithoutItsSecrets() {
        try (var server = StubServer.answering(StubAnswer.status(429, "").with("retry-after-ms", "1"),
                StubAnswer.text("SQLite."))) {
            var address = server.baseUrl() + "/chat/completions";
            shop.models(URI.create(address + "/a-secret-in-the-path"));
            var result = Here.run(shop, Map.of("OTHER_TOKEN", "a-secret-in-the-path"), "ask", "backend", "How?",
                    "--config", "config", "--trust", "--verbose");
            assertEquals(new Command.Result(0, "SQLite.\n", result.err()), result);
            var line = "sent  POST %s/[redacted]/chat/completions  ".formatted(address);
            assertEquals(List.of(line + "429  * s  coder, try 1: the server is busy (429)", line
                    + "200  * s  coder, try 2: 10 tokens in, 2 out"),
                    result.err().lines().filter(told -> told.startsWith("sent"))
                    .map(told -> told.replaceAll("\\d+\\.\\d s", "* s")).toList());
            assertFalse(Here.run(shop, "ask", "backend", "How?", "--config", "config", "--trust").err()
                    .contains("sent"));
        }
    }

    @Test
    void oneAgentIsAskedAndItsAnswerIsTheOutput() {
        try (var server = StubServer.answering(StubAnswer.text("Use **SQLite** \u001b[31mnow.\n"))) {
            shop.models(server.baseUrl());
            var result = Command.start(shop, "How would you store sessions?\n", "ask", "backend", "-", "--config",
                    "config", "--trust").end();
            assertEquals(new Command.Result(0, "Use **SQLite** \\u001b[31mnow.\n", result.err()), result);
            assertTrue(server.requests().getFirst().body().toString().contains("How would you store sessions?"));
        }
    }

    @Test
    void aServerThatCannotBeHadIsOneSentenceAndNoFaultOfTheProgram() {
        try (var server = StubServer.answering(StubAnswer.status(404, "no such model"))) {
            shop.models(server.baseUrl());
            var result = Here.run(shop, "ask", "backend", "?", "--config", "config", "--trust");
            assertEquals(new Command.Result(2, "",
                    ("coder: nothing at %s goes by the name 'stub' (404): no such model; check 'model' and 'base-url' in "
                    + "models.yaml.\n").formatted(server.baseUrl())), result);
        }
    }

    @Test
    void whatReadsAnAnswerGetsNoPartOfOneThatBrokeOffAndNoTraceIsTold() {
        try (var server = StubServer.answering(StubAnswer.cutAfter(60, "One two three. ".repeat(10)), StubAnswer.text("Whole."),
                StubAnswer.text("Half of").finishing("length"), StubAnswer.status(422, "no"))) {
            shop.models(server.baseUrl());
            var again = Here.run(shop, "ask", "backend", "?", "--config", "config", "--trust");
            assertEquals(new Command.Result(0, "Whole.\n", again.err()), again);
            assertTrue(again.err().contains("coder: the answer broke off; trying again in "), again::err);
            var half = Here.run(shop, "ask", "backend", "?", "--config", "config");
            assertEquals(new Command.Result(3, "Half of\n", half.err()), half);
            assertTrue(half.err().endsWith("; cut off at the token limit\n"), half::err);
            var failed = Here.run(shop, "ask", "backend", "?", "--config", "config", "--verbose");
            assertEquals(3, failed.exit(), failed::err);
            assertEquals(List.of("sent", "coder: the server refused the request (422): no; check coder in models.yaml."),
                    failed.err().lines().map(line -> line.replaceAll("^sent .*", "sent")).toList());
        }
    }

    @Test
    void anAnswersFilesAreCommittedOnRequestAndNothingIsWhenOneIsUnsafe() {
        try (var server = StubServer.answering(StubAnswer.text("### notes/store.md\n```\nSQLite.\n```\n\n### ../evil\n```\nx\n```\n"),
                StubAnswer.text("### notes/store.md\n```\nSQLite.\n```\n"))) {
            var config = shop.models(server.baseUrl()).folder.resolve("config").toString();
            var project = new Workshop(folder.resolve("project"));
            Workshop.output(project.folder, "git", "init", "-q");
            var refused = Here.run(project, "ask", "backend", "Write it down.", "--write", "--config", config,
                    "--trust");
            assertEquals(3, refused.exit(), refused.err());
            assertTrue(refused.err().contains("nothing was written: '../evil' climbs out of the project"),
                    refused.err());
            assertEquals("", Workshop.output(project.folder, "git", "status", "--porcelain"));
            var written = Here.run(project, "ask", "backend", "Write it down.", "--write", "--config", config,
                    "--trust");
            assertEquals(0, written.exit(), written.err());
            assertTrue(written.err().contains("wrote notes/store.md\n"), written.err());
            assertEquals("Write it down.\nnotes/store.md\n",
                    Workshop.output(project.folder, "git", "show", "--format=%s", "--name-only").replace("\n\n", "\n"));
            var again = Here.run(project, "ask", "backend", "Write it down.", "--write", "--config", config, "--trust");
            assertTrue(again.err().contains("unchanged notes/store.md\n"), again.err());
            assertFalse(again.err().contains("made a git repository"), again.err());
        }
    }

    @Test
    void anAnswerThatIsToBeWrittenSaysWhereARepositoryIsMadeAndWhatToDoWhereNoneCanBeUsed() {
        try (var server = StubServer.answering(StubAnswer.text("### notes/store.md\n```\nSQLite.\n```\n"))) {
            var config = shop.models(server.baseUrl()).folder.resolve("config").toString();
            var words = new String[] {"ask", "backend", "Write it down.", "--write", "--config", config, "--trust"};
            var fresh = new Workshop(folder.resolve("fresh"));
            var made = Here.run(fresh, words);
            assertEquals(0, made.exit(), made.err());
            assertTrue(made.err().contains("made a git repository in %s, as there was none\n".formatted(fresh.folder)),
                    made.err());
            fresh.file("draft.txt", "not committed");
            assertEquals("'%s' has uncommitted changes; commit or stash them, or do this in another folder\n".formatted(fresh.folder), Here.run(fresh, words).err());
            var plain = new Workshop(folder.resolve("plain")).file("a.txt", "a");
            assertEquals("'%s' is not empty and not a git repository; make it one with git init and commit what it holds, or do this in another folder\n"
                    .formatted(plain.folder), Here.run(plain, words).err());
            assertEquals(1, server.requests().size());
        }
    }

    @Test
    void aStackIsShownWithAllItsCommandsAndWhatTheyWaitFor() {
        shop.file("config/stacks/notes/stack.yaml", """
                name: notes
                description: Plain notes.
                agents: [backend, tester]
                setup: [[sh, -c, "mkdir words"], [touch, words/all]]
                shared: [words]
                tests: ["tests/**"]
                contracts: [{kind: note, provided: '^(?<name>\\w+):', used: '@(?<name>\\w+)'}]
                checks:
                  - {name: good, when: task, files: "**.txt", agents: [backend], run: [grep, -q, "a b", "{{file}}"]}
                  - {name: there, when: end, run: [test, -f, a.txt]}
                  - {name: tests, when: end, kind: test, needs: [there], run: [sh, tests/all.sh]}
                  - {name: beside, when: end, needs: [], run: ["true"]}
                review: {agent: reviewer, when: end, rounds: 2}
                """);
        var result = Here.run(shop, "stacks", "notes", "--config", "config");
        assertEquals("""
                name          notes
                description   Plain notes.
                folder        config/stacks/notes  (named by you, to be trusted before it runs)
                agents        backend, tester
                setup         with network: sh -c 'mkdir words'; touch words/all
                shared        words
                check good    task, **.txt, backend: grep -q 'a b' {{file}}
                check there   end: test -f a.txt
                check tests   end, test, needs there: sh tests/all.sh
                check beside  end, needs none: true
                contracts     note
                tests         tests/**
                review        by reviewer, end, rounds 2
                """, result.out(), result.err());
    }

    @Test
    void aPlanIsNotMadeWhereAFlagThatItCannotFollowIsGiven() {
        for (var flag : List.of(List.of("--dry-run"), List.of("--branch", "x"))) {
            var words = new ArrayList<>(List.of("plan", SPEC, "--replay", TAPE));
            words.addAll(flag);
            var result = Here.run(shop, words.toArray(String[]::new));
            assertEquals(2, result.exit(), result.out());
            assertEquals(flag.getFirst().equals("--dry-run")
                    ? "--dry-run tells what a change would start from; say ./jbang swarm.java change \"...\" --dry-run, or the same of an edited specification\n"
                    : "--branch goes with a change of a project that exists\n", result.err());
        }
    }
}
