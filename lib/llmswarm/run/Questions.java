package llmswarm.run;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

import llmswarm.guard.Stop;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Journal;
import llmswarm.run.journal.QuestionId;
import llmswarm.run.journal.RunState;


/** The questions of a run to a person, one at a time; a reply that is in the journal is taken from there. */
final class Questions {
    private final Journal journal;
    private final RunState past;
    private final ReentrantLock asking = new ReentrantLock();
    /** Tasks for which a model was asked in this part of the run. */
    private final Set<String> live = ConcurrentHashMap.newKeySet();
    /** Whether the run is ending: then nothing more is asked. */
    private boolean stopped;

    Questions(Journal journal, RunState past) {
        this.journal = journal;
        this.past = past;
    }

    /** Tells that a model is asked for the task in this part of the run. */
    void worked(String task) {
        live.add(task);
    }

    /** Asks a person, or takes what is assumed when there is none. */
    Event.Answered ask(QuestionId id, String question, String assumed, Answerer person) throws InterruptedException {
        var earlier = replied(id, question);
        if (earlier.isPresent()) return earlier.get();
        asking.lockInterruptibly();
        try {
            if (stopped) throw Stop.interrupted("stopped by you");
            journal.append(new Event.Asked(id.text(), question, assumed));
            var reply = person.answer(question, assumed);
            var answered = journal.append(new Event.Answered(id.text(), reply.orElse(assumed), reply.isPresent()));
            stopped = id instanceof QuestionId.AboutTask && answered.stops();
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
    Optional<Event.Answered> replied(QuestionId id, String question) {
        if (id instanceof QuestionId.AboutTask about && live.contains(about.task())) return Optional.empty();
        return past.reply(id, question);
    }
}
