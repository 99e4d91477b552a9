package llmswarm.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;

import llmswarm.StubAnswer;
import llmswarm.StubServer;
import llmswarm.Swarm;
import llmswarm.run.journal.Event;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long an agent is asked, who is asked after it, and what nobody is asked about. */
class EscalationTest {
    private static final String NOTHING = "I would rather not.", RIGHT = note("the right word"),
            LOOP = "the same failure for the third time; not asked again";

    private static final String MISSING = "Check 'right' has no result: the program './no-such-tool' does not exist.";

    @TempDir
    Path folder;
    private Taped taped;

    @BeforeEach
    void pack() {
        taped = new Taped(folder).plan("""
                {stack: notes, name: a-note, summary: A note., requirements: [{id: R1, text: There is a note.}],
                 tasks: [{id: note, title: A note, agent: writer, description: Write it., requirements: [R1], files: [note.txt]}]}""");
        check("{name: right, when: task, run: [grep, right, note.txt]}");
        attempts(2);
        models("https://small.example/v1", "https://big.example/v1");
    }

    private static String note(String text) {
        return "### note.txt\n```\n%s\n```\n".formatted(text);
    }

    private void check(String check) {
        taped.shop.file("config/stacks/notes/stack.yaml", """
                name: notes
                description: Plain notes.
                agents: [writer]
                checks: [%s, {name: there, when: end, run: [test, -f, note.txt]}]
                """.formatted(check));
    }

    private void attempts(int most) {
        taped.shop.file("config/agents/writer.yaml",
                "{name: writer, description: Writes., model: small, prompt: task, role: You write., max-tokens: 2000, attempts: %d}".formatted(most));
    }

    private void models(Object small, Object big) {
        taped.shop.file("config/models.yaml", """
                models:
                  small: {provider: openai, model: tiny, base-url: "%s", context: 16000, escalate: big}
                  big: {provider: openai, model: huge, base-url: "%s", context: 16000}
                """.formatted(small, big));
    }

    private void unescalated() {
        models("https://small.example/v1", "https://big.example/v1");
        taped.shop.file("config/models.yaml", taped.shop.read(taped.shop.folder.resolve("config/models.yaml"))
                .replace(", escalate: big", ""));
    }

    private List<String> aliases() {
        return taped.shop.events(Event.AskedModel.class).stream().map(asked -> asked.attempt() + " " + asked.alias())
                .toList();
    }

    private void answers(String... texts) {
        for (int i = 0; i < texts.length; i++) taped.says("writer", "note", i + 1, texts[i]);
    }

    @Test
    void aLoopIsStoppedAtItsThirdIdenticalFailure() {
        unescalated();
        attempts(5);
        answers(note("one"), note("two"), note("three"), RIGHT, RIGHT);
        assertEquals(3, taped.run().exit());
        assertEquals(3, taped.asked().size());
        assertEquals(List.of(LOOP), taped.notes("note"));
        assertEquals(List.of(Event.State.FAILED), taped.ends("note").stream().map(Event.TaskEnded::state).toList());
        assertTrue(taped.ends("note").getFirst().evidence()
                .startsWith("Check 'right' failed (exit code 1): grep right note.txt\nIts last files are kept in "));
    }

    @Test
    void failuresThatDifferAreNoLoop() {
        unescalated();
        check("{name: right, when: task, run: [diff, note.txt, /dev/null]}");
        attempts(5);
        answers(note("one"), note("two"), note("three"), note("four"), note("five"));
        assertEquals(3, taped.run().exit());
        assertEquals(5, taped.asked().size());
        assertEquals(List.of(), taped.notes("note"));
    }

    @Test
    void anAnswerWithoutFilesIsALoopToo() {
        unescalated();
        attempts(5);
        answers(NOTHING, NOTHING, NOTHING, RIGHT);
        assertEquals(3, taped.run().exit());
        assertEquals(3, taped.asked().size());
        assertTrue(taped.ends("note").getFirst().evidence()
                .startsWith("no usable answer in 3 attempts: the answer holds no files;"), taped::story);
        assertTrue(taped.prompt("note", 2).contains("Your last answer was:\n```\n" + NOTHING + "\n```\n"),
                taped.prompt("note", 2));
    }

