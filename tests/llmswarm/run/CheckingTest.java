package llmswarm.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import llmswarm.StubAnswer;
import llmswarm.StubServer;
import llmswarm.Workshop;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Journal;
import llmswarm.run.journal.RunFolder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which checks run, when, where, and beside which others. */
class CheckingTest {
    @TempDir
    Path folder;
    private Taped taped;

    @BeforeEach
    void pack() {
        taped = new Taped(folder).plan("""
                {stack: notes, name: two-notes, summary: Two notes., requirements: [{id: R1, text: There are two notes.}],
                 tasks: [{id: left, title: The left one, agent: writer, description: Write it., requirements: [R1], files: [left.py]},
                         {id: right, title: The right one, agent: writer, description: Write it., requirements: [R1], files: [right.py, more.py]}]}""");
        taped.writer(2);
    }

    private void checks(String... checks) {
        taped.shop.file("config/stacks/notes/stack.yaml", """
                name: notes
                description: Plain notes.
                agents: [writer]
                location: ['(?<file>[\\w./-]+):(?<line>\\d+)']
                checks:
                  - %s
                """.formatted(String.join("\n  - ", checks)));
    }

    private static String file(String path, String text) {
        return "### %s\n```\n%s\n```\n".formatted(path, text);
    }

    private void bothRight() {
        taped.says("writer", "left", 1, file("left.py", "1"))
                .says("writer", "right", 1, file("right.py", "2") + file("more.py", "3"));
    }

    /** Checks that really ran, as the journal keeps them; those taken again are only shown. */
    private List<String> ran(Outcome outcome) {
        return Workshop.journaled(RunFolder.runs(outcome.project()).getLast().resolve(Journal.FILE)).stream()
                .filter(Event.Checked.class::isInstance).map(Event.Checked.class::cast)
                .map(checked -> "%s %d %s%s".formatted(checked.task().isEmpty() ? "end" : checked.task(),
                checked.attempt(), checked.check(), checked.passed() ? "" : " failed")).toList();
    }

    /** A word for a shell: writes its own file, then waits for the other one. */
    private static String meeting(String mine, String other) {
        return "touch %s; for i in $(seq 600); do test -f %s && exit 0; sleep 0.05; done; exit 1".formatted(mine,
                other);
    }

    @Test
    void whatOneTaskBreaksIsNotSeenByTheChecksOfAnother() {
        checks("{name: build, when: task, run: [python3, -B, -m, compileall, -q, .]}",
                "{name: whole, when: end, run: [test, -f, right.py]}");
        try (var server = new StubServer(request -> {
            if (request.toString().contains("# Your task: The left one")) return StubAnswer.text(file("left.py",
                    "this is no Python"));
            Workshop.until(() -> taped.failed().contains("left 1 build: code"));
            return StubAnswer.text(file("right.py", "2") + file("more.py", "3"));
        })) {
            taped.shop.models(server.baseUrl());
            var outcome = taped.live();
            assertEquals(3, outcome.exit());
            assertEquals("not all tasks are done", outcome.label());
            assertEquals(List.of("left 1 build: code", "left 2 build: code"), taped.failed());
            assertEquals(Event.State.FAILED, taped.ends("left").getFirst().state());
            assertEquals("passed: build", taped.ends("right").getFirst().evidence());
            assertEquals(List.of("docs/PLAN.md", "more.py", "right.py"),
                    Workshop.output(outcome.project(), "git", "ls-files").lines().toList());
        }
    }

    @Test
    void checksThatNeedNoOtherRunSideBySide() {
        checks("{name: a, when: end, run: [sh, -c, '%s'], needs: []}".formatted(meeting("a", "b")),
                "{name: b, when: end, run: [sh, -c, '%s'], needs: []}".formatted(meeting("b", "a")));
        bothRight();
        assertEquals(0, taped.run().exit(), taped::story);
    }

