package llmswarm.run.steps;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import llmswarm.guard.Stop;
import llmswarm.run.journal.Entry;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Journal;
import llmswarm.run.journal.QuestionId;

/**
 * What reaches a run from elsewhere while it works, by its {@link Inbox}: answers to its questions, and the wish that
 * it ends.
 */
public final class Elsewhere implements AutoCloseable {
    /** Who gave an answer, as journals keep it. */
    static final String FROM = "elsewhere";
    private static final long PACE = 50, CALM = 200;

    private final Journal journal;
    private final Thread worker = Thread.currentThread(), watch;
    private final Set<Long> unreadable = new HashSet<>();
    private boolean over, stopped;

    private Elsewhere(Journal journal) {
        this.journal = journal;
        this.watch = Thread.ofVirtual().name("inbox").unstarted(this::watch);
    }

    /** Opens the inbox; a wish to end interrupts this thread. */
    public static Elsewhere begin(Journal journal) {
        var elsewhere = new Elsewhere(journal);
        elsewhere.open();
        return elsewhere;
    }

    /** Opens the inbox of a run that goes on, once its journal says so: its questions of before are none any more. */
    public void open() {
        try {
            inbox().begin();
        } catch (IOException cause) {
            throw Stop.usage("%s: no inbox can be made there: %s".formatted(journal.folder(), cause.getMessage()),
                    cause);
        }
        journal.follow(Long.MAX_VALUE, entry -> {
            if (!entry.kept()) inbox().show(entry.line());
        });
        watch.start();
    }

    /**
     * For a run that goes on: takes the answers that came before its last process was killed, and is still to be
     * opened. What a person agrees to has to be said to the process that asks.
     */
    public static Elsewhere recovered(Journal journal) {
        recover(journal);
        return new Elsewhere(journal);
    }

    private static void recover(Journal journal) {
        var open = new LinkedHashMap<String, Entry>();
        for (var entry : Journal.read(journal.folder().resolve(Journal.FILE))) {
            switch (entry.event()) {
                case Event.Resumed _ -> open.clear();
                case Event.Asked asked -> open.put(asked.id(), entry);
                case Event.Answered answered -> open.remove(answered.id());
                default -> { }
            }
        }
        var inbox = Inbox.of(journal.folder());
        open.forEach((id, asked) -> {
            if (QuestionId.of(id) instanceof QuestionId.Consent) return;
            try {
                inbox.read(asked.seq()).ifPresent(answer ->
                        journal.append(new Event.Answered(id, answer, true, FROM)));
            } catch (Inbox.Unreadable garbage) {
                // Then the question is asked again.
            }
        });
    }

    /** An answer that lies there before its question is asked is none. */
    void clear(long question) {
        try {
            inbox().discard(question);
        } catch (IOException unwritable) {
            unreadable.add(question);
        }
    }

    /** The first answer, the person's or that of somebody elsewhere, or what is assumed where nobody is there. */
    Event.Answered first(long question, Step.AskPerson step, Answerer person) throws InterruptedException {
        var told = new CompletableFuture<Optional<String>>();
        var asking = Thread.ofVirtual().name("person").start(() -> {
            try {
                told.complete(person.answer(step.question(), step.assumed()));
            } catch (Throwable fault) {
                told.completeExceptionally(fault);
            }
        });
        try {
            while (true) {
                var arrived = arrived(question);
                if (arrived.isPresent()) return elsewhere(step, arrived.get());
                try {
                    var reply = told.get(PACE, TimeUnit.MILLISECONDS);
                    var earlier = claimed(question) ? Optional.<String>empty() : arrived(question);
                    if (earlier.isPresent()) return elsewhere(step, earlier.get());
                    return new Event.Answered(step.key(), reply.orElse(step.assumed()), reply.isPresent());
                } catch (TimeoutException waiting) {
                    // Then somebody elsewhere may have answered.
                } catch (ExecutionException failed) {
                    throw thrown(failed.getCause());
                }
            }
        } finally {
            asking.interrupt();
            asking.join(Duration.ofSeconds(1));
        }
    }

    private static Event.Answered elsewhere(Step.AskPerson step, String answer) {
        var text = answer.strip();
        return new Event.Answered(step.key(), text.isEmpty() ? step.assumed() : text, !text.isEmpty(), FROM);
    }

    private static RuntimeException thrown(Throwable cause) throws InterruptedException {
        if (cause instanceof InterruptedException interrupted) throw interrupted;
        if (cause instanceof Error error) throw error;
        return cause instanceof RuntimeException fault ? fault : new IllegalStateException(cause);
    }

    /** Where the inbox cannot be written, what was said here holds. */
    private boolean claimed(long question) {
        try {
            return inbox().claim(question);
        } catch (IOException unwritable) {
            return true;
        }
    }

    private Optional<String> arrived(long question) {
        if (unreadable.contains(question)) return Optional.empty();
        var inbox = inbox();
        try {
            var answer = inbox.read(question);
            if (answer.isPresent()) inbox.taken(question);
            return answer;
        } catch (Inbox.Unreadable garbage) {
            // First, as whoever is told may put another answer there at once.
            clear(question);
            if (inbox.isThere(question)) unreadable.add(question);
            journal.append(new Event.Noted("", "the answer in %s was not taken: %s".formatted(
                    inbox.folder().resolve(Long.toString(question)), garbage.getMessage())));
            return Optional.empty();
        } catch (IOException unwritable) {
            unreadable.add(question);
            return Optional.empty();
        }
    }

    private Inbox inbox() {
        return Inbox.of(journal.folder());
    }

    private void watch() {
        try {
            // Where somebody removed the run's folder, nobody will answer any more.
            while (!inbox().stopped() && Files.isDirectory(inbox().folder())) Thread.sleep(CALM);
            end();
        } catch (InterruptedException closed) {
            // The run is over.
        }
    }

    private synchronized void end() {
        if (over) return;
        stopped = true;
        worker.interrupt();
    }

    @Override
    public void close() {
        synchronized (this) {
            over = true;
            // The run is over before the wish was heard.
            if (stopped) Thread.interrupted();
        }
        watch.interrupt();
        try {
            inbox().end();
        } catch (IOException gone) {
            // Whoever looks finds that this process has ended, too.
        }
    }
}
