package llmswarm.run.steps;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

import llmswarm.guard.Stop;
import llmswarm.run.journal.AnswerPlace;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Journal;
import llmswarm.run.journal.Momentary;
import llmswarm.run.journal.QuestionId;
import llmswarm.run.journal.Subject;
import llmswarm.run.state.RunState;

/** Takes what an earlier part of the run, or this one, has the result of; asks a person one question at a time. */
final class Recorded implements Steps {
    private final Journal journal;
    private final RunState past;
    private final Steps next;
    private final Map<String, Event.Checked> checked = new ConcurrentHashMap<>();
    private final ReentrantLock asking = new ReentrantLock();
    /** What a model was asked about in this part of the run. */
    private final Set<Subject> worked = ConcurrentHashMap.newKeySet();
    /** Whether the run is ending: then nothing more is asked. */
    private boolean stopped;

    Recorded(Journal journal, RunState past, Steps next) {
        this.journal = journal;
        this.past = past;
        this.next = next;
    }

    @Override
    public Event.AnsweredModel ask(Step.AskModel step) throws InterruptedException {
        var earlier = past.answer(step.key())
                .or(() -> past.shared().at(AnswerPlace.of(step.event())));
        if (earlier.isPresent()) {
            step.turn().close();
            return earlier.get();
        }
        try {
            worked.add(step.subject());
            return next.ask(step);
        } catch (InterruptedException | RuntimeException failed) {
            step.turn().close();
            journal.show(new Momentary.Unanswered(step.subject().id()));
            throw failed;
        }
    }

    /** A result whose inputs did not change is that of this attempt, too. */
    @Override
    public Event.Checked check(Step.RunCheck step) throws InterruptedException {
        var earlier = Optional.ofNullable(checked.get(step.key())).or(() -> past.check(step.subject(), step.key()));
        if (earlier.isPresent()) {
            var same = earlier.get().of(step.subject().id(), step.attempt());
            journal.show(new Momentary.Retold(same));
            return same;
        }
        var result = next.check(step);
        if (result.verdict()) checked.put(step.key(), result);
        return result;
    }

    @Override
    public Event.Answered question(Step.AskPerson step) throws InterruptedException {
        var earlier = reply(step);
        if (earlier.isPresent()) return earlier.get();
        asking.lockInterruptibly();
        try {
            if (stopped) throw Stop.interrupted("stopped by you");
            var reply = next.question(step);
            stopped = step.id() instanceof QuestionId.AboutTask && reply.stops();
            return reply;
        } catch (InterruptedException end) {
            stopped = true;
            throw end;
        } finally {
            asking.unlock();
        }
    }

    /**
     * The reply this run already has. None about a task for which a model was asked since: what it was given to is not
     * what failed now.
     */
    Optional<Event.Answered> reply(Step.AskPerson step) {
        if (step.id() instanceof QuestionId.AboutTask && worked.contains(step.subject())) return Optional.empty();
        return past.reply(step.id(), step.question());
    }
}
