package llmswarm.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;

import llmswarm.run.journal.Event;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** To whom a failure of the whole goes where no place decides it, and what findings of the contracts mean then. */
@Execution(ExecutionMode.CONCURRENT)
class EndRepairTest {
    private static final String TASKS = """
            {id: note, title: A note, agent: writer, description: Write it., requirements: [R1, R2], files: [note.txt]},
            {id: trial, title: A trial, agent: tester, description: Try it., requirements: [R1], files: [tests/trial.sh]}""";
    private static final String GOOD = "grep -qx good note.txt || { echo tests/trial.sh:1; exit 1; }";

    @TempDir
    Path folder;
    private Taped taped;

    @BeforeEach
    void pack() {
        taped = new Taped(folder).writer(3);
        taped.shop.file("config/stacks/notes/stack.yaml", """
                name: notes
                description: Plain notes.
                agents: [writer, tester]
                tests: ["tests/**"]
                location: ['(?<file>[\\w./-]+):(?<line>\\d+)']
                checks: [{name: trial, when: end, run: [sh, tests/trial.sh], kind: test}]
                contracts: [{kind: word, provided: 'make (?<name>\\w+)', used: 'take (?<name>\\w+)', files: "**.txt"}]
                """);
        taped.shop.file("config/stacks/notes/scaffold/ink.txt", "make ink\n");
        plan(TASKS);
    }

    private void plan(String tasks) {
        taped.plan("""
                {stack: notes, name: two-notes, summary: Two notes., requirements: [{id: R1, text: The note is there.}, {id: R2, text: Another.}],
                 contracts: [{name: ink, kind: word, text: Ink.}],
                 tasks: [%s]}""".formatted(tasks));
    }

    private static String file(String path, String text) {
        return Notes.note(path, text);
    }

    private void writes(String agent, String task, int attempt, String path, String text) {
        taped.says(agent, task, attempt, file(path, text));
    }

    private void note(int attempt, String text) {
        writes("writer", "note", attempt, "note.txt", text);
    }

    private void trial(int attempt, String text) {
        writes("tester", "trial", attempt, "tests/trial.sh", text);
    }

    private void blame(String fault, String smaller) {
        taped.says("reviewer", ":blame", 1, """
                {"quote": "", "fault": "%s", "smaller": "%s", "code": "note", "test": "trial", "reason": "It wants good, not fine."}""".formatted(fault, smaller));
    }

    private List<String> asked() {
        return taped.asked().subList(2, taped.asked().size());
    }

    @Test
    void whereNothingThatWasAskedForDecidesTheSmallerChangeComesFirst() {
        note(1, "fine");
        trial(1, GOOD);
        trial(2, GOOD.replace("good", "fine"));
        blame("code", "test");
        var outcome = taped.run();
        assertEquals(0, outcome.exit(), taped::story);
        assertEquals(List.of("reviewer :blame 1", "tester trial 2"), asked());
        assertEquals("fine\n", Taped.committed(outcome, "note.txt"));
        assertTrue(taped.prompt("trial", 2)
                .contains("nothing that was asked for says whether code or test is wrong, so the test is changed first: It wants good, not fine."),
                taped.prompt("trial", 2));
    }

    @Test
    void whereThatDoesNotHelpTheOtherSideIsTriedOnceAndKnowsIt() {
        note(1, "fine");
        trial(1, GOOD);
        trial(2, GOOD.replace("good", "better"));
        note(2, "good");
        blame("code", "test");
        var outcome = taped.run();
        assertEquals(0, outcome.exit(), taped::story);
        assertEquals(List.of("reviewer :blame 1", "tester trial 2", "writer note 2"), asked());
        assertEquals("good\n", Taped.committed(outcome, "note.txt"));
        assertEquals(GOOD + "\n", Taped.committed(outcome, "tests/trial.sh"));
        var prompt = taped.prompt("note", 2);
        assertTrue(prompt.contains("It wants good, not fine.") && prompt.contains("'trial' could not make it pass"),
                prompt);
    }

