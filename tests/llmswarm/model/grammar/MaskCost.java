package llmswarm.model.grammar;

import java.util.Arrays;
import java.util.List;

import llmswarm.model.grammar.Form.FilesForm;
import llmswarm.model.grammar.Form.PlanForm;
import llmswarm.model.jlama.Vocabulary;

/**
 * What masks cost with a made-up vocabulary of the size and shape of a real one, by an answer whose tokens are chosen
 * by chance.
 *
 * @param tokens of the answer
 * @param chosen those of them that had alternatives
 * @param mean   microseconds a token; likewise the others
 */
public record MaskCost(String form, int tokens, int chosen, double mean, double median, double worst) {
    /**
     * Of a plan and of an answer with two files; {@code seed} varies them. The first one makes what the vocabulary
     * needs.
     */
    public static List<MaskCost> of(Masks masks, Vocabulary vocabulary, int seed) {
        return List.of(of("plan", masks, new PlanForm("plain", List.of("backend", "tester", "documenter"), false),
                vocabulary, seed),
                of("files", masks, new FilesForm(List.of("src/app.py", "README.md"), 3_000), vocabulary, seed));
    }

    /** A vocabulary of that many tokens. */
    public static Vocabulary vocabulary(int size) {
        return Speaker.vocabulary(size);
    }

    private static MaskCost of(String name, Masks masks, Form form, Vocabulary vocabulary, int seed) {
        var speaker = new Speaker(vocabulary, seed);
        var costs = new long[100_000];
        int tokens = 0, chosen = 0;
        var mask = masks.of(form, vocabulary);
        while (!mask.done()) {
            long start = System.nanoTime();
            var allowed = mask.allowed();
            long asked = System.nanoTime() - start;
            int token = speaker.any(allowed);
            if (vocabulary.ends().contains(token)) break;
            if (Arrays.stream(allowed).map(Long::bitCount).sum() > 1) chosen++;
            start = System.nanoTime();
            mask.accept(token);
            costs[tokens++] = asked + System.nanoTime() - start;
        }
        var sorted = Arrays.copyOf(costs, tokens);
        Arrays.sort(sorted);
        return new MaskCost(name, tokens, chosen, Arrays.stream(sorted).average().orElse(0) / 1e3,
                sorted[tokens / 2] / 1e3, sorted[tokens - 1] / 1e3);
    }
}