    @Test
    void anAliasWithoutUsableAnswersGivesUpAndTheOneItNamesFinishes() {
        answers(NOTHING, NOTHING, RIGHT);
        var outcome = taped.run();
        assertEquals(0, outcome.exit(), taped::story);
        assertEquals(List.of("1 small", "2 small", "3 big"), aliases());
        assertEquals(List.of("no usable answer by small; asking big (huge)"), taped.notes("note"));
        assertEquals(List.of("passed: right"), taped.ends("note").stream().map(Event.TaskEnded::evidence).toList());
        assertEquals("the right word\n", Taped.committed(outcome, "note.txt"));
        assertFalse(taped.prompt("note", 3).contains("# Attempt"),
                "a fresh round begins without what went wrong before");
    }

    @Test
    void anAliasThatCannotMendAFailingCheckGivesUpAndTheOneItNamesFinishes() {
        answers(note("wrong"), note("wrong still"), note("wrong too"), RIGHT);
        assertEquals(0, taped.run().exit(), taped::story);
        assertEquals(List.of("1 small", "2 small", "3 big", "4 big"), aliases());
        assertEquals(List.of("small could not mend it; asking big (huge)"), taped.notes("note"));
        assertEquals(List.of("note 1 right: code", "note 2 right: code", "note 3 right: code"), taped.failed());
        assertEquals(Event.State.DONE, taped.ends("note").getFirst().state());
    }

    @Test
    void whenBothGiveUpTheTaskFailsAndNobodyElseIsAsked() {
        answers(NOTHING, NOTHING, NOTHING, NOTHING, RIGHT);
        assertEquals(3, taped.run().exit());
        assertEquals(List.of("1 small", "2 small", "3 big", "4 big"), aliases());
        assertTrue(taped.ends("note").getFirst().evidence().startsWith("no usable answer in 4 attempts: "),
                taped::story);
    }

    private void served(String byTheSmallOne) {
        try (var small = StubServer.answering(StubAnswer.text(byTheSmallOne)); var big =
                StubServer.answering(StubAnswer.text(RIGHT))) {
            models(small.baseUrl(), big.baseUrl());
            var outcome = taped.live();
            assertEquals(0, outcome.exit(), taped::story);
            assertEquals("the right word\n", Taped.committed(outcome, "note.txt"));
            assertEquals(2, small.requests().size());
            assertEquals(List.of("huge"), big.requests().stream().map(request -> request.body().path("model").asText())
                    .toList());
            assertEquals(List.of("1 small", "2 small", "3 big"), aliases());
        }
    }

    @Test
    void twoServersShareATaskTheSameWay() {
        served(NOTHING);
    }

    @Test
    void twoServersShareATaskThatOneOfThemCannotMendTheSameWay() {
        served(note("wrong"));
    }

    @Test
    void whereOnlyLocalModelsMayBeAskedTheOtherOneIsNot() {
        taped.shop.where = Swarm.Where.LOCAL_ONLY;
        try (var small = StubServer.answering(StubAnswer.text(NOTHING))) {
            models(small.baseUrl(), "https://big.example/v1");
            assertEquals(3, taped.live().exit());
            assertEquals(2, small.requests().size());
            assertTrue(taped.notes("note").getFirst().startsWith("big cannot be asked instead of small: "),
                    taped::story);
        }
    }

    @Test
    void aToolThatIsMissingCostsNoFurtherCallAndTheRemedyIsTold() {
        check("{name: right, when: task, run: [./no-such-tool, note.txt]}");
        try (var small = StubServer.answering(StubAnswer.text(RIGHT)); var big =
                StubServer.answering(StubAnswer.text(RIGHT))) {
            models(small.baseUrl(), big.baseUrl());
            var outcome = taped.live();
            assertEquals(3, outcome.exit());
            assertEquals(1, small.requests().size());
            assertEquals(0, big.requests().size());
            assertEquals("note 1 right: environment", taped.failed().getFirst());
            assertEquals(Event.State.FAILED, taped.ends("note").getFirst().state());
            assertEquals(MISSING, taped.ends("note").getFirst().evidence().lines().findFirst().orElseThrow());
            check("{name: right, when: task, run: [grep, right, note.txt]}");
            assertEquals(0, taped.resume(outcome.project()).exit(), "once the machine is mended the run goes on");
            assertEquals(1, small.requests().size(), "what was written is only checked again");
        }
    }

    @Test
    void aToolThatIsMissingAtTheEndIsNobodysToMend() {
        check("{name: right, when: end, run: [./no-such-tool, note.txt]}");
        answers(RIGHT, RIGHT);
        assertEquals(3, taped.run().exit());
        assertEquals(1, taped.asked().size());
        assertEquals(List.of("end 1 right: environment"), taped.failed());
        assertEquals(List.of("no model can mend this: " + MISSING), taped.notes(""));
    }
}
