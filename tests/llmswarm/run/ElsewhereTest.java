package llmswarm.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

import llmswarm.StubAnswer;
import llmswarm.Workshop;
import llmswarm.guard.Redactor;
import llmswarm.guard.Stop;
import llmswarm.run.journal.Entry;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Journal;
import llmswarm.run.journal.RunFolder;
import llmswarm.run.state.RunState;
import llmswarm.run.steps.Answerer;
import llmswarm.run.steps.Elsewhere;
import llmswarm.run.steps.Inbox;
import org.junit.jupiter.api.Test;

/** Questions of a run that are answered from elsewhere, by files in its inbox, also while somebody sits at its terminal. */
class ElsewhereTest extends AtATerminal {
    private Thread worker;

    private Future<Outcome> begun(Callable<Outcome> run) {
        var task = new FutureTask<>(run);
        worker = Thread.ofPlatform().start(task);
        return task;
    }

    /** The questions so far. */
    private List<Entry> asked() {
        synchronized (notes.shop.entries) {
            return notes.shop.entries.stream().filter(entry -> entry.event() instanceof Event.Asked).toList();
        }
    }

    private long question(int number) {
        Workshop.until(() -> asked().size() >= number);
        return asked().get(number - 1).seq();
    }

    private Inbox inbox() {
        return Inbox.of(RunFolder.runs(notes.project()).getLast());
    }

    /** That of the run which asks so. */
    private Inbox inboxOf(long question) {
        assertTrue(question > 0);
        return inbox();
    }

    private List<Event.Answered> answers() {
        return notes.shop.events(Event.Answered.class);
    }

    @Test
    void aRunThatNobodySitsAtWaitsAndGoesOnAsItIsTold() throws Exception {
        notes.shop.person = Answerer.ELSEWHERE;
        notes.say("a", BAD, BAD, note("good a"));
        var run = begun(notes::run);
        assertTrue(inboxOf(question(1)).put(question(1), "hint Write good."));
        assertEquals(0, run.get().exit());
        assertEquals(List.of(new Event.Answered("repair:a:2:1", "hint Write good.", true, "elsewhere")), answers());
        assertFalse(inbox().live());
    }

    private static String note(String text) {
        return Notes.note("a.txt", text);
    }

    @Test
    void whoeverAnswersFirstWinsAndTheOthersAreTold() throws Exception {
        var typed = new CompletableFuture<Optional<String>>();
        notes.shop.person = (question, assumed) -> {
            try {
                return typed.get();
            } catch (ExecutionException impossible) {
                throw new IllegalStateException(impossible);
            }
        };
        notes.say("a", BAD, BAD, note("good a"));
        var run = begun(notes::run);
        long question = question(1);
        try (var threads = Executors.newFixedThreadPool(9)) {
            var all = threads.invokeAll(IntStream.range(0, 8).<Callable<Boolean>>mapToObj(i ->
                    () -> inbox().put(question, "hint from " + i)).toList());
            typed.complete(Optional.of("hint at the terminal"));
            int won = 0;
            for (var one : all) won += one.get() ? 1 : 0;
            assertEquals(1, won);
        }
        assertEquals(0, run.get().exit());
        assertEquals(1, answers().size());
        assertEquals("elsewhere", answers().getFirst().from());
        assertFalse(inbox().put(question, "too late"));
    }

    @Test
    void whatWasTypedAtTheTerminalFirstStands() throws Exception {
        person("again");
        notes.say("a", BAD, BAD, note("good a"));
        assertEquals(0, notes.run().exit());
        assertFalse(inbox().put(asked().getFirst().seq(), "skip"));
        assertEquals(List.of(new Event.Answered("repair:a:2:1", "again", true)), answers());
    }

    @Test
    void anAnswerThatLiesThereBeforeItsQuestionIsNone() throws Exception {
        notes.shop.person = Answerer.ELSEWHERE;
        notes.say("a", BAD, BAD, note("good a"));
        notes.script("a", prompt -> {
            try {
                for (int i = 1; i < 100; i++) inbox().put(i, "skip");
            } catch (IOException none) {
                throw new AssertionError(none);
            }
            return StubAnswer.text(prompt.contains("Now good") ? note("good a") : BAD);
        });
        var run = begun(notes::run);
        long question = question(1);
        assertThrows(TimeoutException.class, () -> run.get(300, TimeUnit.MILLISECONDS));
        assertTrue(inbox().put(question, "hint Now good."));
        assertEquals(0, run.get().exit());
    }

