package llmswarm.run.steps;

import llmswarm.guard.Redactor;
import llmswarm.prompt.Message;
import llmswarm.prompt.Prompt;
import llmswarm.run.journal.Event;

/** Takes secrets out of prompts before anybody is asked. */
final class Redacting implements Steps {
    private final Redactor redactor;
    private final Steps next;

    Redacting(Redactor redactor, Steps next) {
        this.redactor = redactor;
        this.next = next;
    }

    @Override
    public Event.AnsweredModel ask(Step.AskModel step) throws InterruptedException {
        var messages = step.prompt().messages().stream()
                .map(m -> new Message(m.role(), redactor.redact(m.text()).text())).toList();
        return next.ask(step.with(new Prompt(messages, step.prompt().cut(), step.prompt().template())));
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
