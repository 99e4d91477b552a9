package llmswarm.run;

import static llmswarm.run.Notes.note;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import llmswarm.StubAnswer;
import llmswarm.Workshop;
import llmswarm.plan.Cut;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.RunFolder;
import llmswarm.run.options.RunOptions;
import llmswarm.run.options.Spec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What the tool finds of contracts while the task's own checks pass: asked about once, never the end of a task. */
@Execution(ExecutionMode.CONCURRENT)
class ContractFindingsTest {
    private static final String CONTRACTS = "[{name: word, kind: saying, text: A word.}, {name: other, kind: saying, text: Another.}, {name: third, kind: saying, text: A third.}]";

    @TempDir
    Path folder;
    private Notes notes;

    @BeforeEach
    void workshop() {
        notes = new Notes(folder);
        notes.shop.file("config/stacks/notes/stack.yaml",
                notes.shop.read(notes.shop.folder.resolve("config/stacks/notes/stack.yaml"))
                + "contracts: [{kind: saying, provided: 'say (?<name>[a-z]+)', used: 'ask (?<name>[a-z]+)'}]\n");
        plan(task("a", "word"));
    }

    @AfterEach
    void end() {
        notes.close();
    }

    private static String task(String id, String provides) {
        return "{id: %1$s, title: Write %1$s, agent: writer, description: Write., files: [%1$s.txt], provides: [%2$s]}".formatted(id, provides);
    }

    private void plan(String... tasks) {
        notes.shop.file("plan.yaml",
                "{stack: notes, name: notes, summary: Notes., requirements: [], contracts: %s, tasks: [%s]}\n"
                .formatted(CONTRACTS, Stream.of(tasks).collect(Collectors.joining(", "))));
    }

    private List<String> kept(String task) {
        return notes.shop.events(Event.Noted.class).stream().filter(noted -> noted.task().equals(task))
                .map(Event.Noted::sentence)
                .filter(sentence -> sentence.startsWith("kept, as")).toList();
    }

    /** How often a model was asked for the task before the whole was checked. */
    private int asked(String task) {
        var before = notes.shop.events.stream().takeWhile(event ->
                !(event instanceof Event.Checked checked && checked.task().isEmpty()));
        return (int) before.filter(event -> event instanceof Event.AskedModel asked && asked.task().equals(task))
                .count();
    }

    private String committed(String path) {
        return Workshop.output(notes.project(), "git", "show", "HEAD:" + path);
    }

    @Test
    void whatTheAgentWritesAgainUnchangedHoldsAndTheFindingIsANote() {
        notes.say("a", note("a.txt", "good, SAY word"));
        notes.run();
        assertEquals("a done", notes.ends().getFirst());
        assertEquals(2, asked("a"));
        assertTrue(notes.prompts("a").get(1)
                .contains("the contract 'word' promises the saying 'word', but the tool found it in no file of the task; "
                + "provide it in a.txt, or leave it if it is there in another form, and say so"), notes.prompts("a")
                .get(1));
        assertEquals("kept, as nothing else is wrong with it: ", kept("a").getFirst().substring(0, 40));
    }

    @Test
    void anAgentMayJustSayThatItIsThere() {
        notes.say("a", note("a.txt", "good, SAY word"), "It is there, in capitals. I leave it as it is.");
        notes.run();
        assertEquals("a done", notes.ends().getFirst());
        assertEquals(2, asked("a"));
        assertEquals("good, SAY word\n", committed("a.txt"));
    }

    @Test
    void anAgentThatCallsItImpossibleKeepsWhatHolds() {
        notes.say("a", note("a.txt", "good, SAY word"), "IMPOSSIBLE: no word is called so");
        notes.run();
        assertEquals("a done", notes.ends().getFirst());
        assertTrue(notes.notes().contains("stays as it was written: no word is called so"), notes.notes()::toString);
    }

    @Test
    void aFindingThatIsRightIsMendedByTheNextAnswer() {
        notes.say("a", note("a.txt", "good, say wrod"), note("a.txt", "good, say word"));
        assertEquals(0, notes.run().exit(), notes.notes()::toString);
        assertTrue(notes.prompts("a").getLast().contains("; instead a.txt:1 provides 'wrod'; "),
                notes.prompts("a").getLast());
        assertEquals(List.of(), kept("a"));
        assertEquals("good, say word\n", committed("a.txt"));
    }

