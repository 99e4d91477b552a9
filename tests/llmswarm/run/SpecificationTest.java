package llmswarm.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import llmswarm.StubAnswer;
import llmswarm.plan.Cut;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Planning;
import llmswarm.run.options.RunOptions;
import llmswarm.run.options.Spec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of a specification reaches whom, and what becomes of lines that nobody took. */
class SpecificationTest {
    private static final String TABLE = """
            | n | input | output |
            | --- | --- | --- |
            | 1 | `a\\b` | "a\\\\b" |
            | 2 | 'it''s' | \\"quoted\\" |
            """;
    private static final String SAMPLE = """
            ```json
            {"path": "C:\\\\temp\\\\new", "text": "say \\"hi\\"",
             "empty": ""}
            ```
            """;
    private static final String SPEC = """
            # Notes
            Write notes.

            ## Examples
            """ + TABLE + "\n" + SAMPLE + "\nNotes are short.\n";

    @TempDir
    Path folder;
    private Notes notes;

    @BeforeEach
    void notes() {
        notes = new Notes(folder);
    }

    @AfterEach
    void close() {
        notes.close();
    }

    private static String plan(String background, String... requirements) {
        return """
                {"stack": "notes", "name": "notes", "summary": "Notes.", "contracts": [], "checks": [], "unclear": [], "background": [%s],
                 "requirements": [%s],
                 "tasks": [{"id": "a", "title": "Write a", "agent": "writer", "description": "Write.", "requirements": ["R1"], "files": ["a.txt"],
                            "dependsOn": [], "provides": [], "uses": []},
                           {"id": "b", "title": "Write b", "agent": "writer", "description": "Write.", "requirements": ["R2"], "files": ["b.txt"],
                            "dependsOn": [], "provides": [], "uses": []}]}
                """.formatted(background, String.join(", ", requirements));
    }

    private static String requirement(String id, String lines) {
        return "{\"id\": \"%s\", \"text\": \"It is so.\", \"lines\": [%s]}".formatted(id, lines);
    }

    private Outcome run(Optional<Cut> tasks, String spec) {
        notes.say("a", Notes.note("a.txt", "good")).say("b", Notes.note("b.txt", "good"));
        try (var swarm = notes.shop.swarmTrusted()) {
            return swarm.run(Spec.of(spec, "spec.md"),
                    RunOptions.DEFAULT.withStack(Optional.of("notes")).withTasks(tasks));
        }
    }

    private List<String> said() {
        return notes.shop.events(Event.Noted.class).stream().map(Event.Noted::sentence).toList();
    }

    private List<String> planNotes() {
        return notes.shop.events(Event.Planned.class).getLast().notes();
    }

    @Test
    void samplesReachEachTaskThatTheyAreForByteForByteAndNoOther() {
        notes.say(Notes.REPLAN, plan("\"2\"", requirement("R1", "\"6\""), requirement("R2", "\"11-12\", \"15\"")));
        assertEquals(0, run(Optional.of(Cut.FEW), SPEC).exit(), () -> said().toString());
        var first = notes.prompts("a").getFirst();
        var second = notes.prompts("b").getFirst();
        assertTrue(first.contains(TABLE), first);
        assertFalse(first.contains("say \\\"hi\\\""), first);
        assertTrue(second.contains(SAMPLE), second);
        assertTrue(second.contains("Notes are short."), second);
        assertFalse(second.contains("| n | input"), second);
        assertTrue(Stream.of(first, second).allMatch(prompt -> prompt.contains("## Examples\n")));
    }

    @Test
    void linesThatNobodyTookGoBackOnceAndASmallAnswerTakesThem() {
        notes.say(Notes.REPLAN, plan("", requirement("R1", "\"5-8\""), requirement("R2", "\"10-13\"")),
                "{\"requirements\": [{\"id\": \"R2\", \"lines\": [\"10-13\", \"15\"]}], \"background\": [\"2\"]}");
        assertEquals(0, run(Optional.of(Cut.FEW), SPEC).exit());
        assertEquals(2, notes.prompts(Notes.REPLAN).size());
        var again = notes.prompts(Notes.REPLAN).getLast();
        assertTrue(again.contains("- line 2 of the specification is in no requirement and is no background\n"
                + "- line 15 of the specification is in no requirement and is no background\n"), again);
        var plan = notes.shop.events(Event.Planned.class).getFirst().plan();
        assertEquals(List.of("10-13", "15"), plan.requirements().getLast().lines());
        assertEquals("It is so.", plan.requirements().getLast().text());
        assertEquals(List.of("2"), plan.background());
        assertEquals(List.of(), said().stream().filter(note -> note.contains("requirement")).toList());
    }

    @Test
    void whatIsStillNotTakenIsToldAndWrittenIntoThePlansPage() {
        notes.say(Notes.REPLAN, plan("\"2\"", requirement("R1", "\"5-8\""), requirement("R2", "\"10-13\"")),
                "{\"summary\": \"Notes.\"}");
        var outcome = run(Optional.of(Cut.FEW), SPEC);
        assertEquals(List.of("no requirement covers line 15: Notes are short."), planNotes());
        var page = notes.shop.read(outcome.project().resolve("docs/PLAN.md"));
        assertTrue(page.contains("- no requirement covers line 15: Notes are short."), page);
        assertTrue(page.contains("- **R1** It is so. [5-8]"), page);
    }