    @Test
    void whatOneTestRunFindsWrongAtSeveralTasksIsMendedInOneRound() {
        var stack = taped.shop.folder.resolve("config/stacks/notes/stack.yaml");
        taped.shop.file("config/stacks/notes/stack.yaml", taped.shop.read(stack) + "failures: ['(?m)^FAIL: ']\n");
        plan(TASKS + ",\n{id: other, title: Other, agent: writer, description: Write it., requirements: [R1], files: [other.txt]}");
        note(1, "fine");
        note(2, "good");
        writes("writer", "other", 1, "other.txt", "bad");
        writes("writer", "other", 2, "other.txt", "good");
        trial(1, """
                code=0
                echo ...F.F
                grep -qx good note.txt || { echo FAIL: one; echo note.txt:1; code=1; }
                grep -qx good other.txt || { echo FAIL: two; echo other.txt:1; code=1; }
                exit $code""");
        assertEquals(0, taped.run().exit(), taped::story);
        assertEquals(List.of("writer note 2", "writer other 2"), taped.asked().subList(3, taped.asked().size()));
        assertEquals(2, taped.shop.events(Event.Checked.class).stream().filter(c -> c.task().isEmpty()
                && c.check().equals("trial")).count());
        assertTrue(taped.prompt("note", 2).contains("FAIL: one") && !taped.prompt("note", 2).contains("FAIL: two"),
                taped.prompt("note", 2));
    }

    /** Seven notes, which a test finds wrong one after the other. */
    @Test
    void aLargeProjectIsMendedInMoreRoundsThanASmallOne() {
        var tasks = new StringBuilder(TASKS);
        for (int i = 0; i < 12; i++) {
            tasks.append(",\n{id: n%1$d, title: N, agent: writer, description: Write it., requirements: [R1], files: [n%1$d.txt]}".formatted(i));
            writes("writer", "n" + i, 1, "n%d.txt".formatted(i), i < 7 ? "bad" : "good");
            writes("writer", "n" + i, 2, "n%d.txt".formatted(i), "good");
        }
        plan(tasks.toString());
        note(1, "good");
        trial(1, "for i in 0 1 2 3 4 5 6; do grep -qx good n$i.txt || { echo n$i.txt:1; exit 1; }; done");
        assertEquals(0, taped.run().exit(), taped::story);
    }

    @Test
    void whoIsNotAtFaultPointsToWhoIs() {
        plan(TASKS + ",\n{id: other, title: Other, agent: writer, description: Write it., requirements: [R1], files: [other.txt]}");
        note(1, "fine");
        trial(1, "grep -qx good other.txt || { echo note.txt:1; exit 1; }");
        writes("writer", "other", 1, "other.txt", "bad");
        taped.says("writer", "note", 2, "IMPOSSIBLE: my file is right; the cause lies in other.txt, which has bad.");
        writes("writer", "other", 2, "other.txt", "good");
        var outcome = taped.run();
        assertEquals(0, outcome.exit(), taped::story);
        assertEquals(List.of("writer note 2", "writer other 2"), taped.asked().subList(3, taped.asked().size()));
        assertEquals(List.of(3, 0), List.of(taped.shop.events(Event.RunEnded.class).getLast().done(),
                taped.shop.events(Event.RunEnded.class).getLast().failed()));
        assertTrue(taped.prompt("other", 2).contains("'note', which was asked first, says: my file is right; the cause lies in other.txt, which has bad."),
                taped.prompt("other", 2));
    }

    @Test
    void aTaskMayBePointedToByItsNameAndNobodyIsAskedTwice() {
        note(1, "fine");
        trial(1, "grep -qx good note.txt || { echo note.txt:1; exit 1; }");
        taped.says("writer", "note", 2, "IMPOSSIBLE: the test of task trial is wrong.");
        taped.says("tester", "trial", 2, "IMPOSSIBLE: it is the task 'note' that is wrong.");
        var outcome = taped.run();
        assertEquals(3, outcome.exit(), taped::story);
        assertEquals(List.of("writer note 2", "tester trial 2"), asked());
    }

    @Test
    void ofTwoTasksWithoutAWordFromTheReviewerTheFailingTestsSubjectIsMended() {
        plan(TASKS.replace("[R1, R2]", "[R2]") + """
                , {id: other, title: Another note, agent: writer, description: Write it., requirements: [R1], files: [other.txt]}""");
        note(1, "a long, long note that has nothing to do with it");
        writes("writer", "other", 1, "other.txt", "fine");
        writes("writer", "other", 2, "other.txt", "good");
        trial(1, GOOD.replace("note.txt", "other.txt"));
        taped.says("reviewer", ":blame", 1, "Hard to tell.");
        assertEquals(0, taped.run().exit(), taped::story);
        assertEquals(List.of("reviewer :blame 1", "writer other 2"), taped.asked().subList(3, 5));
    }

