package llmswarm.run.task;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;

import llmswarm.config.stack.Stack;
import llmswarm.prompt.Prompts;
import llmswarm.prompt.SourceText;
import llmswarm.prompt.Tokens;

/**
 * Which files of a task a repair shows whole: all where they are few, else those that the failure names and, as far as
 * few go, those that these mention; where it names none, those that it is likely about.
 *
 * @param unshown files of the task that are told by their path only
 */
record RepairFiles(Prompts.Files shown, List<SourceText> unshown) {
    /** Tokens for which nothing is left out, and the part of a model's context that what a failure names may take. */
    private static final int FEW = 6000, PART = 5;
    private static final String ASKED = "You asked to see these files; what of them is not shown above is too much for one prompt: ";

    /**
     * Chooses among the files that the task owns; those of other tasks stay. The likeliest file and those that an agent
     * asked to see are shown whatever their size.
     *
     * @param context of the model, in tokens
     */
    static RepairFiles of(Prompts.Files all, String evidence, Stack stack, SortedMap<String, byte[]> tree,
            int context) {
        if (all.changes().stream().mapToInt(RepairFiles::tokens).sum() <= FEW) return new RepairFiles(all, List.of());
        var named = own(all, Concerned.named(evidence, stack, tree));
        var concerned = own(all, Concerned.in(evidence, stack, tree));
        var first = named.isEmpty() ? concerned.isEmpty() ? all.changes() : concerned : named;
        var shown = Concerned.fitting(first, Math.max(FEW, context / PART), asked(evidence)::contains);
        int left = FEW - shown.stream().mapToInt(RepairFiles::tokens).sum();
        for (var file : concerned) {
            if (shown.contains(file) || tokens(file) > left) continue;
            shown.add(file);
            left -= tokens(file);
        }
        var unshown = new ArrayList<>(all.changes());
        unshown.removeAll(shown);
        return new RepairFiles(new Prompts.Files(shown, all.direct(), all.shown(), all.others()), unshown);
    }

    private static List<SourceText> own(Prompts.Files all, List<String> paths) {
        return paths.stream().flatMap(path -> all.changes().stream().filter(file -> file.path().equals(path))).toList();
    }

    /** What an agent is told in place of what it asked for. */
    static String asked(List<String> paths) {
        return ASKED + String.join(", ", paths);
    }

    /** The files that an agent has asked to see. */
    static List<String> asked(String evidence) {
        return evidence.lines().filter(line -> line.startsWith(ASKED))
                .flatMap(line -> Stream.of(line.substring(ASKED.length()).split(", "))).toList();
    }

    private static int tokens(SourceText file) {
        return Tokens.estimate(file.text());
    }
}
