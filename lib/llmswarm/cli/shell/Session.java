package llmswarm.cli.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Stream;

import llmswarm.Swarm;
import llmswarm.SwarmSetup;
import llmswarm.cli.Desk;
import llmswarm.cli.Flags;
import llmswarm.cli.ResumeFlags;
import llmswarm.cli.RunFlags;
import llmswarm.cli.screen.AnswerPrinter;
import llmswarm.cli.screen.LineView;
import llmswarm.guard.Digest;
import llmswarm.guard.Stop;
import llmswarm.guard.Trust;
import llmswarm.plan.Plan;
import llmswarm.plan.PlanJson;
import llmswarm.run.Outcome;
import llmswarm.run.journal.Entry;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Journal;
import llmswarm.run.journal.Momentary;
import llmswarm.run.journal.RunFolder;
import llmswarm.run.options.RunOptions;
import llmswarm.run.options.Spec;
import llmswarm.run.state.RunState;
import llmswarm.run.steps.Answerer;
import picocli.CommandLine;

/** One open swarm and what was done with it. */
final class Session implements AutoCloseable {
    private final Desk desk;
    private final SwarmSetup setup;
    private final Swarm swarm;
    private final Map<List<String>, SpecPlan> plans = new HashMap<>();
    private volatile Consumer<Entry> view = entry -> { };
    private Optional<Path> last = Optional.empty();
    private int exit;

    Session(Desk desk, Flags flags) {
        this.desk = desk;
        var answers = AnswerPrinter.choose(false, desk.out(), desk.err());
        this.setup = desk.setup(flags, entry -> (single(entry.event()) ? answers : view).accept(entry), this::say,
                Answerer.NOBODY);
        this.swarm = desk.opened(setup);
    }

    /** Whether it is of a question outside of any run. */
    private static boolean single(Event event) {
        return switch (event) {
            case Momentary.Streaming s -> s.task().equals("ask");
            case Event.AnsweredModel a -> a.task().equals("ask");
            case Momentary.Unanswered u -> u.task().equals("ask");
            case Event.AskedModel a -> a.task().equals("ask");
            default -> false;
        };
    }

    Swarm swarm() {
        return swarm;
    }

    Path folder() {
        return desk.folder();
    }

    Map<String, String> env() {
        return desk.env();
    }

    /** Tells a person something that is no result. */
    void say(String line) {
        desk.err().println(line);
    }

    /** Prints a result. */
    void print(String text) {
        desk.out().println(text);
    }

    /** The text as it may be printed. */
    String visible(String text) {
        return desk.err().visible(text).text();
    }

    /** The exit code of the first run that did not end with 0; else 0. */
    int exit() {
        return exit;
    }

    /** Does it with a line for each thing worth telling. */
    private <T> T watched(RunState state, Callable<T> work) throws Exception {
        try (var lines = new LineView(state, desk.err(), InstantSource.system()).start()) {
            view = lines;
            return work.call();
        } finally {
            view = entry -> { };
        }
    }

    /** The plan for that file and those flags; the same one again as long as the file does not change. */
    synchronized SpecPlan plan(String file, List<String> flags, boolean fresh) throws Exception {
        var spec = Spec.read(folder(), file);
        var options = parsed(new RunFlags(), flags).ofPlan();
        var key = new ArrayList<>(List.of(spec.text()));
        key.addAll(flags);
        if (!fresh && options.plan().isEmpty() && plans.containsKey(key)) {
            say("%s was planned already; freshPlan(\"%1$s\") asks the planner again".formatted(file));
            return plans.get(key);
        }
        var made = watched(new RunState(), () -> new SpecPlan(spec, swarm.plan(spec, options), flags));
        plans.put(key, made);
        return made;
    }

    PastRun run(String file, List<String> flags) throws Exception {
        return built(Spec.read(folder(), file), options(flags));
    }

