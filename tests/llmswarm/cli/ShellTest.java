package llmswarm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import llmswarm.Command;
import llmswarm.StubAnswer;
import llmswarm.StubServer;
import llmswarm.Tape;
import llmswarm.TinyModel;
import llmswarm.Workshop;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Order(1)
@Execution(ExecutionMode.SAME_THREAD)
class ShellTest {
    private static final String NOWHERE = "http://127.0.0.1:9/v1";

    @TempDir
    Path folder;
    private Workshop shop;

    @BeforeEach
    void workshop() {
        shop = new Workshop(folder);
    }

    private Command.Result script(String lines) {
        shop.file("lines.jsh", lines);
        return Here.run(shop, "shell", "lines.jsh", "--config", "config", "--trust");
    }

    @Test
    void pipedLinesAskPlanAndBuildWithTheirResultsAloneOnStandardOutput() {
        var tape = new Tape(Tape.example("python-cli").resolve("tape.jsonl"));
        var asked = new CopyOnWriteArrayList<String>();
        try (var server = new StubServer(request -> {
            var text = request.toString();
            if (text.contains("Who are you?")) return StubAnswer.text("Hello from " + request.path("model").asText());
            if (text.contains("What is this?")) return StubAnswer.text(text.contains("### notes.txt\\n````\\nA fence: ```\\n````") ? "A note." : text);
            asked.add(tape.task(request));
            return StubAnswer.text(tape.answer(request));
        })) {
            shop.models(server.baseUrl());
            var says = "In a table, with the time each one ends.";
            shop.file("config/models.yaml", shop.read(shop.folder.resolve("config/models.yaml"))
                    + "  mine: {provider: jlama, model: \"%s\", context: 8000}\n".formatted(TinyModel.scripted(folder.resolve("m"), says))
                    + "  other: {provider: openai, model: second, base-url: \"%s\", context: 8000}\n".formatted(server.baseUrl()));
            shop.file("config/agents/scribe.yaml",
                    "{name: scribe, description: Writes., model: mine, prompt: task, role: You write., max-tokens: 2000}");
            shop.file("notes.txt", "A fence: ```\n");
            shop.file("spec.md", shop.read(Tape.example("python-cli").resolve("spec.md")));
            var result = Command.start(shop, """
                    // a remark
                    agent("scribe").ask("How would you store sessions?").text().length()
                    agent("scribe").ask("How would you store sessions?").text().length()
                    var unprinted = 5;
                    agent("backend").ask("Who are you?")
                    agent("backend").with("other").ask("Who are you?")
                    agent("backend").ask("What is this?", Path.of("notes.txt"))
                    agents().subList(0, 2)
                    agents().get(0).getClass() == agent("backend").getClass()
                    int twice(int x) {
                        return 2 * x;
                    }
                    twice(21); twice(22)
                    var p = plan("spec.md")
                    p == plan("spec.md")
                    p.tasks()
                    p.tasks().size()
                    prompt("backend", p, "cli").text().contains("# Your task")
                    agent("backend").on(p, "errors").write("taken").get(0).path()
                    var made = run(p)
                    made.tasks().stream().filter(task -> task.state().word().equals("done")).count()
                    made.prompts().size()
                    made.prompts().get(0).answer().isEmpty()
                    made.checks().stream().allMatch(check -> check.passed())
                    last()
                    prompt("backend", last().plan().get(), "cli").text().contains("greeter/greeting.py")
                    runs().size()
                    resume("greeter").id().equals(made.id())
                    Files.writeString(Path.of(System.getProperty("user.dir"), "spec.md"), "More.\\n", StandardOpenOption.APPEND).getNameCount() > 0
                    p == plan("spec.md")
                    p == freshPlan("spec.md")
                    stack("python-cli")
                    models().get(0).alias()
                    help()
                    System.out.print("the last line")""", "shell", "--config", "config", "--trust").end();
            assertEquals(0, result.exit(), result.err());
            var out = result.out();
            assertTrue(out.startsWith(says + "\n" + says.length() + "\n" + says + "\n" + says.length()
                    + "\nHello from stub\nHello from second\nA note.\n[backend (coder), database (coder)]\ntrue\n42\n44\ntrue\n  id "), out);
            assertTrue(out.endsWith("the last line"), out);
            for (var part : List.of("\n8\ntrue\nHere are the error types of the package.\n\n### greeter/errors.py", "\ngreeter/errors.py\n8\n8\nfalse\ntrue\nMade          greeter with the stack python-cli: 8 of 8 tasks, ",
                    "\ntrue\n1\ntrue\ntrue\nfalse\nfalse\nname             python-cli\n", "\nplanner\nagents()   ")) {
                assertTrue(out.contains(part), part + " is not in\n" + out);
            }
            assertFalse(out.contains("jshell>") || out.contains("Welcome") || out.contains("==>"), out);
            assertTrue(out.lines().allMatch(line -> line.length() <= 80 || !line.startsWith("  ")), out);
            assertTrue(result.err().contains("[8/8] done  "), result.err());
            assertTrue(result.err().contains("spec.md was planned already; freshPlan(\"spec.md\") asks the planner again\n"), result.err());
            for (var once : List.of("mine: loading ", "mine: loaded in ")) {
                assertEquals(1, result.err().lines().filter(line -> line.startsWith(once)).count(), result.err());
            }
        }
        assertEquals(3, asked.stream().filter(":stack"::equals).count(), asked::toString);
        assertEquals(2, asked.stream().filter("errors"::equals).count(), asked::toString);
        assertEquals("greeter/errors.py\n", Workshop.output(shop.folder.resolve("taken"), "git", "ls-files"));
    }

