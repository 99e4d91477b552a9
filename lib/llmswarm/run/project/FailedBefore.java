package llmswarm.run.project;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import com.google.re2j.Pattern;
import llmswarm.check.Failure;
import llmswarm.check.FailureBlocks;

/** What failed before a run changed anything: none of that is held against it. */
public final class FailedBefore {
    /** Nothing did, or nobody looked. */
    public static final FailedBefore NOTHING = new FailedBefore(List.of());

    private final List<Pattern> begins;
    /** The first line of each single failure, by check and command; none where the output tells none apart. */
    private final Map<List<String>, Set<String>> known = new HashMap<>();

    private FailedBefore(List<Pattern> begins) {
        this.begins = List.copyOf(begins);
    }

    /** @param begins where in a check's output another failure begins */
    public static FailedBefore of(List<Failure> failures, List<Pattern> begins) {
        var before = new FailedBefore(begins);
        for (var failure : failures) {
            if (failure instanceof Failure.Broken broken) before.known.computeIfAbsent(key(broken),
                    key -> new HashSet<>()).addAll(FailureBlocks.heads(broken, begins));
        }
        return before;
    }

    private static List<String> key(Failure.Broken broken) {
        var key = new ArrayList<>(List.of(broken.check()));
        key.addAll(broken.command());
        return key;
    }

    /**
     * The failure without what was there before; empty when nothing else is left. Where a check failed before and its
     * output did not tell why, nobody can say what is new.
     */
    Optional<Failure> left(Failure failure) {
        if (!(failure instanceof Failure.Broken broken) || !known.containsKey(key(broken))) return Optional.of(failure);
        var before = known.get(key(broken));
        var heads = FailureBlocks.heads(broken, begins);
        if (before.isEmpty() || !heads.isEmpty() && before.containsAll(heads)) return Optional.empty();
        var blocks = FailureBlocks.of(broken, begins);
        if (blocks.size() != heads.size()) return Optional.of(failure);
        var left = new ArrayList<Failure>();
        for (int i = 0; i < blocks.size(); i++) if (!before.contains(heads.get(i))) left.add(blocks.get(i));
        return Optional.of(FailureBlocks.joined(left));
    }
}
