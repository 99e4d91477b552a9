package llmswarm.run.project;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

import llmswarm.check.Failure;
import llmswarm.check.Locations;
import llmswarm.check.Setup;
import llmswarm.check.VariableWords;
import llmswarm.config.stack.SharedSetup;
import llmswarm.config.stack.Stack;
import llmswarm.config.stack.StackPart;
import llmswarm.files.ProjectTree;
import llmswarm.guard.SafePath;
import llmswarm.guard.Stop;
import llmswarm.guard.UnsafePath;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Journal;
import llmswarm.run.journal.Momentary;
import llmswarm.run.project.SharedFolders.Made;
import sandbox.Sandbox;
import sandbox.process.Limits;
import text.ShellWords;

/**
 * The setup of one part, which sees that part alone, as if it were the project: once over the pack's scaffold and what
 * it reads of the project, and again where a task changed what it reads.
 */
final class PartSetup implements AutoCloseable {
    private final Stack stack;
    private final StackPart part;
    private final SharedSetup setup;
    private final Sandbox sandbox;
    private final Journal journal;
    private final Path folder;
    private final Map<String, String> variables;
    private final Map<String, String> passed;
    private final SetupFiles files;
    private final SetupConsent consent;
    private final NewDependencies dependencies;
    private final List<ProjectTree> places = new ArrayList<>();
    /** By the digest of all that setup was given of the project. */
    private final Map<String, Made> made = new LinkedHashMap<>();
    private SortedMap<String, byte[]> before = new TreeMap<>();

    /**
     * Nothing is run yet.
     *
     * @param stack     the part's pack, or what it is put together in
     * @param around    of all parts
     * @param folder    where setup works
     * @param variables of the stack
     * @param passed    what setup is given of this program's environment
     */
    PartSetup(Stack stack, StackPart part, Sandbox sandbox, SharedFolders.SetupContext around, Path folder,
            Map<String, String> variables, Map<String, String> passed) {
        this.stack = stack;
        this.part = part;
        this.setup = part.stack().setup();
        this.sandbox = sandbox;
        this.journal = around.journal();
        this.folder = folder;
        this.variables = part.own(variables);
        this.passed = passed;
        this.files = new SetupFiles(part, around.scaffold());
        this.consent = new SetupConsent(around.approval(), around.project(), part, files, commands());
        this.dependencies = new NewDependencies(part, sandbox, around, this.variables, passed);
    }

    /**
     * Runs the setup over what is there before any task.
     *
     * @return the files that it left and that belong to the project
     * @throws Stop when a command of it fails, as then no check would tell anything, and where a person did not approve
     *              files of the project that the pack did not bring; why is told by then
     */
    SequencedMap<SafePath, byte[]> first(SortedMap<String, byte[]> whole) throws InterruptedException {
        var given = files.of(whole);
        var name = part.stack().name();
        if (!consent.given(given, files.ofPack(), "Setup of the stack '%s' would be given files of the project that the stack did not bring".formatted(name))) {
            throw Stop.unfinished("Setup of the stack '%s' was not run, as %s did not come with the stack and was not approved; look at it and resume with --approve-checks."
                    .formatted(name, String.join(", ", consent.changed(given, files.ofPack()))));
        }
        var first = run(fresh(given), given, "", 1);
        if (first.failure().isPresent()) {
            throw Stop.unfinished("%s Mend 'setup' of the stack '%s', or what it needs, and resume the run."
                    .formatted(first.failure().get().headline(), name));
        }
        before = files.with(first.kept(), given);
        keep(given, first);
        return first.kept();
    }

    private void keep(SortedMap<String, byte[]> given, Made result) {
        made.put(SetupFiles.digest(given), result);
        if (result.failure().isPresent()) return;
        var left = files.with(result.kept(), given);
        made.put(SetupFiles.digest(left), result);
        consent.remember(given);
        consent.remember(left);
    }

    /** What identifies the files of a tree that setup depends on; empty where it depends on none. */
    String digest(SortedMap<String, byte[]> whole) {
        return SetupFiles.digest(files.of(whole));
    }

