package llmswarm.run.planning;

import java.util.List;
import java.util.Locale;
import java.util.Map;

import llmswarm.config.Agent;
import llmswarm.config.ModelSpec;
import llmswarm.plan.Cut;
import llmswarm.plan.Length;
import llmswarm.run.journal.Planning;

/**
 * Into how many tasks the work is cut: what one answer holds well is one task, which costs the least; more is a few
 * large ones that are written at the same time; and small models get many small ones.
 *
 * @param lines     of the whole project, guessed; 0 when unknown
 * @param taskLines what a task may have, in lines
 * @param why       one sentence without its end
 */
record Sizing(Cut cut, int lines, int taskLines, String why) {
    /** A limit is no aim: an answer is planned to have at most that share of the tokens it may have. */
    private static final double SHARE = 0.8;
    private static final int SMALLEST_PART = 600, LARGEST_PART = 1_200, SMALL = 200, PARTS = 3;
    /** Where one model's output costs that many times another's, the cheaper one writes. */
    private static final double MUCH_DEARER = 3;

    /** Who writes, and with which model. */
    record Writer(Agent agent, ModelSpec model, boolean small) {
        private int lines() {
            return (int) (model.forAnswer(agent) * SHARE / Length.TOKENS_A_LINE);
        }
    }

    /**
     * Decides by the size of the work and by who writes.
     *
     * @param alone   who would do everything in one task
     * @param writers the agents that tasks may be given to; none when nothing is known of their models
     */
    static Sizing of(int lines, Writer alone, List<Writer> writers) {
        var small = writers.stream().filter(Writer::small).findFirst();
        if (small.isPresent()) return new Sizing(Cut.MANY, lines, SMALL,
                "%s is small".formatted(small.get().model().alias()));
        if (lines == 0) return few(0, writers, "nobody knows how large it is");
        int most = alone.lines();
        var about = String.format(Locale.ROOT, "about %,d lines", lines);
        if (alone.small() || lines > most) return few(lines, writers,
                String.format(Locale.ROOT, "%s, more than one answer holds well (%,d)", about, most));
        if (cheaper(alone, writers)) return few(lines, writers,
                "%s, and %s writes cheaper than %s".formatted(about, writers.getFirst().model().alias(),
                alone.model().alias()));
        return new Sizing(Cut.ONE, lines, most, "%s, which one answer holds".formatted(about));
    }

    /** As an earlier part of a run, or a taped one, decided. */
    static Sizing of(Planning.Sized sized) {
        return new Sizing(sized.cut(), sized.lines(), Math.max(1, sized.taskLines()), sized.why());
    }

    private static boolean cheaper(Writer alone, List<Writer> writers) {
        double most = writers.stream().mapToDouble(writer -> writer.model().price().output()).max().orElse(0);
        return most > 0 && alone.model().price().output() >= MUCH_DEARER * most;
    }

    /** A few large tasks, whatever the size. */
    static Sizing few(int lines, List<Writer> writers, String why) {
        int most = Math.min(LARGEST_PART, writers.stream().mapToInt(Writer::lines).min().orElse(LARGEST_PART));
        int part = lines == 0 ? SMALLEST_PART : Math.max(SMALLEST_PART, Math.ceilDiv(lines, PARTS));
        return new Sizing(Cut.FEW, lines, Math.max(1, Math.min(most, part)), why);
    }

    /** Many small tasks, whatever the size. */
    static Sizing many(int lines, String why) {
        return new Sizing(Cut.MANY, lines, SMALL, why);
    }

    /** One task, whatever the size. */
    static Sizing one(int lines, String why) {
        return new Sizing(Cut.ONE, lines, Math.max(1, lines), why);
    }

    /** For the prompt that asks for a plan. */
    Map<String, Object> data() {
        return Map.of("few", cut == Cut.FEW, "lines", lines == 0 ? "" : Integer.toString(lines), "taskLines",
                Integer.toString(taskLines), "tasks", lines == 0 ? "" : Integer.toString(Math.max(2, tasks())));
    }

    /** About how many tasks that makes; 0 when the size is unknown. */
    int tasks() {
        return Math.ceilDiv(lines, taskLines);
    }
}
