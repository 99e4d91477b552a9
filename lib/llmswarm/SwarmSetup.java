package llmswarm;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

import llmswarm.config.Catalog;
import llmswarm.config.ModelSpec;
import llmswarm.guard.Stop;
import llmswarm.guard.Trust;
import llmswarm.run.Run;
import llmswarm.run.journal.Entry;
import llmswarm.run.journal.RunFolder;
import llmswarm.run.options.KeptOptions;
import llmswarm.run.steps.Answerer;

/**
 * Where and how to work.
 *
 * @param folder   the working folder
 * @param config   a folder of configuration that comes before all others
 * @param trust    whether packs and addresses that are new here are trusted without asking
 * @param listener is told every entry of every run
 * @param notice   takes lines for a person that belong to no run, such as retries
 * @param verbose  whether each request to a server is such a line
 * @param instead  aliases that mean another one's model
 */
public record SwarmSetup(Path folder, Map<String, String> env, Optional<Path> config, boolean trust,
        Swarm.Where where, Consumer<Entry> listener, Consumer<String> notice, Answerer person, boolean verbose,
        Map<String, String> instead) {
    /** One in which each alias means its own model. */
    public SwarmSetup(Path folder, Map<String, String> env, Optional<Path> config, boolean trust, Swarm.Where where,
            Consumer<Entry> listener, Consumer<String> notice, Answerer person, boolean verbose) {
        this(folder, env, config, trust, where, listener, notice, person, verbose, Map.of());
    }

    /** One that tells no requests. */
    public SwarmSetup(Path folder, Map<String, String> env, Optional<Path> config, boolean trust, Swarm.Where where,
            Consumer<Entry> listener, Consumer<String> notice, Answerer person) {
        this(folder, env, config, trust, where, listener, notice, person, false);
    }

    /** The same with aliases that mean another one's model, beside those that do already. */
    public SwarmSetup with(Map<String, String> others) {
        var all = new TreeMap<>(instead);
        all.putAll(others);
        return new SwarmSetup(folder, env, config, trust, where, listener, notice, person, verbose, all);
    }

    /** The same where somebody elsewhere answers if nobody sits at a terminal. */
    public SwarmSetup attended() {
        return new SwarmSetup(folder, env, config, trust, where, listener, notice,
                person == Answerer.NOBODY ? Answerer.ELSEWHERE : person, verbose, instead);
    }

    /** What each alias means here. */
    Map<String, ModelSpec> models(Catalog catalog) {
        if (where == Swarm.Where.LOCAL) return OneModel.everywhere(catalog, env, notice);
        var models = new TreeMap<>(catalog.models());
        instead.forEach((alias, other) -> {
            catalog.model(alias);
            models.put(alias, catalog.model(other));
        });
        return models;
    }

    /** What of it a journal keeps. */
    Map<String, String> kept() {
        var kept = new TreeMap<String, String>();
        config.map(folder::resolve).map(Path::toAbsolutePath).map(Path::normalize)
                .ifPresent(named -> kept.put(KeptOptions.CONFIG, named.toString()));
        if (!instead.isEmpty()) kept.put(KeptOptions.MODELS, KeptOptions.kept(instead));
        if (where != Swarm.Where.ANYWHERE) kept.put(KeptOptions.WHERE, where.name());
        return kept;
    }

    /**
     * The same, with what a project's last run, or the run of that folder, was opened with, where nothing else is
     * given. What is trusted is not taken from a journal. Throws {@link Stop} when the run's folder of
     * configuration cannot be used.
     */
    public SwarmSetup resuming(Path project) {
        var started = Run.started(project, Trust.stateFolder(env), trust);
        var same = started.options().getOrDefault(KeptOptions.WHERE, "");
        var where = Arrays.stream(Swarm.Where.values())
                .filter(kept -> this.where == Swarm.Where.ANYWHERE && kept.name().equals(same)).findFirst()
                .orElse(this.where);
        var config = this.config.or(() -> KeptOptions.config(started, RunFolder.project(project)));
        if (this.config.isEmpty()) config.ifPresent(kept -> notice.accept("going on with --config %s, as the run was started".formatted(kept)));
        return new SwarmSetup(folder, env, config, trust, where, listener, notice, person, verbose,
                KeptOptions.models(started)).with(instead);
    }
}
