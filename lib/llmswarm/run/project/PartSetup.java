package llmswarm.run.project;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import llmswarm.check.CheckRunner;
import llmswarm.check.Failure;
import llmswarm.check.Locations;
import llmswarm.check.Setup;
import llmswarm.check.VariableWords;
import llmswarm.config.stack.SharedSetup;
import llmswarm.config.stack.Stack;
import llmswarm.config.stack.StackPart;
import llmswarm.files.ProjectTree;
import llmswarm.guard.Digest;
import llmswarm.guard.SafePath;
import llmswarm.guard.Stop;
import llmswarm.guard.UnsafePath;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Journal;
import llmswarm.run.journal.Momentary;
import llmswarm.run.project.SharedFolders.Made;
import sandbox.Sandbox;
import sandbox.process.Limits;
import text.Printable;
import text.ShellWords;

/**
 * The setup of one part, which sees that part alone, as if it were the project: once over the scaffold, and again over
 * files of which a task changed one that it depends on.
 */
final class PartSetup implements AutoCloseable {
    /** Lines of a changed file that a person is shown before setup runs over it. */
    private static final int LINES = 40;

    private final Stack stack;
    private final StackPart part;
    private final SharedSetup setup;
    private final Sandbox sandbox;
    private final Journal journal;
    private final Approval approval;
    private final Path folder;
    private final Map<String, String> variables;
    private final Map<String, String> passed;
    private final Predicate<String> read;
    private final List<ProjectTree> places = new ArrayList<>();
    private final Map<String, Made> made = new LinkedHashMap<>();
    private SortedMap<String, byte[]> before = new TreeMap<>();

    /**
     * Nothing is run yet.
     *
     * @param stack     the part's pack, or what it is put together in
     * @param folder    where setup works
     * @param variables of the stack
     * @param passed    what setup is given of this program's environment
     */
    PartSetup(Stack stack, StackPart part, Sandbox sandbox, Journal journal, Approval approval, Path folder,
            Map<String, String> variables, Map<String, String> passed) {
        this.stack = stack;
        this.part = part;
        this.setup = part.stack().setup();
        this.sandbox = sandbox;
        this.journal = journal;
        this.approval = approval;
        this.folder = folder;
        this.variables = part.own(variables);
        this.passed = passed;
        this.read = CheckRunner.matching(setup.reads());
    }

    /**
     * Runs the setup over what is there before any task.
     *
     * @return the files that it left and that belong to the project
     * @throws Stop when a command of it fails, as then no check would tell anything; what it said is told by then
     */
    SequencedMap<SafePath, byte[]> first(SortedMap<String, byte[]> whole) throws InterruptedException {
        var tree = below(whole);
        var first = run(tree, "", 1);
        if (first.failure().isPresent()) {
            throw Stop.unfinished("%s Mend 'setup' of the stack '%s', or what it needs, and resume the run."
                    .formatted(first.failure().get().headline(), part.stack().name()));
        }
        before = with(first.kept(), tree);
        made.put(digestBelow(tree), first);
        made.put(digestBelow(before), first);
        return first.kept();
    }

    /** What identifies the files of a tree that setup depends on; empty where it depends on none. */
    String digest(SortedMap<String, byte[]> whole) {
        return digestBelow(below(whole));
    }

    private String digestBelow(SortedMap<String, byte[]> tree) {
        if (setup.reads().isEmpty()) return "";
        return Digest.of(tree.entrySet().stream().filter(file -> read.test(file.getKey()))
                .flatMap(file -> Stream.of(file.getKey(), Digest.of(file.getValue()))).toList());
    }

    /**
     * What checks of that tree see; setup runs where it did not yet run over such files, which a person approves.
     *
     * @param task    whose attempt the tree is; empty for the whole
     * @param attempt its number
     */
    synchronized Made of(SortedMap<String, byte[]> whole, String task, int attempt) throws InterruptedException {
        var tree = below(whole);
        var digest = digestBelow(tree);
        var known = made.get(digest);
        if (known != null) return known;
        var changed = changed(tree);
        if (!approved(digest, changed, tree)) {
            return Made.not(new Failure.Environment(
                    "setup has to run again, with network, since %s changed, and that was not approved; resume with --approve-checks"
                            .formatted(changed.stream().map(part::path).collect(Collectors.joining(", ")))));
        }
        var now = run(tree, task, attempt);
        made.put(digest, now);
        made.put(digestBelow(with(now.kept(), tree)), now);
        return now;
    }

    /** The part's files, as its setup knows them. */
    private SortedMap<String, byte[]> below(SortedMap<String, byte[]> whole) {
        var tree = new TreeMap<String, byte[]>();
        whole.forEach((path, content) -> part.below(path).ifPresent(name -> tree.put(name, content)));
        return tree;
    }

    private SortedMap<String, byte[]> with(Map<SafePath, byte[]> kept, SortedMap<String, byte[]> tree) {
        var all = new TreeMap<>(tree);
        kept.forEach((path, content) -> part.below(path.toString()).ifPresent(name -> all.put(name, content)));
        return all;
    }

    private List<String> changed(SortedMap<String, byte[]> tree) {
        return Stream.concat(before.keySet().stream(), tree.keySet().stream()).distinct().filter(read)
                .filter(path -> !Digest.of(before.getOrDefault(path, new byte[0]))
                        .equals(Digest.of(tree.getOrDefault(path, new byte[0])))).sorted().toList();
    }

    private boolean approved(String digest, List<String> changed, SortedMap<String, byte[]> tree)
            throws InterruptedException {
        var commands = setup.commands().stream()
                .map(words -> "  " + (part.root().isEmpty() ? "" : "(in %s) ".formatted(part.root()))
                + ShellWords.line(VariableWords.filled("Setup", words, variables)))
                .collect(Collectors.joining("\n"));
        var question = "Setup depends on files that a task changed:\n%s\nIt would run these again, with network:\n%s\nRun them? [y/N]"
                .formatted(changed.stream().map(path -> added(path, tree)).collect(Collectors.joining("\n")), commands);
        return approval.given("setup for " + digest, digest, "approve-setup", question);
    }

    /** A file with the lines that are new in it. */
    private String added(String path, SortedMap<String, byte[]> tree) {
        var old = new HashSet<>(lines(before.get(path)));
        var fresh = lines(tree.get(path)).stream().filter(line -> !old.contains(line)).toList();
        var shown = fresh.stream().limit(LINES).map(line -> "    + " + Printable.escaped(line)).toList();
        var rest = fresh.size() > LINES ? List.of("    + and %d more lines".formatted(fresh.size() - LINES))
                : List.<String>of();
        return Stream.of(List.of("  " + Printable.escaped(part.path(path))), shown, rest).flatMap(List::stream)
                .collect(Collectors.joining("\n"));
    }

    private static List<String> lines(byte[] content) {
        return content == null ? List.of() : new String(content, StandardCharsets.UTF_8).lines().toList();
    }

    private Made run(SortedMap<String, byte[]> tree, String task, int attempt) throws InterruptedException {
        var place = ProjectTree.fresh(places.isEmpty() ? folder
                : folder.resolveSibling("%s-%d".formatted(folder.getFileName(), places.size() + 1)), this::note);
        places.add(place);
        try {
            place.materialise(tree);
        } catch (UnsafePath refused) {
            throw Stop.unfinished(refused.getMessage());
        }
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
                yield Made.not(broken.<Failure>map(b -> told(b, tree.keySet())).filter(b -> !made.isEmpty())
                        .orElse(failure));
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