    @Test
    void aKeyThatStandsForNothingIsAskedAboutOnceAndThenToldAsLeftOut() {
        var plan = plan("\"2\", \"15\"", requirement("R1", "\"5-8\""), requirement("R2", "\"10-13\""))
                .replaceFirst("\"title\": ", "\"priority\": \"high\", \"title\": ")
                .replace("\"requirements\": [\"R1\"]", "\"requirement\": [\"R1\"]");
        notes.say(Notes.REPLAN, plan, "{\"summary\": \"Notes.\"}");
        assertEquals(0, run(Optional.of(Cut.FEW), SPEC).exit());
        assertEquals(2, notes.prompts(Notes.REPLAN).size());
        assertTrue(notes.prompts(Notes.REPLAN).getLast().contains("- tasks[0]: unknown key 'priority'. Known keys: id, "));
        assertTrue(planNotes().contains("the plan's 'requirement' was read as 'requirements'"), planNotes()::toString);
        assertTrue(planNotes().stream().anyMatch(note -> note.startsWith(
                "left out of the plan: tasks[0]: unknown key 'priority'.")), planNotes()::toString);
    }

    @Test
    void aTitleIsOneCellOfThePlansPage() {
        var plan = plan("\"2\", \"15\"", requirement("R1", "\"5-8\""), requirement("R2", "\"10-13\""))
                .replaceFirst("\"title\": \"", "\"title\": \"a | b\\\\n| --- |\\\\nc");
        notes.say(Notes.REPLAN, plan);
        var page = notes.shop.read(run(Optional.of(Cut.FEW), SPEC).project().resolve("docs/PLAN.md"));
        assertTrue(page.contains(" | a \\| b \\| --- \\| c"), page);
    }

    @Test
    void aLineThatIsNotThereIsAFaultOfThePlan() {
        notes.say(Notes.REPLAN, plan("\"2\"", requirement("R1", "\"5-8\""), requirement("R2", "\"90\"")),
                "{\"requirements\": [{\"id\": \"R2\", \"lines\": [\"10-15\"]}]}");
        assertEquals(0, run(Optional.of(Cut.FEW), SPEC).exit());
        assertTrue(notes.prompts(Notes.REPLAN).getLast().contains(
                "- requirement 'R2': '90' is no line of the specification, which has the lines 1 to 15; write 7 or 12-14"));
    }

    @Test
    void whoIsNotHeldToTheSchemaIsShownItAfterAnAnswerThatIsNoPlan() {
        notes.say(Notes.REPLAN, "{\"steps\": [\"Write a.\"]}",
                plan("\"2\"", requirement("R1", "\"5-8\""), requirement("R2", "\"10-15\"")));
        assertEquals(0, run(Optional.of(Cut.FEW), SPEC).exit());
        var prompts = notes.prompts(Notes.REPLAN);
        assertEquals(2, prompts.size());
        assertFalse(prompts.getFirst().contains("JSON schema"));
        assertTrue(prompts.getLast().contains("A plan has the form of this JSON schema:\n{")
                && prompts.getLast().contains("\"dependsOn\""), prompts.getLast());
    }

    @Test
    void aPlanWithoutLinesIsAskedForThemOnceAndThenTakenAsItIs() {
        notes.say(Notes.REPLAN, plan("", requirement("R1", ""), requirement("R2", "")));
        assertEquals(0, run(Optional.of(Cut.FEW), SPEC).exit());
        assertEquals(2, notes.prompts(Notes.REPLAN).size());
        assertTrue(notes.prompts(Notes.REPLAN).getLast()
                .contains("- no requirement says which lines of the specification it comes from"));
        assertEquals(List.of("the plan does not say which lines of the specification its requirements come from"),
                planNotes());
    }

    @Test
    void smallWorkIsOneAnswerWithoutAPlanAndIsToldSo() {
        notes.script(Notes.REPLAN, prompt -> StubAnswer.text(prompt.contains("# Kinds of project")
                ? "{\"stack\": \"notes\", \"reason\": \"Fits.\", \"name\": \"my-notes\", \"summary\": \"Notes.\", \"lines\": 300, \"checks\": []}"
                : "no plan was to be asked for"));
        notes.say("Notes.", Notes.note("a.txt", "good"));
        var outcome = run(Optional.empty(), SPEC);
        assertEquals(0, outcome.exit(), () -> said().toString());
        assertEquals("my-notes", outcome.project().getFileName().toString());
        assertEquals(List.of("about 300 lines, which one answer holds"),
                notes.shop.events(Planning.Sized.class).stream().map(Planning.Sized::why).toList());
        assertEquals(2, notes.prompts.size());
        assertTrue(notes.prompts.getLast().contains(SPEC), "the whole specification as it stands");
        var forecast = notes.shop.events(Planning.Forecasted.class).getFirst();
        assertEquals(List.of(Cut.FEW, Cut.MANY), forecast.others().stream().map(Planning.Estimate::cut).toList());
        assertTrue(forecast.plan().tokens() > 3_000
                && forecast.plan().tokens() < forecast.others().getFirst().tokens(), forecast::toString);
    }

    @Test
    void largeWorkIsPlannedAsAFewTasksOfALengthThatIsTold() {
        notes.script(Notes.REPLAN, prompt -> StubAnswer.text(prompt.contains("# Kinds of project")
                ? "{\"stack\": \"notes\", \"reason\": \"Fits.\", \"name\": \"my-notes\", \"summary\": \"Notes.\", \"lines\": 6400, \"checks\": []}"
                : plan("\"2\"", requirement("R1", "\"5-8\""), requirement("R2", "\"10-15\""))));
        assertEquals(0, run(Optional.empty(), SPEC).exit());
        var asked = notes.prompts(Notes.REPLAN).getLast();
        assertTrue(asked.contains("about 6400 lines")
                && asked.contains("about 20 tasks of like length, none above 327 lines"), asked);
    }
}