    @Test
    void checksAfterATaskRunSideBySideToo() {
        checks("{name: a, when: task, run: [sh, -c, '%s'], needs: []}".formatted(meeting("a", "b")),
                "{name: b, when: task, run: [sh, -c, '%s'], needs: []}".formatted(meeting("b", "a")),
                "{name: whole, when: end, run: ['true']}");
        bothRight();
        assertEquals(0, taped.run().exit(), taped::story);
    }

    @Test
    void aCheckWithoutAWordAboutItWaitsForThoseBeforeIt() {
        checks("{name: a, when: end, run: [sh, -c, 'sleep 0.3; touch a']}", "{name: b, when: end, run: [test, -f, a]}",
                "{name: c, when: end, run: [test, -f, a], needs: [a]}");
        bothRight();
        assertEquals(0, taped.run().exit(), taped::story);
    }

    @Test
    void aCheckIsNotRunWhereOneThatItNeedsDidNotPassAndSaysSo() {
        checks("{name: a, when: end, run: [sh, -c, 'echo no; exit 1']}", "{name: b, when: end, run: [touch, b], needs: [a]}",
                "{name: c, when: end, run: [touch, c], needs: [b]}", "{name: d, when: end, run: ['true']}",
                "{name: e, when: end, run: ['true'], needs: [d]}");
        bothRight();
        var outcome = taped.run();
        assertEquals(List.of(3, "a check failed"), List.of(outcome.exit(), outcome.label()), taped::story);
        assertEquals(List.of("a failed", "b it needs the check 'a', which failed",
                "c it needs the check 'b', which was not run", "d passed", "e passed"),
                taped.shop.events(Event.Checked.class).stream().filter(checked -> checked.task().isEmpty())
                .sorted(Comparator.comparing(Event.Checked::check)).map(checked -> checked.check() + " "
                + (checked.passed() ? "passed" : checked.unchecked() ? checked.tail() : "failed")).toList());
    }

    /** Or a program that a check starts could make the tests pass that are run after it. */
    @Test
    void whatACheckMakesOfTheProjectsFilesTheNextOneDoesNotSee() {
        checks("{name: starts, when: end, run: [sh, -c, 'echo true > left.py; rm right.py; touch built']}",
                "{name: tests, when: end, run: [sh, -c, 'test -f built && test -f right.py && sh left.py']}");
        taped.says("writer", "left", 1, file("left.py", "false"))
                .says("writer", "right", 1, file("right.py", "2") + file("more.py", "3"));
        assertEquals(3, taped.run().exit(), taped::story);
        assertTrue(taped.shop.events(Event.Noted.class).stream().anyMatch(noted -> noted.sentence()
                .equals("check 'starts' changed left.py, right.py, which the next check finds as before")), taped::story);
        assertTrue(taped.failed().stream().anyMatch(failed -> failed.contains("tests")), taped::story);
    }

    @Test
    void aCheckWhoseFilesDidNotChangeIsNotRunAgainAfterARepair() {
        checks("{name: left, when: end, run: [grep, 1, left.py], reads: [left.py]}",
                "{name: right, when: end, run: [sh, -c, 'grep 2 right.py || { echo right.py:1: wrong; exit 1; }'], reads: [right.py], needs: []}");
        taped.says("writer", "left", 1, file("left.py", "1"))
                .says("writer", "right", 1, file("right.py", "9") + file("more.py", "3"))
                .says("writer", "right", 2, file("right.py", "2"));
        var outcome = taped.run();
        assertEquals(0, outcome.exit(), taped::story);
        assertEquals(List.of("end 1 left", "end 1 right failed", "end 2 right", "right 2 right"),
                ran(outcome).stream().sorted().toList());
        assertEquals(List.of("left", "left", "right", "right"), taped.shop.events(Event.Checked.class).stream()
                .filter(checked -> checked.task().isEmpty()).map(Event.Checked::check).sorted().toList(),
                "but it is told");
    }

