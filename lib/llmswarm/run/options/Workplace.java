package llmswarm.run.options;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

import llmswarm.check.Programs;
import llmswarm.config.Catalog;
import llmswarm.guard.Redactor;
import llmswarm.guard.Trust;
import llmswarm.model.choice.Models;
import llmswarm.run.journal.Entry;
import llmswarm.run.steps.Answerer;

/**
 * What a run finds when it starts, all of it decided by the user's own files, environment and flags.
 *
 * @param folder   the working folder
 * @param given    what a resume has to be opened with, too, as journals keep it
 * @param state    where runs live until their project has a folder
 * @param listener is told every entry of every run; must not block for long
 * @param notice   takes lines for a person that belong to no run
 * @param trustAll whether the user said {@code --trust}
 * @param programs what is known of this machine's programs
 */
public record Workplace(Catalog catalog, Models models, Map<String, String> env, Path folder,
        Map<String, String> given, Path state,
                           Consumer<Entry> listener, Consumer<String> notice, Answerer person, Redactor redactor,
                           Trust trust, boolean trustAll, Programs programs) {
    /** The same with another working folder. */
    public Workplace in(Path other) {
        return new Workplace(catalog, models, env, other, given, state, listener, notice, person, redactor, trust,
                trustAll, programs);
    }

    /** The same with other configuration. */
    public Workplace with(Catalog other) {
        return new Workplace(other, models, env, folder, given, state, listener, notice, person, redactor, trust,
                trustAll, programs);
    }

    /**
     * The same in a folder that is gone afterwards: the runs there are nobody's to resume.
     *
     * @param here takes the place of the working folder and of the user's state
     */
    public Workplace aside(Path here, Consumer<Entry> reader) {
        return new Workplace(catalog, models, env, here, given, here.resolve("state"), reader, notice, person,
                redactor, trust, trustAll, programs);
    }

    /** What a resume has to know, as the journal keeps it. */
    public Map<String, String> kept(RunOptions options) {
        var kept = new TreeMap<>(given);
        kept.putAll(KeptOptions.of(options, folder));
        return kept;
    }

    /** Tells the faults of files that are not used here; those of what is used have ended the command. */
    public void warn() {
        catalog.faults().forEach(fault -> notice.accept("warning: " + fault));
    }
}
