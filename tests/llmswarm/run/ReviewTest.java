package llmswarm.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

import llmswarm.cli.screen.Summary;
import llmswarm.run.journal.Event;
import llmswarm.run.state.RunState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent that reads what was written against the requirements, and what shows at the end that they are met. */
class ReviewTest {
    private static final String CONTRADICTS = """
            {"kind": "contradicts", "requirement": "R1", "quote": "the note says good morning", "file": "note.txt", "line": 1, "text": "It says good evening."}""";
    private static final String INVENTED = """
            {"kind": "missing", "requirement": "R1", "quote": "the note is signed by its writer", "file": "", "line": 0, "text": "There is no name."}""";
    private static final String PARTIAL = """
            {"kind": "partial", "requirement": "R2", "quote": "THE OTHER NOTE IS SHORT", "file": "other.txt", "line": 0, "text": "It is rather long."}""";
    private static final String TASKLESS = """
            {"kind": "unrequested", "requirement": "", "quote": "", "file": "other.txt", "line": 1, "text": "Nobody asked for a greeting."}""";
    private static final String SENTENCE = "note.txt:1: contradicts: It says good evening. R1 says \"the note says good morning\".";

    @TempDir
    Path folder;
    private Taped taped;

    @BeforeEach
    void pack() {
        taped = new Taped(folder).plan("""
                {stack: notes, name: two-notes, summary: Two notes.,
                 requirements: [{id: R1, text: "In the morning the note says good morning."}, {id: R2, text: The other note is short.}, {id: R3, text: Nobody tests this.}],
                 tasks: [{id: note, title: A note, agent: writer, description: Write it., requirements: [R1], files: [note.txt]},
                         {id: other, title: Another note, agent: writer, description: Write it., requirements: [R2, R3], files: [other.txt]},
                         {id: trial, title: A trial, agent: tester, description: Try it., requirements: [R1, R2], files: [tests/trial.sh]}]}""");
        taped.writer(3);
        review("end", 1);
        taped.says("writer", "other", 1, file("other.txt", "hello"))
                .says("tester", "trial", 1, file("tests/trial.sh", "test -s note.txt"));
    }

    private void review(String when, int rounds) {
        taped.shop.file("config/stacks/notes/stack.yaml", """
                name: notes
                description: Plain notes.
                agents: [writer, tester]
                tests: ["tests/**"]
                location: ['(?<file>[\\w./-]+):(?<line>\\d+)']
                checks: [{name: trial, when: end, run: [sh, tests/trial.sh], kind: test}]
                review: {agent: reviewer, when: %s, rounds: %d}
                """.formatted(when, rounds));
    }

    private static String file(String path, String text) {
        return "### %s\n```\n%s\n```\n".formatted(path, text);
    }

    private void note(int attempt, String text) {
        taped.says("writer", "note", attempt, file("note.txt", text));
    }

    private void found(String place, int time, String... findings) {
        taped.says("reviewer", place, time, "{\"findings\": [%s]}".formatted(String.join(", ", findings)));
    }

    @Test
    void aFindingGoesToTheOwnerIsMendedAndChecked() {
        note(1, "good evening");
        note(2, "good morning");
        found(":review", 1, CONTRADICTS);
        found(":review", 2);
        var outcome = taped.run();
        assertEquals(0, outcome.exit(), taped::story);
        assertEquals(List.of("reviewer :review 1", "writer note 2", "reviewer :review 2"), taped.asked().subList(3, 6));
        assertEquals(List.of("end 1", "note 2", "end 2"), taped.shop.events(Event.Checked.class).stream()
                .map(checked -> (checked.task().isEmpty() ? "end " : checked.task() + " ") + checked.attempt())
                .toList());
        assertEquals("good morning\n", Taped.committed(outcome, "note.txt"));
        assertEquals(List.of("Mend: A note"), Taped.commits(outcome).subList(0, 1));
        assertEquals("mended; passed: trial", taped.ends("note").getLast().evidence());
        assertEquals(List.of("sent back: a review found: " + SENTENCE), taped.notes("note"));
        var prompt = taped.prompt("note", 2);
        assertTrue(prompt.contains("The evidence:\n```\nA review found:\n" + SENTENCE
                + "\n\nnote.txt, lines 1 to 1:\n>   1 | good evening\n```\n"), prompt);
        var read = taped.prompt(":review", 1);
        assertTrue(read.contains("\nnote.txt\n```\ngood evening\n```\n"), read);
        assertTrue(read.contains("- R1: In the morning the note says good morning."), read);
        assertFalse(read.contains("docs/PLAN.md"), read);
    }

