package llmswarm.run.project;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;

import llmswarm.check.Failure;
import llmswarm.config.stack.Stack;
import llmswarm.guard.Digest;
import llmswarm.guard.SafePath;
import llmswarm.guard.Stop;
import llmswarm.run.journal.Journal;
import sandbox.Sandbox;

/**
 * What the setup of a stack makes, or that of each of its parts, and every attempt sees read-only. Gone when the run is
 * over.
 */
public final class SharedFolders implements AutoCloseable {
    private final List<PartSetup> parts = new ArrayList<>();

    /**
     * What setup came to.
     *
     * @param access  what checks see besides their folder
     * @param kept    files that it left and that belong to the project
     * @param failure why there is nothing to see
     */
    public record Made(Sandbox.Access access, SequencedMap<SafePath, byte[]> kept, Optional<Failure> failure) {
        static final Made NOTHING = new Made(Sandbox.Access.NONE, new LinkedHashMap<>(), Optional.empty());

        static Made not(Failure why) {
            return new Made(Sandbox.Access.NONE, new LinkedHashMap<>(), Optional.of(why));
        }
    }

    /**
     * What the setups of all parts have around them.
     *
     * @param project  for which a person approves what they are given
     * @param scaffold of the project as its packs have it, the variables filled in
     */
    public record SetupContext(Journal journal, Approval approval, Path project, Map<SafePath, byte[]> scaffold) {
    }

    /**
     * Nothing is run yet.
     *
     * @param folder    where setup works
     * @param variables of the stack
     * @param passed    what setup is given of this program's environment, where its pack wants it
     */
    public SharedFolders(Stack stack, Optional<Sandbox> sandbox, SetupContext around, Path folder,
            Map<String, String> variables, Map<String, String> passed) {
        for (var part : stack.asParts()) {
            var setup = part.stack().setup();
            if (setup.commands().isEmpty() || sandbox.isEmpty()) continue;
            var own = new LinkedHashMap<>(passed);
            own.keySet().retainAll(setup.pass());
            var place = part.root().isEmpty() ? folder
                    : folder.resolveSibling("%s.%d".formatted(folder.getFileName(), parts.size() + 1));
            parts.add(new PartSetup(stack, part, sandbox.get(), around, place, variables, own));
        }
    }

    /** Those of work in which nothing is ever run. */
    public static SharedFolders none(Stack stack) {
        return new SharedFolders(stack, Optional.empty(), null, null, Map.of(), Map.of());
    }

    /**
     * Runs the setup over what is there before any task.
     *
     * @return the files that it left and that belong to the project
     * @throws Stop when a command of it fails, as then no check would tell anything; what it said is told by then
     */
    public SequencedMap<SafePath, byte[]> first(SortedMap<String, byte[]> tree) throws InterruptedException {
        var kept = new LinkedHashMap<SafePath, byte[]>();
        for (var part : parts) kept.putAll(part.first(tree));
        return kept;
    }

    /** What identifies the files of a tree that setup depends on; empty where it depends on none. */
    String digest(SortedMap<String, byte[]> tree) {
        var digests = parts.stream().map(part -> part.digest(tree)).filter(digest -> !digest.isEmpty()).toList();
        return digests.size() < 2 ? String.join("", digests) : Digest.of(digests);
    }

    /**
     * What checks of that tree see; setup runs where it did not yet run over such files, which a person approves.
     *
     * @param task    whose attempt the tree is; empty for the whole
     * @param attempt its number
     */
    public Made of(SortedMap<String, byte[]> tree, String task, int attempt) throws InterruptedException {
        if (parts.isEmpty()) return Made.NOTHING;
        var shared = new LinkedHashMap<String, Path>();
        var kept = new LinkedHashMap<SafePath, byte[]>();
        var failures = new ArrayList<Failure>();
        for (var part : parts) {
            var made = part.of(tree, task, attempt);
            shared.putAll(made.access().shared());
            kept.putAll(made.kept());
            made.failure().ifPresent(failures::add);
        }
        // What stands there as it is belongs to whoever wrote it.
        kept.entrySet().removeIf(file -> Arrays.equals(tree.get(file.getKey().toString()), file.getValue()));
        return failures.isEmpty() ? new Made(Sandbox.Access.to(shared), kept, Optional.empty())
                : Made.not(Failure.of(failures));
    }

    @Override
    public void close() {
        parts.forEach(PartSetup::close);
    }
}