    @Test
    void aFileThatAnAttemptLeavesAsItIsIsNotCheckedAgain() {
        checks("{name: digits, when: task, files: '*.py', run: [grep, '[0-9]', '{{file}}'], reads: ['{{file}}']}",
                "{name: whole, when: end, run: ['true']}");
        taped.says("writer", "left", 1, file("left.py", "1"))
                .says("writer", "right", 1, file("right.py", "2") + file("more.py", "none"))
                .says("writer", "right", 2, file("more.py", "3"));
        var outcome = taped.run();
        assertEquals(0, outcome.exit(), taped::story);
        assertEquals(List.of("right 1 digits", "right 1 digits failed", "right 2 digits"),
                ran(outcome).stream().filter(check -> check.startsWith("right")).sorted().toList());
        assertEquals("3\n", Taped.committed(outcome, "more.py"));
        assertEquals("2\n", Taped.committed(outcome, "right.py"));
    }

    @Test
    void aTimeOfItsOwnIsKept() {
        checks("{name: slow, when: end, run: [sleep, '60'], timeout: 1s}");
        bothRight();
        assertEquals(3, taped.run().exit());
        assertEquals(List.of("no model can mend this: Check 'slow' has no result: 'sleep' was ended at the time limit of 1.0 s."), taped.notes(""));
    }

    @Test
    void aRepairInVainIsAskedForAnewOnAResumeAndNothingElseIs() {
        checks("{name: right, when: end, run: [sh, -c, 'grep 2 right.py || { echo right.py:1: wrong; exit 1; }']}");
        var mended = new AtomicBoolean();
        try (var server = new StubServer(request -> request.toString().contains("# Your task: The left one")
                ? StubAnswer.text(file("left.py", "1"))
                : StubAnswer.text(file("right.py", mended.get() && request.toString().contains("# Attempt 2") ? "2"
                : "9") + file("more.py", "3")))) {
            taped.shop.models(server.baseUrl());
            var outcome = taped.live();
            assertEquals(3, outcome.exit());
            assertEquals(4, server.requests().size(), "two tasks, and two attempts to mend one of them");
            mended.set(true);
            assertEquals(0, taped.resume(outcome.project()).exit(), taped::story);
            assertEquals(5, server.requests().size());
            assertEquals("2\n", Taped.committed(outcome, "right.py"));
        }
    }

    @Test
    void aTaskMayEndThoughTheWholeStillFailsWhereSomebodyElseHasToMendIt() {
        checks("{name: right, when: end, run: [sh, -c, 'grep 2 right.py || { echo right.py:1: wrong; exit 1; }'], needs: []}",
                "{name: both, when: end, run: [sh, -c, 'grep -q 1 left.py || { echo left.py:1: wrong; exit 1; }; grep -q 2 right.py || { echo right.py:1: bad; exit 1; }'], needs: [right]}");
        taped.says("writer", "left", 1, file("left.py", "8"))
                .says("writer", "right", 1, file("right.py", "9") + file("more.py", "3"))
                .says("writer", "right", 2, file("right.py", "2")).says("writer", "left", 2, file("left.py", "1"));
        var outcome = taped.run();
        assertEquals(0, outcome.exit(), taped::story);
        assertEquals(List.of("end 1 right: code", "end 1 both: unchecked", "end 2 both: code"), taped.failed());
        assertEquals(List.of("writer right 2", "writer left 2"), taped.asked().subList(2, 4));
        assertEquals("mended; passed: right", taped.ends("right").getLast().evidence());
        assertEquals("mended; passed: right, both", taped.ends("left").getLast().evidence());
        assertFalse(taped.prompt("right", 2).contains("left.py:1: wrong"), taped.prompt("right", 2));
        assertTrue(taped.prompt("left", 2).contains("left.py, lines 1 to 1:\n>   1 | 8\n"), taped.prompt("left", 2));
    }
}