    @Test
    void aFindingWithWordsThatStandNowhereIsLeftOut() {
        note(1, "good morning");
        found(":review", 1, INVENTED, INVENTED.replace("\"file\": \"\"", "\"file\": \"nowhere.txt\"")
                .replace("the note is signed by its writer", "the note says good morning"));
        assertEquals(0, taped.run().exit(), taped::story);
        assertEquals(4, taped.asked().size());
        assertEquals(List.of("a finding without a place or without a requirement's words is left out: There is no name.",
                "a finding without a place or without a requirement's words is left out: There is no name."),
                taped.notes(""));
    }

    @Test
    void afterTheLastRoundWhatIsLeftIsOnlyTold() {
        note(1, "good evening");
        note(2, "good morning");
        found(":review", 1, CONTRADICTS);
        found(":review", 2, PARTIAL, TASKLESS);
        assertEquals(0, taped.run().exit(), taped::story);
        assertEquals("reviewer :review 2", taped.asked().getLast());
        assertEquals(List.of("the review still finds: other.txt: partial: It is rather long. R2 says \"THE OTHER NOTE IS SHORT\".",
                "the review still finds: other.txt:1: unrequested: Nobody asked for a greeting."), taped.notes(""));
    }

    @Test
    void aReviewWithoutRoundsOnlyTells() {
        review("end", 0);
        note(1, "good evening");
        found(":review", 1, CONTRADICTS);
        assertEquals(0, taped.run().exit(), taped::story);
        assertEquals(List.of("the review still finds: " + SENTENCE), taped.notes(""));
    }

    @Test
    void nothingIsReviewedWhileChecksFail() {
        note(1, "good evening");
        taped.says("tester", "trial", 1, file("tests/trial.sh", "false"));
        found(":review", 1, CONTRADICTS);
        assertEquals(3, taped.run().exit());
        assertFalse(taped.asked().contains("reviewer :review 1"));
    }

    @Test
    void eachTaskIsReviewedWhereTheStackWantsThatAsOftenAsItSays() {
        review("task", 1);
        note(1, "good evening");
        note(2, "good evening, again");
        found("note", 1, CONTRADICTS);
        found("note", 2, CONTRADICTS);
        found("other", 1);
        found("trial", 1);
        var outcome = taped.run();
        assertEquals(0, outcome.exit(), taped::story);
        assertEquals(List.of("reviewer note 1", "writer note 1", "writer note 2"),
                taped.asked().stream().filter(who -> who.contains("note")).sorted().toList());
        assertEquals("good evening, again\n", Taped.committed(outcome, "note.txt"));
        assertTrue(taped.prompt("note", 2).contains(SENTENCE), taped.prompt("note", 2));
        var read = taped.shop.events(Event.AskedModel.class).stream()
                .filter(asked -> asked.agent().equals("reviewer") && asked.task().equals("note")).findFirst()
                .orElseThrow();
        var text = read.messages().getLast().text();
        assertTrue(text.contains("# Only this task is to be judged: A note") && !text.contains("hello"), text);
    }

    private List<Event.Evidenced> evidence() {
        return taped.shop.events(Event.Evidenced.class);
    }

    private String summary() {
        return Summary.lines(RunState.of(taped.shop.entries), 200, Instant.EPOCH).stream()
                .filter(line -> line.startsWith("Requirements")).findFirst().orElseThrow();
    }

    @Test
    void everyRequirementEndsAsShownByANamedCheckOrAsNotShown() {
        note(1, "good morning");
        found(":review", 1);
        assertEquals(0, taped.run().exit(), taped::story);
        assertEquals(List.of(new Event.Evidenced("R1", List.of("trial"), List.of("tests/trial.sh")),
                new Event.Evidenced("R2", List.of("trial"), List.of("tests/trial.sh")),
                new Event.Evidenced("R3", List.of(), List.of())), evidence());
        assertEquals("Requirements  3 of 3 built; 2 tested by 'trial'; not tested: R3", summary());
    }

    @Test
    void aCheckThatFailsShowsNothing() {
        note(1, "good morning");
        taped.says("tester", "trial", 1, file("tests/trial.sh", "false"));
        assertEquals(3, taped.run().exit());
        assertEquals(List.of(List.of(), List.of(), List.of()),
                evidence().stream().map(Event.Evidenced::checks).toList());
        assertEquals("Requirements  3 of 3 built; none of them is tested", summary());
    }

    @Test
    void aCheckThatRunsNoTestsShowsNothing() {
        taped.shop.file("config/stacks/notes/stack.yaml",
                taped.shop.read(taped.shop.folder.resolve("config/stacks/notes/stack.yaml"))
                .replace(", kind: test", ""));
        note(1, "good morning");
        found(":review", 1);
        assertEquals(0, taped.run().exit(), taped::story);
        assertEquals(List.of(List.of(), List.of(), List.of()),
                evidence().stream().map(Event.Evidenced::checks).toList());
    }
}
