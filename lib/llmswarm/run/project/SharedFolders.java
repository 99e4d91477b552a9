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
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import llmswarm.check.CheckRunner;
import llmswarm.check.Failure;
import llmswarm.check.Setup;
import llmswarm.check.VariableWords;
import llmswarm.config.stack.SharedSetup;
import llmswarm.config.stack.Stack;
import llmswarm.files.ProjectTree;
import llmswarm.guard.Digest;
import llmswarm.guard.SafePath;
import llmswarm.guard.Stop;
import llmswarm.guard.UnsafePath;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Journal;
import llmswarm.run.journal.Momentary;
import sandbox.Sandbox;
import sandbox.process.Limits;
import text.Printable;
import text.ShellWords;

/**
 * What the stack's setup makes, and every attempt sees read-only: once over the scaffold, and again over files of which
 * a task changed one that setup depends on. Gone when the run is over.
 */
public final class SharedFolders implements AutoCloseable {
    /** Lines of a changed file that a person is shown before setup runs over it. */
    private static final int LINES = 40;

    private final Stack stack;
    private final Optional<Sandbox> sandbox;
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
     * What setup came to.
     *
     * @param access  what checks see besides their folder
     * @param kept    files that it left and that belong to the project
     * @param failure why there is nothing to see
     */
    public record Made(Sandbox.Access access, SequencedMap<SafePath, byte[]> kept, Optional<Failure> failure) {
        private static final Made NOTHING = new Made(Sandbox.Access.NONE, new LinkedHashMap<>(), Optional.empty());

        private static Made not(Failure why) {
            return new Made(Sandbox.Access.NONE, new LinkedHashMap<>(), Optional.of(why));
        }
    }

    /**
     * Nothing is run yet.
     *
     * @param folder    where setup works
     * @param variables of the stack
     * @param passed    what setup is given of this program's environment
     */
    public SharedFolders(Stack stack, Optional<Sandbox> sandbox, Journal journal, Approval approval, Path folder,
            Map<String, String> variables, Map<String, String> passed) {
        this.stack = stack;
        this.sandbox = sandbox;
        this.journal = journal;
        this.approval = approval;
        this.folder = folder;
        this.variables = variables;
        this.passed = passed;
        this.read = CheckRunner.matching(stack.setup().reads());
    }

    /** Those of work in which nothing is ever run. */
    public static SharedFolders none(Stack stack) {
        return new SharedFolders(stack, Optional.empty(), null, null, null, Map.of(), Map.of());
    }

    /**
     * Runs the setup over what is there before any task.
     *
     * @return the files that it left and that belong to the project
     * @throws Stop when a command of it fails, as then no check would tell anything; what it said is told by then
     */
    public SequencedMap<SafePath, byte[]> first(SortedMap<String, byte[]> tree) throws InterruptedException {
        if (stack.setup().commands().isEmpty() || sandbox.isEmpty()) return new LinkedHashMap<>();
        var first = run(tree, "", 1);
        if (first.failure().isPresent()) {
            throw Stop.unfinished("%s Mend 'setup' of the stack '%s', or what it needs, and resume the run."
                    .formatted(first.failure().get().headline(), stack.name()));
        }
        before = new TreeMap<>(tree);
        first.kept().forEach((path, content) -> before.put(path.toString(), content));
        made.put(digest(tree), first);
        made.put(digest(before), first);
        return first.kept();
    }

    /** What identifies the files of a tree that setup depends on; empty where it depends on none. */
    String digest(SortedMap<String, byte[]> tree) {
        if (stack.setup().reads().isEmpty()) return "";
        return Digest.of(tree.entrySet().stream().filter(file -> read.test(file.getKey()))
                .flatMap(file -> Stream.of(file.getKey(), Digest.of(file.getValue()))).toList());
    }

    /**
     * What checks of that tree see; setup runs where it did not yet run over such files, which a person approves.
     *
     * @param task    whose attempt the tree is; empty for the whole
     * @param attempt its number
     */
    public synchronized Made of(SortedMap<String, byte[]> tree, String task, int attempt)
            throws InterruptedException {
        if (made.isEmpty()) return Made.NOTHING;
        var digest = digest(tree);
        var known = made.get(digest);
        if (known != null) return known;
        var changed = changed(tree);
        if (!approved(digest, changed, tree)) {
            return Made.not(new Failure.Environment(
                    "setup has to run again, with network, since %s changed, and that was not approved; resume with --approve-checks"
                            .formatted(String.join(", ", changed))));
        }
        var now = run(tree, task, attempt);
        made.put(digest, now);
        var kept = new TreeMap<>(tree);
        now.kept().forEach((path, content) -> kept.put(path.toString(), content));
        made.put(digest(kept), now);
        return now;
    }

    private List<String> changed(SortedMap<String, byte[]> tree) {
        return Stream.concat(before.keySet().stream(), tree.keySet().stream()).distinct().filter(read)
                .filter(path -> !Digest.of(before.getOrDefault(path, new byte[0]))
                        .equals(Digest.of(tree.getOrDefault(path, new byte[0])))).sorted().toList();
    }

    private boolean approved(String digest, List<String> changed, SortedMap<String, byte[]> tree)
            throws InterruptedException {
        var commands = stack.setup().commands().stream()
                .map(words -> "  " + ShellWords.line(VariableWords.filled("Setup", words, variables)))
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
        return Stream.of(List.of("  " + Printable.escaped(path)), shown, rest).flatMap(List::stream)
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
        journal.show(new Momentary.CheckStarted("", "setup", List.of()));
        var start = System.nanoTime();
        var result = new Setup(sandbox.orElseThrow(), limits()).run(stack.setup(), place.root(), variables, passed);
        var seconds = (System.nanoTime() - start) / 1e9;
        return switch (result) {
            case Setup.Result.Ready(var shared) -> {
                tell(task, attempt, seconds, Optional.empty());
                yield new Made(Sandbox.Access.to(shared), kept(stack.setup(), place), Optional.empty());
            }
            case Setup.Result.Failed(var failure, var broken) -> {
                tell(task, attempt, seconds, Optional.of(failure));
                yield Made.not(broken.<Failure>map(b -> b).filter(b -> !made.isEmpty()).orElse(failure));
            }
        };
    }

    /** The files that setup left and that belong to the project; one that it did not make is none. */
    private SequencedMap<SafePath, byte[]> kept(SharedSetup setup, ProjectTree place) {
        var kept = new LinkedHashMap<SafePath, byte[]>();
        try {
            for (var name : setup.keep()) {
                var path = SafePath.of(name, stack.allow());
                place.read(path).ifPresent(content -> kept.put(path, content));
            }
        } catch (UnsafePath refused) {
            throw Stop.usage("'keep' of the stack '%s': %s".formatted(stack.name(), refused.getMessage()));
        }
        return kept;
    }

    private Limits limits() {
        return stack.setup().files().map(Setup.LIMITS::making).orElse(Setup.LIMITS);
    }

    private void tell(String task, int attempt, double seconds, Optional<Failure> failure) {
        journal.append(new Event.Checked("", task, attempt, "setup", List.of(), failure.isPresent() ? 1 : 0, seconds,
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
