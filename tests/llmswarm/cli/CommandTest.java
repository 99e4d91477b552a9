package llmswarm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

import com.fasterxml.jackson.databind.json.JsonMapper;
import llmswarm.Command;
import llmswarm.StubAnswer;
import llmswarm.StubServer;
import llmswarm.Tape;
import llmswarm.Workshop;
import llmswarm.run.Event;
import llmswarm.run.Journal;
import llmswarm.run.Run;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandTest {
    private static final Path GREETER = Tape.example("greeter");
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

    private String tree(String project) {
        return Workshop.tree(shop.folder.resolve(project));
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
    void jsonIsAnEventALine() throws Exception {
        var result = Command.run(shop, SPEC, "--replay", TAPE, "--json");
        assertEquals(0, result.exit(), result.err());
        var types = new ArrayList<String>();
        for (var line : result.out().lines().toList()) types.add(new JsonMapper().readTree(line).get("type").asText());
        assertEquals("run-started", types.getFirst());
        assertEquals(List.of("run-ended", "outcome"), types.subList(types.size() - 2, types.size()));
        assertTrue(types.containsAll(List.of("stack-chosen", "planned", "asked-model", "answered-model", "checked", "integrated", "task-ended")));
    }

    @Test
    void killedInTheMiddleAndResumedItAsksAgainOnlyWhatWasInFlight() {
        var tape = new Tape(GREETER.resolve("tape.jsonl"));
        var asked = new ConcurrentHashMap<String, Integer>();
        var open = new AtomicBoolean();
        try (var server = new StubServer(request -> {
            var task = tape.task(request);
            asked.merge(task, 1, Integer::sum);
            return task.equals("log") && !open.get() ? new StubAnswer.Hang() : StubAnswer.text(tape.answer(request));
        })) {
            shop.models(server.baseUrl());
            var running = Command.start(shop, "", SPEC, "--config", "config", "--trust");
            Workshop.until(() -> asked.containsKey("log") && done("greeter").containsAll(List.of("errors", "greeting", "test-cli", "test-log", "test-greeting")));
            running.signal("KILL");
            assertEquals(137, running.end().exit());
            open.set(true);
            var result = Command.run(shop, "resume", "greeter", "--config", "config");
            assertEquals(0, result.exit(), result.err());
        }
        var expected = new HashMap<String, Integer>(Map.of(":stack", 1, ":plan", 1));
        tape.plan().tasks().forEach(task -> expected.put(task.id(), task.id().equals("log") ? 2 : 1));
        assertEquals(expected, Map.copyOf(asked));
        assertEquals(0, Command.run(shop, SPEC, "--replay", TAPE, "--output", "replayed").exit());
        assertEquals(tree("replayed"), tree("greeter"));
    }

    private List<String> done(String project) {
        var runs = Run.runs(shop.folder.resolve(project));
        if (runs.isEmpty()) return List.of();
        return Journal.read(runs.getLast().resolve(Journal.FILE)).stream().filter(Event.TaskEnded.class::isInstance)
                .map(e -> ((Event.TaskEnded) e).task()).toList();
    }

    @Test
    void anInterruptEndsWithinTwoSecondsWithTheJournalWhole() throws Exception {
        // A busy machine may miss the time once, but not three times.
        double seconds = Double.MAX_VALUE;
        for (int round = 1; seconds >= 2 && round <= 3; round++) seconds = secondsToEndAnInterruptedRun(folder.resolve("STATE-" + round));
        assertTrue(seconds < 2, seconds + " s");
    }

    private double secondsToEndAnInterruptedRun(Path state) throws Exception {
        shop.env.put("XDG_STATE_HOME", state.toString());
        var asked = new CountDownLatch(1);
        try (var server = new StubServer(request -> {
            asked.countDown();
            return new StubAnswer.Hang();
        })) {
            shop.models(server.baseUrl());
            var running = Command.start(shop, "", SPEC, "--config", "config", "--trust", "--local-only");
            asked.await();
            var start = System.nanoTime();
            running.signal("INT");
            var result = running.end();
            var seconds = (System.nanoTime() - start) / 1e9;
            assertEquals(130, result.exit());
            try (var runs = Files.list(state.resolve("llm-swarm/runs"))) {
                var only = runs.toList().getFirst();
                assertTrue(result.err().contains("interrupted; what is done is kept. Go on with: %s %s resume %s --config config --local-only\n".formatted(
                        Run.quoted(Tape.checkout().resolve("jbang").toString()), Run.quoted(Tape.checkout().resolve("swarm.java").toString()), Run.quoted(only.toString()))), result.err());
                assertTrue(Journal.read(only.resolve(Journal.FILE)).getLast() instanceof Event.RunEnded end && end.exit() == 130);
            }
            return seconds;
        }
    }

    @Test
    void ctrlCAgainAndAgainNeverCostsATaskOrAnAnswer() {
        var tape = new Tape(GREETER.resolve("tape.jsonl"));
        var asked = new ConcurrentHashMap<String, Integer>();
        try (var server = new StubServer(request -> {
            asked.merge(tape.task(request), 1, Integer::sum);
            return StubAnswer.text(tape.answer(request)).after(Duration.ofMillis(60));
        })) {
            shop.models(server.baseUrl());
            var words = new String[] {SPEC, "--config", "config", "--trust"};
            for (int tasks : List.of(1, 3, 5, 7)) {
                var before = done("greeter").size();
                var running = Command.startAtATerminal(shop, words);
                Workshop.until(() -> done("greeter").stream().distinct().count() >= Math.max(tasks, before + 1) || !running.process().isAlive());
                running.signalAll("INT");
                running.end();
                words = new String[] {"resume", "greeter", "--config", "config"};
            }
            var result = Command.run(shop, words);
            assertEquals(0, result.exit(), result.err());
        }
        var ends = Journal.read(Run.runs(shop.folder.resolve("greeter")).getLast().resolve(Journal.FILE)).stream()
                .filter(e -> e instanceof Event.TaskEnded end && end.state() == Event.State.FAILED).toList();
        assertEquals(List.of(), ends);
        assertTrue(asked.values().stream().allMatch(times -> times <= 4), asked::toString);
        assertEquals(0, Command.run(shop, SPEC, "--replay", TAPE, "--output", "replayed").exit());
        assertEquals(tree("replayed"), tree("greeter"));
    }

    @Test
    void oneAgentIsAskedAndItsAnswerIsTheOutput() {
        try (var server = StubServer.answering(StubAnswer.text("Use **SQLite** \u001b[31mnow.\n"))) {
            shop.models(server.baseUrl());
            var result = Command.start(shop, "How would you store sessions?\n", "ask", "backend", "-", "--config", "config", "--trust").end();
            assertEquals(new Command.Result(0, "Use **SQLite** now.\n", result.err()), result);
            assertTrue(server.requests().getFirst().body().toString().contains("How would you store sessions?"));
        }
    }

    @Test
    void aServerThatCannotBeHadIsOneSentenceAndNoFaultOfTheProgram() {
        try (var server = StubServer.answering(StubAnswer.status(404, "no such model"))) {
            shop.models(server.baseUrl());
            var result = Command.run(shop, "ask", "backend", "?", "--config", "config", "--trust");
            assertEquals(new Command.Result(3, "", "coder: nothing at %s goes by the name 'stub' (404); check 'model' and 'base-url' in models.yaml.\n"
                    .formatted(server.baseUrl())), result);
        }
    }

    @Test
    void anAnswersFilesAreCommittedOnRequestAndNothingIsWhenOneIsUnsafe() {
        try (var server = StubServer.answering(StubAnswer.text("### notes/store.md\n```\nSQLite.\n```\n\n### ../evil\n```\nx\n```\n"),
                StubAnswer.text("### notes/store.md\n```\nSQLite.\n```\n"))) {
            var config = shop.models(server.baseUrl()).folder.resolve("config").toString();
            var project = new Workshop(folder.resolve("project"));
            Workshop.output(project.folder, "git", "init", "-q");
            var refused = Command.run(project, "ask", "backend", "Write it down.", "--write", "--config", config, "--trust");
            assertEquals(3, refused.exit(), refused.err());
            assertTrue(refused.err().contains("nothing was written: '../evil' climbs out of the project"), refused.err());
            assertEquals("", Workshop.output(project.folder, "git", "status", "--porcelain"));
            var written = Command.run(project, "ask", "backend", "Write it down.", "--write", "--config", config, "--trust");
            assertEquals(0, written.exit(), written.err());
            assertEquals("Write it down.\nnotes/store.md\n", Workshop.output(project.folder, "git", "show", "--format=%s", "--name-only").replace("\n\n", "\n"));
        }
    }

    @Test
    void theShellAnswersPipedLines() {
        try (var server = StubServer.answering(StubAnswer.text("Hello from the server."))) {
            shop.models(server.baseUrl());
            var result = Command.start(shop, "agent(\"backend\").ask(\"Who are you?\")\nagent(\"nobody\").ask(\"?\")\nagents().subList(0, 2)\n/exit\n",
                    "shell", "--config", "config", "--trust").end();
            assertEquals(0, result.exit(), result.err());
            assertTrue(result.out().contains("Hello from the server.\n"), result.out());
            assertTrue(result.err().contains("There is no agent 'nobody'"), result.err());
            assertTrue(result.out().contains(" ==> [backend (coder), database (coder)]\n"), result.out());
            assertFalse(result.out().contains("Exception"), result.out());
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
        var result = Command.run(shop, "stacks", "notes", "--config", "config");
        assertEquals("""
                name          notes
                description   Plain notes.
                folder        config/stacks/notes
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
}
