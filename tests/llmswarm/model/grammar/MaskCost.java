package llmswarm.model.grammar;

import java.util.Arrays;
import java.util.List;

import llmswarm.model.grammar.Form.FilesForm;
import llmswarm.model.grammar.Form.PlanForm;

/** Prints what masks cost at the sizes of real vocabularies; run by hand. */
final class MaskCost {
    private MaskCost() {
    }

    public static void main(String[] args) {
        for (int size : new int[] {32_000, 152_064}) {
            var vocabulary = Speaker.vocabulary(size);
            var masks = new Masks();
            var form = new PlanForm("plain", List.of("backend", "tester", "documenter"), false);
            long start = System.nanoTime();
            masks.of(form, vocabulary);
            long built = System.nanoTime();
            if (args.length == 0) masks.prepare(vocabulary);
            System.out.printf("%d tokens: tree %d ms, prepared %d ms, %d MB%n", size, (built - start) / 1_000_000, (System.nanoTime() - built) / 1_000_000, used());
            for (int round = 1; round <= 3; round++) {
                measure("plan", masks, form, vocabulary, round);
                measure("files", masks, new FilesForm(List.of("src/app.py", "README.md"), 3_000), vocabulary, round);
            }
            System.out.println("  at the end " + used() + " MB");
        }
    }

    private static void measure(String what, Masks masks, Form form, llmswarm.model.jlama.Vocabulary vocabulary, int round) {
        var speaker = new Speaker(vocabulary, round);
        var costs = new long[100_000];
        int tokens = 0, chosen = 0, bytes = 0;
        long begin = System.nanoTime();
        var mask = masks.of(form, vocabulary);
        long made = System.nanoTime() - begin;
        while (!mask.done()) {
            long start = System.nanoTime();
            var allowed = mask.allowed();
            long asked = System.nanoTime() - start;
            int token = speaker.any(allowed);
            if (vocabulary.ends().contains(token)) break;
            if (Arrays.stream(allowed).map(Long::bitCount).sum() > 1) chosen++;
            bytes += vocabulary.bytes(token).length;
            start = System.nanoTime();
            mask.accept(token);
            costs[tokens++] = asked + System.nanoTime() - start;
        }
        var sorted = Arrays.copyOf(costs, tokens);
        Arrays.sort(sorted);
        System.out.printf("  %s %d: %d bytes, %d tokens (%d chosen), made %.0f us, first %.0f us, mean %.1f us, median %.1f, p95 %.1f, p99 %.1f, worst %.0f us%n", what, round,
                bytes, tokens, chosen, made / 1e3, costs[0] / 1e3, Arrays.stream(sorted).average().orElse(0) / 1e3, sorted[tokens / 2] / 1e3, sorted[tokens * 95 / 100] / 1e3,
                sorted[tokens * 99 / 100] / 1e3, sorted[tokens - 1] / 1e3);
    }

    private static long used() {
        System.gc();
        return (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) >> 20;
    }
}
