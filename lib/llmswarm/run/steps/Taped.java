package llmswarm.run.steps;

import java.nio.charset.StandardCharsets;

import llmswarm.model.Payer;
import llmswarm.model.Usage;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Journal;

/** Takes answers from a tape; checks are run and a person is asked all the same. */
final class Taped implements Steps {
    private final Journal journal;
    private final Tape tape;
    private final Account account;
    private final Steps next;

    Taped(Journal journal, Tape tape, Account account, Steps next) {
        this.account = account;
        this.journal = journal;
        this.tape = tape;
        this.next = next;
    }

    @Override
    public Event.AnsweredModel ask(Step.AskModel step) throws InterruptedException {
        var asked = step.event();
        var taped = tape.answer(asked);
        account.taped(step, counted(step, taped));
        journal.append(asked);
        return journal.append(new Event.AnsweredModel(step.key(), asked.agent(), asked.task(), asked.attempt(),
                taped.text(), taped.usage(), 0, taped.seconds(), taped.cutOff(), true, asked.part()));
    }

    /** As the tape tells it; a tape written by hand counts nothing. */
    private static Usage counted(Step.AskModel step, Event.AnsweredModel taped) {
        long bytes = taped.text().getBytes(StandardCharsets.UTF_8).length;
        return new RequestUsage(Requests.bytes(step), 0, 0, step.model().context())
                .of(Payer.End.ANSWERED, taped.usage(), bytes);
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