    @Test
    void whatIsNoAnswerIsToldAndTheQuestionStaysOpen() throws Exception {
        notes.shop.person = Answerer.ELSEWHERE;
        notes.say("a", BAD, BAD, note("good a"));
        var run = begun(notes::run);
        var file = inboxOf(question(1)).folder().resolve(Long.toString(question(1)));
        record Case(String content, String why) { }
        var cases = List.of(new Case("\0\1\2", "it is no JSON"), new Case("", "it holds no answer"),
                new Case("{\"answer\": 7}", "it holds no answer"), new Case("{\"answer\": \"y", "it is no JSON"),
                new Case("{\"answer\": \"%s\"}".formatted("x".repeat(1 << 20)), "it has more than 256 KB"),
                new Case("x".repeat(4 << 20), "it has more than 256 KB"));
        int told = 0;
        for (var one : cases) {
            var part = Files.writeString(folder.resolve("part"), one.content);
            Files.move(part, file);
            int now = ++told;
            Workshop.until(() -> refusals().size() == now);
            assertEquals("the answer in %s was not taken: %s".formatted(file, one.why), refusals().getLast());
        }
        Files.createSymbolicLink(file, Files.writeString(folder.resolve("secret"), "{\"answer\": \"skip\"}"));
        Workshop.until(() -> refusals().size() == cases.size() + 1);
        assertTrue(refusals().getLast().endsWith("it is no file"));
        assertTrue(inbox().put(question(1), "hint " + "ä".repeat(1000)));
        assertEquals(0, run.get().exit());
    }

    private List<String> refusals() {
        return notes.notes().stream().filter(note -> note.contains("was not taken")).toList();
    }

    @Test
    void anAnswerThatLayThereWhenTheProcessWasKilledHolds() throws Exception {
        notes.shop.person = Answerer.ELSEWHERE;
        notes.say("a", BAD, BAD, note("good a"));
        var run = begun(notes::run);
        long question = question(1);
        worker.interrupt();
        assertThrows(ExecutionException.class, run::get);
        assertTrue(inbox().put(question, "hint Write good."));
        notes.shop.person = Answerer.NOBODY;
        assertEquals(0, notes.resume(notes.project()).exit());
        assertEquals(List.of("elsewhere"), answers().stream().map(Event.Answered::from).toList());
    }

    @Test
    void aRunIsEndedInOrderFromElsewhereAndTheWishHoldsOnce() throws Exception {
        notes.shop.person = Answerer.ELSEWHERE;
        notes.say("a", BAD, BAD, note("good a"));
        var run = begun(notes::run);
        question(1);
        assertTrue(inbox().live());
        inbox().stop();
        var end = assertThrows(ExecutionException.class, run::get);
        assertEquals(Stop.INTERRUPTED, ((Stop) end.getCause()).exit());
        assertFalse(inbox().live());
        assertTrue(Files.exists(inbox().folder().resolve("stop")));
        person("again");
        assertEquals(0, notes.resume(notes.project()).exit());
    }

    @Test
    void whatAPersonAgreesToHasToBeSaidToTheProcessThatAsks() throws IOException {
        var place = folder.resolve("20260101-000000-000-0000");
        try (var journal = Journal.create(place, new Redactor(Map.of()))) {
            journal.append(new Event.Asked("approve-checks", "Run them? [y/N]", "n"));
            journal.append(new Event.Asked("repair:a:2:1", "What now?", "skip"));
            Elsewhere.begin(journal).close();
            assertTrue(Inbox.of(place).put(1, "y"));
            assertTrue(Inbox.of(place).put(2, "again"));
            try (var opened = Elsewhere.recovered(journal)) {
                // An answer to a question of before would be taken by nobody.
                assertFalse(Inbox.of(place).live());
                opened.open();
                assertTrue(Inbox.of(place).live());
            }
            assertEquals(List.of("approve-checks"), RunState.of(journal.entries()).questions().stream().map(Event.Asked::id).toList());
        }
    }
}
