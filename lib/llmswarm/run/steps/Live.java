package llmswarm.run.steps;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

import llmswarm.guard.Redactor;
import llmswarm.model.choice.Models;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Journal;

/** Asks the models, runs the checks and asks the person. */
final class Live implements Steps {
    private final Journal journal;
    private final Models models;
    private final Redactor redactor;
    private final Answerer person;
    private final Optional<Elsewhere> elsewhere;
    private final Account account;
    private final Requests requests = new Requests();
    private final ReentrantLock asking = new ReentrantLock();

    Live(Journal journal, Models models, Redactor redactor, Answerer person, Optional<Elsewhere> elsewhere,
            Account account) {
        this.elsewhere = elsewhere;
        this.account = account;
        this.journal = journal;
        this.models = models;
        this.redactor = redactor;
        this.person = person;
    }

    /** After the answer the slot is kept until the turn is closed, but for a tenth of the call's time at most. */
    @Override
    public Event.AnsweredModel ask(Step.AskModel step) throws InterruptedException {
        var endpoint = models.endpoint(step.model());
        var task = step.subject().id();
        step.turn().await();
        var start = new AtomicLong();
        var arriving = new ArrivingAnswer(task, redactor, journal);
        var request = requests.of(step, step.prompt().messages().stream()
                .map(message -> redactor.redact(message.text())).toList());
        var reply = endpoint.ask(request, arriving, account.payer(step, Requests.bytes(step), () -> {
            journal.append(step.event());
            start.set(System.nanoTime());
        }));
        arriving.end();
        var nanos = System.nanoTime() - start.get();
        step.turn().closeAfter(Duration.ofNanos(nanos / 10));
        var text = redactor.redact(reply.text()).text();
        var answered = journal.append(new Event.AnsweredModel(step.key(), step.agent().name(), task, step.attempt(),
                text, reply.usage(), Account.cost(step.model(), reply.usage()), nanos / 1e9, reply.cutOff(), false,
                step.part()));
        if (!text.equals(reply.text())) journal.append(new Event.Noted(task,
                "the answer held a secret, or what has the form of one; [redacted] stands in its place"));
        return answered;
    }

    @Override
    public Event.Checked check(Step.RunCheck step) throws InterruptedException {
        return journal.append(step.check().run());
    }

    /** One at a time. */
    @Override
    public Event.Answered question(Step.AskPerson step) throws InterruptedException {
        asking.lockInterruptibly();
        try {
            var asked = new Event.Asked(step.key(), step.question(), step.assumed());
            if (elsewhere.isEmpty() || person == Answerer.NOBODY) {
                journal.append(asked);
                var reply = person.answer(step.question(), step.assumed());
                return journal.append(new Event.Answered(step.key(), reply.orElse(step.assumed()), reply.isPresent()));
            }
            var number = new AtomicLong();
            journal.append(asked, seq -> {
                number.set(seq);
                elsewhere.get().clear(seq);
            });
            return journal.append(elsewhere.get().first(number.get(), step, person));
        } finally {
            asking.unlock();
        }
    }
}
