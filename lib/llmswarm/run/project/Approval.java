package llmswarm.run.project;

import java.util.Locale;

import llmswarm.guard.Trust;
import llmswarm.run.journal.QuestionId;
import llmswarm.run.steps.Step;
import llmswarm.run.steps.World;

/**
 * A person's word that commands may run which the pack alone does not decide. It is remembered outside the project, so
 * that no journal can bring an approval along.
 *
 * @param byFlag whether everything was approved when the run was started
 */
public record Approval(World world, Trust trust, boolean byFlag) {
    /**
     * Whether it is approved, now or before.
     *
     * @param what     names the thing and its place, such as {@code checks planned for <folder>}
     * @param digest   of all that would run
     * @param id       of the question, as the journal keeps it
     * @param question shows all that would run, and ends with {@code [y/N]}
     */
    public boolean given(String what, String digest, String id, String question) throws InterruptedException {
        if (trust.trusted(what, digest)) return true;
        var approved = byFlag || world.question(new Step.AskPerson(new QuestionId.Consent(id), question, "n"))
                .answer().toLowerCase(Locale.ROOT).startsWith("y");
        if (approved) trust.trust(what, digest);
        return approved;
    }

    /** Takes it as approved, since it follows from what was. */
    void remember(String what, String digest) {
        if (!trust.trusted(what, digest)) trust.trust(what, digest);
    }

    /** Whether it was approved before. */
    boolean remembered(String what, String digest) {
        return trust.trusted(what, digest);
    }

    /** Whether a person says yes now, to what no flag approves beforehand; the question ends with {@code [y/N]}. */
    boolean byPerson(String id, String question) throws InterruptedException {
        return world.question(new Step.AskPerson(new QuestionId.Consent(id), question, "n")).answer()
                .toLowerCase(Locale.ROOT).startsWith("y");
    }
}