    @Test
    void theFirstFaultEndsAScriptWithOneSentenceItsPlaceAndItsExitCode() {
        shop.models(URI.create(NOWHERE));
        record Fault(String lines, int exit, String sentence) {
        }
        for (var fault : List.of(
                new Fault("1 + 1\n\nagent(\"bakend\")\n9", 2,
                        "lines.jsh:3:1: There is no agent 'bakend'; did you mean 'backend'? Known agents: backend, database, documenter, frontend, planner, reviewer, solo, tester."),
                new Fault("1 + 1\nagent(\"backend\").with(\"codr\")\n9", 2,
                        "lines.jsh:2:1: unknown model 'codr'; did you mean 'coder'? Known models: planner, coder."),
                new Fault("1 + 1\nplan(\"nothing.md\")\n9", 2, "lines.jsh:2:1: nothing.md: there is no such file"),
                new Fault("1 + 1\nrun(\"nothing.md\", \"--tsks\", \"few\")\n9", 2,
                        "lines.jsh:2:1: nothing.md: there is no such file"),
                new Fault("1 + 1\nlast()", 2, "lines.jsh:2:1: There is no run yet in %s; run(\"spec.md\") makes one."
                        .formatted(shop.folder)),
                new Fault("1 + 1\nint f() {\n    return x;\n}\nf()", 2, "lines.jsh:5:1: f uses what is not declared yet: variable x"),
                new Fault("1 + 1\nString s =\n    7;", 2,
                        "lines.jsh:3:5: incompatible types: int cannot be converted to java.lang.String"),
                new Fault("1 + 1\nint f() {", 2, "lines.jsh:2:1: what begins here has no end; close its brackets and quotes"),
                new Fault("1 + 1\n/list", 2,
                        "lines.jsh:2:1: '/list' is for the interactive shell; here only Java and /exit with a number can stand"),
                new Fault("1 + 1\n1 / 0\n9", 1, "lines.jsh:2:1: java.lang.ArithmeticException: / by zero"),
                new Fault("#!/usr/bin/env shell\n1 + 1\n/exit 7\n9", 7, ""))) {
            var result = script(fault.lines);
            assertEquals(new Command.Result(fault.exit, "2\n", fault.sentence.isEmpty() ? "" : fault.sentence + "\n"),
                    result);
        }
    }

    @Test
    void aRunThatIsNotDoneGivesTheScriptItsExitCodeAndTheNextLinesAreRun() {
        var example = Tape.example("generic");
        shop.models(URI.create(NOWHERE));
        var result = script("run(\"%s\", \"--replay\", \"%s\", \"--output\", \"%s\")\nlast().checks()\n9".formatted(
                example.resolve("spec.md"), example.resolve("tape.jsonl"), shop.folder.resolve("wc")));
        assertEquals(3, result.exit(), result.err());
        assertTrue(result.out().contains("; resume() goes on\n  check "), result.out());
        assertTrue(result.out().endsWith("\n9\n"), result.out());
    }

    @Test
    void flagsOfTheCommandLineAreRefusedByTheSameWordsAndTheClassPathIsPrintedAlone() {
        shop.models(URI.create(NOWHERE)).file("spec.md", "Anything.");
        var mistyped = script("plan(\"spec.md\", \"--tsks\", \"few\")");
        assertEquals(2, mistyped.exit());
        assertTrue(mistyped.err().startsWith("lines.jsh:1:1: Unknown options: '--tsks', 'few'"), mistyped.err());
        for (var line : List.of("plan(\"spec.md\", \"--dry-run\")", "run(\"spec.md\", \"--dry-run\")")) {
            assertEquals(new Command.Result(2, "", "lines.jsh:1:1: --dry-run tells what a change would start from; say ./jbang swarm.java change \"...\" --dry-run, or the same of an edited specification\n"),
                    script(line));
        }
        for (var line : List.of("plan(\"spec.md\", \"--branch\", \"x\")", "run(\"spec.md\", \"--branch\", \"x\")")) {
            assertEquals(2, script(line).exit());
            assertTrue(script(line).err().contains(" --branch "), script(line).err());
        }
        assertEquals(new Command.Result(2, "", "The shell prints values, not JSON; ask, plan and runs of a specification take --json.\n"),
                Here.run(shop, "shell", "--json"));
        assertEquals("nothing.jsh: there is no such file\n", Here.run(shop, "shell", "nothing.jsh").err());
        assertTrue(Here.run(shop, "shell", "--class-path").out().contains(".jar"));
    }
}
