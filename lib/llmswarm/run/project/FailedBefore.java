package llmswarm.run.project;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import com.google.re2j.Pattern;
import llmswarm.check.CheckRunner;
import llmswarm.check.Failure;
import llmswarm.check.FailureBlocks;

/** What failed before a run changed anything: none of that is held against it. */
public final class FailedBefore {
    /** Nothing was there before, or nobody looks. */
    public static final FailedBefore NOTHING = new FailedBefore(command -> Optional.empty(), List.of());

    private final Look look;
    private final List<Pattern> begins;
    /**
     * The first line of each single failure, by check and command: none where the output tells none apart, and an empty
     * optional where the check passed.
     */
    private final Map<List<String>, Optional<Set<String>>> known = new HashMap<>();

    /** @param begins where in a check's output another failure begins */
    public FailedBefore(Look look, List<Pattern> begins) {
        this.look = look;
        this.begins = List.copyOf(begins);
    }

    /** Runs checks over what was there before. */
    public interface Look {
        /** What the command showed; empty where it is about what was not there, or could not be run. */
        Optional<Checking.Result> at(CheckRunner.Command command) throws InterruptedException;
    }

    /** Takes in what a check showed; one without a result showed nothing. */
    public synchronized void know(Checking.Result result) {
        var key = key(result.command());
        if (result.failure().isEmpty() && result.checked().passed()) known.put(key, Optional.empty());
        else if (result.failure().orElse(null) instanceof Failure.Broken broken) {
            known.put(key, Optional.of(Set.copyOf(FailureBlocks.heads(broken, begins))));
        }
    }

    private static List<String> key(CheckRunner.Command command) {
        var key = new ArrayList<>(List.of(command.check()));
        key.addAll(command.words());
        return key;
    }

    /**
     * The failure without what was there before; empty when nothing else is left. Where a check failed before and its
     * output did not tell why, nobody can say what is new. Where nobody knows what it showed before, it stays.
     */
    synchronized Optional<Failure> left(CheckRunner.Command command, Failure.Broken broken)
            throws InterruptedException {
        if (!known.containsKey(key(command))) look.at(command).ifPresent(this::know);
        var failed = known.getOrDefault(key(command), Optional.empty());
        if (failed.isEmpty()) return Optional.of(broken);
        var before = failed.get();
        var heads = FailureBlocks.heads(broken, begins);
        if (before.isEmpty() || !heads.isEmpty() && before.containsAll(heads)) return Optional.empty();
        var blocks = FailureBlocks.of(broken, begins);
        if (blocks.size() != heads.size()) return Optional.of(broken);
        var left = new ArrayList<Failure>();
        for (int i = 0; i < blocks.size(); i++) if (!before.contains(heads.get(i))) left.add(blocks.get(i));
        return Optional.of(FailureBlocks.joined(left));
    }
}