    /** By that plan, without asking the planner again. */
    PastRun run(SpecPlan plan, List<String> flags) throws Exception {
        var all = options(Stream.concat(plan.flags().stream(), flags.stream()).toList());
        return built(plan.spec(), all.withPlan(Optional.of(kept(plan.plan())))
                .withTasks(Optional.empty()));
    }

    private PastRun built(Spec spec, RunOptions options) throws Exception {
        return ended(options.output(), () -> swarm.run(spec, options));
    }

    /** Goes on with a run, with the configuration it was started with. */
    PastRun resume(Path place, List<String> flags) throws Exception {
        var resume = parsed(new ResumeFlags(), flags);
        var again = setup.resuming(place);
        Consumer<Swarm> close = again.equals(setup) ? same -> { } : Swarm::close;
        var with = again.equals(setup) ? swarm : desk.opened(again);
        try {
            return ended(Optional.of(RunFolder.project(place)), () ->
                    resume.resume(with, place));
        } finally {
            close.accept(with);
        }
    }

    private synchronized PastRun ended(Optional<Path> project, Callable<Outcome> work) throws Exception {
        var state = new RunState();
        try {
            var outcome = watched(state, work);
            last = Optional.of(outcome.project().resolve(RunFolder.RUNS).resolve(outcome.run()));
            if (exit == 0) exit = outcome.exit();
            return new PastRun(last.get());
        } catch (Stop stop) {
            state.started().flatMap(started -> found(started.run(), project)).ifPresent(at -> last = Optional.of(at));
            throw stop;
        }
    }

    /** Where the run lies: in its project, or among the user's own files. */
    private Optional<Path> found(String run, Optional<Path> project) {
        return Stream.of(project.stream().flatMap(folder -> RunFolder.runs(folder).stream()), folders().stream(),
                Stream.of(Trust.stateFolder(env()).resolve("runs").resolve(run))).flatMap(all -> all)
                .filter(at -> at.endsWith(run) && Files.exists(at.resolve(Journal.FILE))).findFirst();
    }

    /** The folders of all runs of this folder and of those in it, the oldest first. */
    List<Path> folders() {
        try (var below = Files.list(folder())) {
            return Stream.concat(Stream.of(folder()), below.filter(Files::isDirectory))
                    .flatMap(project -> RunFolder.runs(project).stream())
                    .sorted((a, b) -> a.getFileName().compareTo(b.getFileName())).toList();
        } catch (IOException unreadable) {
            throw Stop.usage("%s: cannot be read: %s".formatted(folder(), unreadable.getMessage()), unreadable);
        }
    }

    /** The last run of this session, else of this folder. */
    Optional<PastRun> last() {
        return last.or(() -> folders().stream().reduce((first, second) -> second)).map(PastRun::new);
    }

    /** The project that was built by that plan last. */
    Optional<Path> built(SpecPlan plan) {
        return last().filter(run -> run.state().plan().filter(plan.plan()::equals).isPresent()).map(PastRun::project)
                .filter(Files::isDirectory);
    }

    private static RunOptions options(List<String> flags) {
        return parsed(new RunFlags(), flags).options();
    }

    /** What the command line would make of those words. */
    private static <T> T parsed(T flags, List<String> words) {
        try {
            new CommandLine(flags).setExpandAtFiles(false).parseArgs(words.toArray(String[]::new));
            return flags;
        } catch (CommandLine.ParameterException wrong) {
            throw Stop.usage(wrong.getMessage(), wrong);
        }
    }

    /** A file with the plan among the user's own, as a resume may want it again. */
    private Path kept(Plan plan) {
        var json = PlanJson.of(plan);
        var file = Trust.stateFolder(env()).resolve("plans").resolve(Digest.of(List.of(json)).substring(0, 32)
                + ".json");
        try {
            Files.createDirectories(file.getParent());
            return Files.writeString(file, json);
        } catch (IOException broken) {
            throw Stop.usage("The plan cannot be written to %s; make that folder writable or set XDG_STATE_HOME to another.".formatted(file), broken);
        }
    }

    @Override
    public void close() {
        swarm.close();
    }
}
