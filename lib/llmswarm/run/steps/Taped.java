package llmswarm.run.steps;

import llmswarm.run.journal.Event;
import llmswarm.run.journal.Journal;

/** Takes answers from a tape; checks are run and a person is asked all the same. */
public final class Taped implements Steps {
    private final Journal journal;
    private final Tape tape;
    private final Steps next;

    public Taped(Journal journal, Tape tape, Steps next) {
        this.journal = journal;
        this.tape = tape;
        this.next = next;
    }

    @Override
    public Event.AnsweredModel ask(Step.AskModel step) {
        var asked = step.event();
        var taped = tape.answer(asked);
        journal.append(asked);
        return journal.append(new Event.AnsweredModel(step.key(), asked.agent(), asked.task(), asked.attempt(),
                taped.text(), taped.usage(), 0, taped.seconds(), taped.cutOff(), true, asked.part()));
    }

    @Override
    public Event.Checked check(Step.RunCheck step) throws InterruptedException {
        return next.check(step);
    }

    @Override
    public Event.Answered question(Step.AskPerson step) throws InterruptedException {
        return next.question(step);
    }
}
