package llmswarm.run.trust;

import java.util.Locale;

import llmswarm.guard.Stop;
import llmswarm.run.journal.QuestionId;
import llmswarm.run.options.Workplace;
import llmswarm.run.steps.Step;
import llmswarm.run.steps.World;

/** What a person has to say yes to once, for exactly that content. */
record TrustQuestion(Workplace around, World world) {
    /**
     * Asks where nobody has said yes yet, to this content.
     *
     * @param what     names the thing and its place; see {@link llmswarm.guard.Trust}
     * @param digest   of its content
     * @param question what is shown, without the question itself
     * @param refusal  the sentence of the {@link Stop} where the answer is no
     */
    void require(String what, String digest, String question, String refusal) throws InterruptedException {
        if (around.trust().trusted(what, digest)) return;
        if (!around.trustAll()) {
            var asked = new Step.AskPerson(new QuestionId.Consent("trust-" + digest), question, "n");
            if (!world.question(asked).answer().toLowerCase(Locale.ROOT).startsWith("y")) throw Stop.untrusted(refusal);
        }
        around.trust().trust(what, digest);
    }
}
