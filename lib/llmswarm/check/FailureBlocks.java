package llmswarm.check;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import com.google.re2j.Pattern;
import llmswarm.check.Failure.Broken;

/** The single failures that the output of one check tells of, such as each test that failed. */
public final class FailureBlocks {
    private static final int MOST = 30;

    private FailureBlocks() {
    }

    /**
     * One for each place at which a pattern finds that another failure begins, in their order; the failure itself where
     * there are fewer than two.
     */
    public static List<Failure> of(Failure failure, List<Pattern> begins) {
        if (!(failure instanceof Broken broken)) return List.of(failure);
        var starts = starts(broken, begins);
        if (starts.size() < 2 || starts.size() > MOST) return List.of(failure);
        starts.add(broken.tail().length());
        var blocks = new ArrayList<Failure>();
        for (int i = 0; i + 1 < starts.size(); i++) {
            blocks.add(with(broken, broken.tail().substring(starts.get(i), starts.get(i + 1)).stripTrailing()));
        }
        return List.copyOf(blocks);
    }

    private static List<Integer> starts(Broken broken, List<Pattern> begins) {
        var starts = new ArrayList<Integer>();
        for (var pattern : begins) {
            for (var found = pattern.matcher(broken.tail()); found.find();) starts.add(found.start());
            if (!starts.isEmpty()) break;
        }
        return starts;
    }

    /** The line with which each single failure begins, in their order; none where no pattern finds one. */
    public static List<String> heads(Broken broken, List<Pattern> begins) {
        return starts(broken, begins).stream().map(start -> broken.tail().substring(start).stripLeading().lines()
                .findFirst().orElse("")).map(Failure::steady).toList();
    }

    /** Several failures of one check as one. */
    public static Failure joined(List<Failure> blocks) {
        if (blocks.size() == 1) return blocks.getFirst();
        return with((Broken) blocks.getFirst(), blocks.stream().map(block -> ((Broken) block).tail())
                .collect(Collectors.joining("\n\n")));
    }

    private static Broken with(Broken broken, String tail) {
        return new Broken(broken.check(), broken.command(), broken.exit(), tail, broken.says());
    }
}
