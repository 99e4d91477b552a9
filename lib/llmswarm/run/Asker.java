package llmswarm.run;

import java.util.List;
import java.util.Optional;

import llmswarm.config.ModelSpec.Provider;
import llmswarm.guard.Digest;
import llmswarm.prompt.Prompts;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Journal;


/** Whole answers: one that was cut off at the token limit is continued, as often as the model's context allows. */
final class Asker {
    private static final int CONTINUATIONS = 6;

    private final Prompts prompts;
    private final Steps steps;
    private final Journal journal;

    Asker(Prompts prompts, Steps steps, Journal journal) {
        this.prompts = prompts;
        this.steps = steps;
        this.journal = journal;
    }

    Asked.Whole ask(Steps.Question question, Slots.Turn turn) throws InterruptedException {
        var answer = steps.ask(question, turn);
        var text = answer.text();
        // A local model is held to a form from its first token on, which a continuation would not begin.
        for (int number = 1; answer.cutOff() && number <= CONTINUATIONS && question.model().provider() == Provider.OPENAI; number++) {
            var part = "+" + number;
            var prompt = Continuation.of(question.prompt(), text, prompts);
            if (Prompts.tokens(prompt) > question.model().forPrompt(question.agent().maxTokens())
                    || !steps.has(question.agent().name(), question.task(), question.attempt(), part)) break;
            journal.append(new Event.Noted(question.task(), "the answer was cut off at the token limit; going on with it"));
            var next = new Steps.Question(Digest.of(List.of(question.key(), Digest.of(text), part)), question.agent(),
                    question.task(), question.attempt(), question.model(), prompt, Optional.empty(), Optional.empty(), part);
            try (var again = steps.turn(question.model(), Double.MAX_VALUE)) {
                answer = steps.ask(next, again);
            }
            text = Continuation.joined(text, answer.text());
        }
        return new Asked.Whole(text, answer.cutOff());
    }
}