    /**
     * What checks of that tree see; setup runs where it did not yet run over such files, which a person approves.
     *
     * @param task    whose attempt the tree is; empty for the whole
     * @param attempt its number
     */
    synchronized Made of(SortedMap<String, byte[]> whole, String task, int attempt) throws InterruptedException {
        var given = files.of(whole);
        var known = made.get(SetupFiles.digest(given));
        if (known != null) return known;
        if (!consent.given(given, before, "Setup depends on files that a task changed")) {
            return Made.not(new Failure.Environment(
                    "setup has to run again, with network, since %s changed, and that was not approved; resume with --approve-checks"
                            .formatted(String.join(", ", consent.changed(given, before)))));
        }
        var place = fresh(given);
        var refusal = dependencies.refusal(place, new NewDependencies.Attempted(task, attempt, given, before));
        if (refusal.isPresent()) return Made.not(refusal.get() instanceof Failure.Broken broken
                ? told(broken, files.whole(given).keySet()) : refusal.get());
        var now = run(place, given, task, attempt);
        keep(given, now);
        return now;
    }

    private List<String> commands() {
        return setup.commands().stream().map(words -> (part.root().isEmpty() ? "" : "(in %s) ".formatted(part.root()))
                + ShellWords.line(VariableWords.filled("Setup", words, variables))).toList();
    }

    /** A folder with what setup finds. */
    private ProjectTree fresh(SortedMap<String, byte[]> given) {
        var place = ProjectTree.fresh(places.isEmpty() ? folder
                : folder.resolveSibling("%s-%d".formatted(folder.getFileName(), places.size() + 1)), this::note);
        places.add(place);
        try {
            place.materialise(files.whole(given));
            return place;
        } catch (UnsafePath refused) {
            throw Stop.unfinished(refused.getMessage());
        }
    }

    private Made run(ProjectTree place, SortedMap<String, byte[]> given, String task, int attempt)
            throws InterruptedException {
        journal.show(new Momentary.CheckStarted("", part.path("setup"), List.of()));
        var start = System.nanoTime();
        var result = new Setup(sandbox, limits()).run(setup, place.root(), variables, passed);
        var seconds = (System.nanoTime() - start) / 1e9;
        return switch (result) {
            case Setup.Result.Ready(var shared) -> {
                tell(task, attempt, seconds, Optional.empty());
                var seen = new LinkedHashMap<String, Path>();
                shared.forEach((at, made) -> seen.put(part.path(at), made));
                yield new Made(Sandbox.Access.to(seen), kept(place), Optional.empty());
            }
            case Setup.Result.Failed(var failure, var broken) -> {
                tell(task, attempt, seconds, Optional.of(failure));
                yield Made.not(broken.<Failure>map(b -> told(b, files.whole(given).keySet()))
                        .filter(b -> !made.isEmpty()).orElse(failure));
            }
        };
    }

    /** With the check and the places as the project calls them. */
    private Failure told(Failure.Broken broken, Set<String> below) {
        if (part.root().isEmpty()) return broken;
        var paths = below.stream().map(part::path).collect(Collectors.toSet());
        return new Failure.Broken(part.path(broken.check()), broken.command(), broken.exit(), Locations.fromTop(
                broken.tail(), part.stack().output().location(), part.root(), paths), broken.says());
    }

    /** The files that setup left and that belong to the project; one that it did not make is none. */
    private SequencedMap<SafePath, byte[]> kept(ProjectTree place) {
        var kept = new LinkedHashMap<SafePath, byte[]>();
        try {
            for (var name : setup.keep()) {
                var path = SafePath.of(part.path(name), stack.allow());
                place.read(SafePath.of(name, List.of(name))).ifPresent(content -> kept.put(path, content));
            }
        } catch (UnsafePath refused) {
            throw Stop.usage("'keep' of the stack '%s': %s".formatted(part.stack().name(), refused.getMessage()));
        }
        return kept;
    }

    private Limits limits() {
        return setup.files().map(Setup.LIMITS::making).orElse(Setup.LIMITS);
    }

    private void tell(String task, int attempt, double seconds, Optional<Failure> failure) {
        journal.append(new Event.Checked("", task, attempt, part.path("setup"), List.of(), failure.isPresent() ? 1 : 0, seconds,
                failure.map(Failure::evidence).orElse(""), failure.map(Failure::kind).orElse("")));
    }

    @Override
    public void close() {
        places.forEach(place -> place.remove().ifPresent(this::note));
    }

    private void note(String sentence) {
        journal.append(new Event.Noted("", sentence));
    }
}
