package llmswarm.run.options;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import llmswarm.config.Budget;
import llmswarm.guard.Stop;
import llmswarm.plan.Cut;
import llmswarm.run.change.Change;
import llmswarm.run.journal.Event;

/** The options of a run as its journal keeps them for a resume, by name. */
public final class KeptOptions {
    /** The journal's names for what a swarm was opened with: a folder of configuration, and where models may be. */
    public static final String CONFIG = "config", WHERE = "where";
    private static final String BUDGET = "budget", TOKENS = "max-tokens", CALLS = "max-calls", ASK_PLAN = "ask-plan";
    /** Of the project's folder, and of the aliases that mean another one's model, as {@link #models} reads them. */
    public static final String OUTPUT = "output", MODELS = "models";
    /** Of what a replay needs. */
    public static final Set<String> TAPED = Set.of("replay", "strict");

    private KeptOptions() {
    }

    /** What a resume has to know, as the journal keeps it; paths are made absolute. */
    static Map<String, String> of(RunOptions options, Path folder) {
        var kept = new TreeMap<String, String>();
        kept.put("folder", folder.toAbsolutePath().normalize().toString());
        Stream.of(Map.entry(OUTPUT, options.output()), Map.entry("plan", options.plan()),
                Map.entry("replay", options.replay())).forEach(named -> named.getValue().ifPresent(path ->
                kept.put(named.getKey(), folder.resolve(path).toAbsolutePath().normalize().toString())));
        options.stack().ifPresent(name -> kept.put("stack", name));
        options.sandbox().ifPresent(name -> kept.put("sandbox", name));
        if (options.strict()) kept.put("strict", "true");
        options.tasks().ifPresent(cut -> kept.put("tasks", cut.word()));
        if (options.unchecked()) kept.put("unchecked", "true");
        options.budget().dollars().ifPresent(most -> kept.put(BUDGET, Double.toString(most)));
        options.budget().tokens().ifPresent(most -> kept.put(TOKENS, Long.toString(most)));
        options.budget().calls().ifPresent(most -> kept.put(CALLS, Long.toString(most)));
        options.change().ifPresent(kind -> kept.put(Change.Kind.OPTION, kind.word()));
        options.branch().ifPresent(name -> kept.put("branch", name));
        if (options.askPlan()) kept.put(ASK_PLAN, "true");
        return kept;
    }

    /**
     * The options a run was started with. What weakens a wall is the user's word only and has to be said again: it is
     * not taken from a journal, which may have come with the project.
     *
     * @param budget what is given now, in place of what was given then
     */
    public static RunOptions of(Event.RunStarted started, Optional<String> sandbox, boolean approveChecks,
            List<String> allow, Budget budget) {
        var kept = started.options();
        return RunOptions.DEFAULT.withOutput(path(kept, OUTPUT)).withStack(text(kept, "stack"))
                .withVariables(started.variables()).withPlan(path(kept, "plan"))
                .withReplay(path(kept, "replay"), kept.containsKey("strict"))
                .withSandbox(sandbox.or(() -> text(kept, "sandbox").filter(kind -> !kind.equals("off"))))
                .withApprovedChecks(approveChecks).withTasks(tasks(kept)).withUnchecked(kept.containsKey("unchecked"))
                .withAllowed(allow).withBudget(budget.orElse(budget(kept))).withChange(Change.Kind.of(kept))
                .withBranch(text(kept, "branch")).withPlanAsked(kept.containsKey(ASK_PLAN));
    }

    /** A number that is none says nothing. */
    private static Budget budget(Map<String, String> kept) {
        try {
            return new Budget(number(kept, BUDGET).mapToDouble(Double::parseDouble).findFirst(),
                    number(kept, TOKENS).mapToLong(Long::parseLong).findFirst(),
                    number(kept, CALLS).mapToLong(Long::parseLong).findFirst());
        } catch (NumberFormatException forged) {
            return Budget.NONE;
        }
    }

    private static Stream<String> number(Map<String, String> kept, String key) {
        return text(kept, key).stream();
    }

    /** Journals of before say {@code solo}; a word that is none says nothing. */
    private static Optional<Cut> tasks(Map<String, String> kept) {
        if (kept.containsKey("solo")) return Optional.of(Cut.ONE);
        return text(kept, "tasks").flatMap(word -> Stream.of(Cut.values()).filter(cut -> cut.word().equals(word))
                .findFirst());
    }

    /** Aliases that mean another one's model: {@code coder=planner,tester=planner}. */
    public static Map<String, String> models(Event.RunStarted started) {
        return models(List.of(text(started.options(), MODELS).map(kept -> kept.split(",")).orElse(new String[0])));
    }

    /** The same of such pairs, as a user writes them; throws {@link Stop} for what is none. */
    public static Map<String, String> models(List<String> pairs) {
        var models = new TreeMap<String, String>();
        for (var pair : pairs) {
            int at = pair.indexOf('=');
            if (at < 1 || at == pair.length() - 1 || pair.indexOf(',') >= 0) throw Stop.usage("--model %s: write it as ALIAS=OTHER, such as --model coder=planner".formatted(pair));
            models.put(pair.substring(0, at), pair.substring(at + 1));
        }
        return models;
    }

    /** As a journal keeps them. */
    public static String kept(Map<String, String> models) {
        return models.entrySet().stream().map(pair -> pair.getKey() + "=" + pair.getValue()).sorted()
                .collect(Collectors.joining(","));
    }

    /** The working folder a run was started in. */
    public static Path folder(Event.RunStarted started) {
        return path(started.options(), "folder")
                .orElseThrow(() -> Stop.usage("the journal does not say where the run was started"));
    }

    /** The folder of configuration that the run was started with, which lies outside of its project. */
    public static Optional<Path> config(Event.RunStarted started, Path project) {
        return path(started.options(), CONFIG).map(kept -> outside(kept, project));
    }

    /**
     * A journal may have come with its project: what lies in that is not the user's own configuration because the
     * journal says so.
     */
    private static Path outside(Path config, Path project) {
        try {
            if (config.isAbsolute() && !config.toRealPath().startsWith(project.toRealPath())) return config;
        } catch (IOException gone) {
            throw Stop.usage("The run was started with --config %s, which is not there any more; name the folder with --config DIR.".formatted(config), gone);
        }
        throw Stop.usage("The run's journal names the folder of configuration %s, which is not outside of the project; where it is yours, say --config DIR."
                .formatted(config));
    }

    private static Optional<Path> path(Map<String, String> kept, String key) {
        try {
            return text(kept, key).map(Path::of);
        } catch (InvalidPathException forged) {
            throw Stop.usage("the journal's '%s' is no path: %s".formatted(key, forged.getMessage()), forged);
        }
    }

    private static Optional<String> text(Map<String, String> kept, String key) {
        return Optional.ofNullable(kept.get(key));
    }
}