    @Test
    void whereNothingElseIsKnownTheTaskWithMostCodeIsAsked() {
        plan("""
                {id: note, title: A note, agent: writer, description: Write it., requirements: [R1], files: [note.txt]},
                {id: other, title: Another note, agent: writer, description: Write it., requirements: [R1], files: [other.txt]},
                {id: trial, title: A trial, agent: tester, description: Try it., requirements: [R2], files: [tests/trial.sh]}""");
        note(1, "fine");
        note(2, "good");
        writes("writer", "other", 1, "other.txt", "-");
        trial(1, "grep -qx good note.txt");
        assertEquals(0, taped.run().exit(), taped::story);
        assertEquals(List.of("writer note 2"), taped.asked().subList(3, taped.asked().size()));
    }

    @Test
    void whereNoTaskCanMendItThatIsSaid() {
        plan("""
                {id: trial, title: A trial, agent: tester, description: Try it., requirements: [R1], files: [tests/trial.sh]},
                {id: more, title: More trials, agent: tester, description: Try it., requirements: [R2], files: [tests/more.sh]}""");
        trial(1, "false");
        writes("tester", "more", 1, "tests/more.sh", "true");
        assertEquals(3, taped.run().exit());
        assertEquals(List.of("no task could be found to fix check 'trial'"), taped.notes(""));
    }

    @Test
    void aPlaceInTheScaffoldAloneIsSaidToBeOne() {
        taped.shop.file("config/stacks/notes/scaffold/start.sh",
                "grep -qx good note.txt || { echo start.sh:1; exit 1; }\n");
        note(1, "fine");
        note(2, "good");
        trial(1, "sh start.sh");
        assertEquals(0, taped.run().exit(), taped::story);
        assertEquals(List.of("start.sh: this file is of the pack's scaffold"), taped.notes(""));
        assertTrue(taped.prompt("note", 2)
                .contains("start.sh: this file is of the pack's scaffold; the cause may be in what uses it.\n"),
                taped.prompt("note", 2));
    }

    /** Only the scaffold takes what nobody makes, so that no task is held to it. */
    private void unlikeTheContracts() {
        taped.shop.file("config/stacks/notes/scaffold/pen.txt", "take inks\n");
    }

    @Test
    void aFindingOfTheContractsThatNoCheckConfirmsEndsAsOneNote() {
        unlikeTheContracts();
        note(1, "good");
        trial(1, GOOD);
        var outcome = taped.run();
        assertEquals("done and checked", outcome.label(), taped::story);
        assertEquals(List.of("trial"), taped.shop.events(Event.Checked.class).stream().filter(c -> c.task().isEmpty())
                .map(Event.Checked::check).toList());
        assertEquals(1, taped.notes("").size());
        assertTrue(taped.notes("").getFirst()
                .startsWith("not as the contracts say, though every check passes: pen.txt:1 uses the word 'inks'"),
                taped.notes("")::toString);
        assertEquals(List.of(), asked());
    }

    @Test
    void whereACheckFailsInTheSameFileTheFindingIsPartOfItsEvidence() {
        unlikeTheContracts();
        note(1, "fine");
        note(2, "good");
        trial(1, GOOD.replace("tests/trial.sh:1", "pen.txt:1"));
        assertEquals(0, taped.run().exit(), taped::story);
        assertEquals(List.of("end 1 trial: test"), taped.failed());
        var prompt = taped.prompt("note", 2);
        assertTrue(prompt.contains("Check 'trial' failed")
                && prompt.contains("Beside that, which may be the cause or not:\npen.txt:1 uses the word 'inks'"),
                prompt);
    }

    @Test
    void whereNoCommandCanSayOtherwiseTheContractsHaveTheLastWord() {
        var stack = taped.shop.folder.resolve("config/stacks/notes/stack.yaml");
        taped.shop.file("config/stacks/notes/stack.yaml", taped.shop.read(stack).replaceFirst("checks: .*\n", ""));
        unlikeTheContracts();
        note(1, "fine");
        trial(1, GOOD);
        assertEquals("a check failed", taped.run().label(), taped::story);
        assertEquals(List.of("end 1 contracts: contract"), taped.failed());
    }

    @Test
    void aFailureInAnotherFileSaysNothingOfTheContracts() {
        unlikeTheContracts();
        note(1, "fine");
        note(2, "good");
        trial(1, GOOD);
        assertEquals(0, taped.run().exit(), taped::story);
        assertFalse(taped.prompt("note", 2).contains("inks"));
    }
}
