package llmswarm.run;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

import llmswarm.guard.Stop;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Journal;


/** The questions of a run to a person, one at a time; a reply that is in the journal is taken from there. */
final class Questions {
    private final Journal journal;
    private final Recordings recordings;
    private final ReentrantLock asking = new ReentrantLock();
    /** Tasks for which a model was asked in this part of the run. */
    private final Set<String> live = ConcurrentHashMap.newKeySet();
    /** Whether the run is ending: then nothing more is asked. */
    private boolean stopped;

    Questions(Journal journal, Recordings recordings) {
        this.journal = journal;
        this.recordings = recordings;
    }

    /** Tells that a model is asked for the task in this part of the run. */
    void worked(String task) {
        live.add(task);
    }

    /** Asks a person, or takes what is assumed when there is none. */
    Event.Answered ask(String id, String question, String assumed, Answerer person) throws InterruptedException {
        var earlier = replied(id).filter(reply -> recordings.asked(id, question));
        if (earlier.isPresent()) return earlier.get();
        asking.lockInterruptibly();
        try {
            if (stopped) throw Stop.interrupted("stopped by you");
            journal.append(new Event.Asked(id, question, assumed));
            var reply = person.answer(question, assumed);
            var answered = journal.redacted(new Event.Answered(id, reply.orElse(assumed), reply.isPresent()));
            journal.append(answered);
            stopped = id.startsWith(Recordings.REPAIR) && Person.stops(answered.answer());
            return answered;
        } catch (InterruptedException end) {
            stopped = true;
            throw end;
        } finally {
            asking.unlock();
        }
    }

    /**
     * The reply this run already has. None about a task for which a model was asked since: what it was given to is not what
     * failed now.
     */
    Optional<Event.Answered> replied(String id) {
        return recordings.reply(id).filter(reply -> live.stream().noneMatch(task -> id.startsWith(Recordings.repair(task))));
    }
}
