package llmswarm.run.task;

import java.util.List;
import java.util.Set;

import llmswarm.config.ModelSpec.Provider;
import llmswarm.guard.Digest;
import llmswarm.prompt.Prompts;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Journal;
import llmswarm.run.steps.Step;
import llmswarm.run.steps.World;

/** Whole answers: one that was cut off at the token limit is continued, as often as the model's context allows. */
final class WholeAnswer {
    private static final int CONTINUATIONS = 6;

    private final Prompts prompts;
    private final World world;
    private final Journal journal;

    WholeAnswer(Prompts prompts, World world, Journal journal) {
        this.prompts = prompts;
        this.world = world;
        this.journal = journal;
    }

    /** @param seen see {@link Asked.Whole} */
    Asked.Whole ask(Step.AskModel question, Set<String> seen) throws InterruptedException {
        var answer = world.ask(question);
        var text = answer.text();
        // A local model is held to a form from its first token on, which a continuation would not begin.
        for (int number = 1; answer.cutOff() && number <= CONTINUATIONS
                && question.model().provider() == Provider.OPENAI; number++) {
            var part = question.part() + "+" + number;
            var prompt = Continuation.of(question.prompt(), text, prompts);
            if (Prompts.tokens(prompt) > question.model().forPrompt(question.agent())
                    || !world.source().holds(question.agent().name(), question.subject(), question.attempt(),
                    part)) break;
            journal.append(new Event.Noted(question.subject().id(),
                    "the answer was cut off at the token limit; going on with it"));
            try (var again = world.firstTurn(question.model())) {
                answer = world.ask(question.next(Digest.of(List.of(question.key(), Digest.of(text), part)), part,
                        prompt, again));
            }
            text = Continuation.joined(text, answer.text());
        }
        return new Asked.Whole(text, answer.cutOff(), seen);
    }
}