    @Test
    void anAnswerThatMakesItWorseIsNotTheEndOfWhatHeld() {
        notes.say("a", note("a.txt", "good, SAY word"), note("a.txt", "bad, say word"));
        notes.run();
        assertEquals("a done", notes.ends().getFirst());
        assertEquals("good, SAY word\n", committed("a.txt"));
    }

    @Test
    void whatAlsoFailsACheckIsToldAtOnceWithIt() {
        notes.say("a", note("a.txt", "bad"), note("a.txt", "good, say word"));
        assertEquals(0, notes.run().exit(), notes.notes()::toString);
        var evidence = notes.prompts("a").getLast();
        assertTrue(evidence.contains("the tool found it in no file") && evidence.contains("Check 'good' failed"),
                evidence);
    }

    @Test
    void aFindingAtThreeTasksIsToldOnceAndNobodyIsAskedForItAgain() {
        var ids = List.of("a", "b", "c", "d", "e");
        plan(ids.stream().map(id -> task(id, "")
                .replace("files: ", "%sfiles: ".formatted(id.equals("a") ? ""
                : "dependsOn: [%s], ".formatted((char) (id.charAt(0) - 1)))))
                .toArray(String[]::new));
        for (var id : ids) notes.say(id, note(id + ".txt", "good, ask nobody"));
        notes.run();
        assertEquals(ids.stream().map(id -> id + " done").toList(), notes.ends().subList(0, ids.size()));
        assertEquals(List.of(2, 2, 1, 1, 1), ids.stream().map(this::asked).toList());
        assertEquals(1, notes.notes().stream().filter(sentence ->
                sentence.startsWith("this finding stood at 3 tasks, so it is taken for a fault of the plan or of the pattern")).count(),
                notes.notes()::toString);
    }

    @Test
    void aPatternThatFindsNothingAtThreeTasksIsNotAskedForAnyMore() {
        var chain = List.of(task("a", "word"), task("b", "other").replace("files: ", "dependsOn: [a], files: "),
                task("c", "third").replace("files: ", "dependsOn: [b], files: "));
        plan(chain.toArray(String[]::new));
        for (var id : List.of("a", "b", "c")) notes.say(id, note(id + ".txt", "good, SAY it"));
        notes.run();
        assertEquals(List.of("a done", "b done", "c done"), notes.ends().subList(0, 3));
        assertEquals(1, notes.notes().stream().filter(sentence -> sentence.startsWith("this finding stood at 3 tasks"))
                .count(), notes.notes()::toString);
    }

    @Test
    void aTaskThatFailsLeavesItsLastFilesInTheRunsFolderAndSaysWhere() {
        notes.say("a", note("a.txt", "bad"));
        assertEquals(3, notes.run().exit());
        var ended = notes.shop.events(Event.TaskEnded.class).getLast();
        var run = RunFolder.runs(notes.project()).getLast();
        assertTrue(ended.evidence()
                .endsWith("\nIts last files are kept in .swarm/runs/%s/failed/a".formatted(run.getFileName())),
                ended::toString);
        assertEquals("bad\n", notes.shop.read(run.resolve("failed/a/a.txt")));
    }

    @Test
    void aPlanWithANameThatCannotBeLookedForIsSentBackOnceAndThenNotHeldAgainstAnybody() {
        var plan = Notes.planned(Notes.json("a", "a.txt")
                .replace("\"provides\": []", "\"provides\": [\"two words of it\"]"))
                .replace("\"contracts\": []",
                "\"contracts\": [{\"name\": \"two words of it\", \"kind\": \"saying\", \"text\": \"A word.\"}]");
        notes.script(Notes.REPLAN, prompt -> StubAnswer.text(plan));
        notes.say("a", note("a.txt", "good"));
        try (var swarm = notes.shop.swarmTrusted()) {
            var outcome = swarm.run(Spec.of("Notes.", "spec.md"),
                    RunOptions.DEFAULT.withStack(Optional.of("notes")).withTasks(Optional.of(Cut.MANY)));
            assertEquals(0, outcome.exit(), notes.notes()::toString);
        }
        assertEquals(2, notes.prompts(Notes.REPLAN).size());
        var doubt = "contract 'two words of it': a contract of kind saying is named by the exact name that stands in the files, and by nothing else";
        assertTrue(notes.prompts(Notes.REPLAN).getLast().contains("- " + doubt + "\n"),
                notes.prompts(Notes.REPLAN).getLast());
        assertTrue(notes.shop.events(Event.Planned.class).getFirst().notes().contains(doubt + "; it is not checked"));
        assertEquals(1, notes.prompts("a").size());
    }
}
