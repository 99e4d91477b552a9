package llmswarm.model.jlama;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.MemorySegment;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Chooses the next token.
 *
 * @param temperature 0 for always the most likely one
 * @param topP        only the most likely ones that together have this probability are drawn from
 */
record Sampler(double temperature, double topP, RandomGenerator random) {
    /** Below this share of the most likely one's probability a token is not considered. */
    private static final double NEGLIGIBLE = 1e-9;

    /** @param allowed see {@link TokenMask#allowed()} */
    int next(Instance instance, long[] allowed) {
        int best = instance.best();
        if (temperature <= 0 && (allowed == null || isSet(allowed, best))) return best;
        var logits = logits(instance);
        var tokens = allowed == null ? null : tokens(allowed, logits.length);
        if (temperature <= 0 || tokens != null && tokens.length == 1) return mostLikely(logits, tokens);
        return draw(logits, tokens, allowed == null ? best : mostLikely(logits, tokens));
    }

    static boolean isSet(long[] set, int token) {
        return token / 64 < set.length && (set[token / 64] >>> token & 1) != 0;
    }

    private static int[] tokens(long[] allowed, int size) {
        return IntStream.range(0, Math.min(allowed.length, Math.ceilDiv(size, 64))).flatMap(word -> {
            var bits = IntStream.builder();
            for (long left = allowed[word]; left != 0; left &= left - 1) bits.add(word * 64
                    + Long.numberOfTrailingZeros(left));
            return bits.build();
        }).filter(token -> token < size).toArray();
    }

    private static int mostLikely(float[] logits, int[] tokens) {
        int best = tokens[0];
        for (int token : tokens) {
            if (logits[token] > logits[best]) best = token;
        }
        return best;
    }

    private int draw(float[] logits, int[] tokens, int best) {
        var all = tokens == null ? IntStream.range(0, logits.length) : IntStream.of(tokens);
        float least = (float) (logits[best] + temperature * Math.log(NEGLIGIBLE));
        var likely = all.filter(token -> logits[token] >= least);
        var candidates = topP >= 1 ? likely.toArray()
                : likely.boxed().sorted((a, b) -> Float.compare(logits[b], logits[a])).mapToInt(Integer::intValue)
                .toArray();
        var weights = IntStream.of(candidates).mapToDouble(token ->
                Math.exp((logits[token] - logits[best]) / temperature)).toArray();
        int kept = nucleus(weights);
        double left = random.nextDouble() * sum(weights, kept);
        for (int i = 0; i < kept; i++) {
            left -= weights[i];
            if (left < 0) return candidates[i];
        }
        return candidates[kept - 1];
    }

    private int nucleus(double[] weights) {
        if (topP >= 1) return weights.length;
        double enough = topP * sum(weights, weights.length);
        int kept = 0;
        for (double reached = 0; kept < weights.length && (kept == 0 || reached < enough); kept++) reached +=
                weights[kept];
        return kept;
    }

    private static double sum(double[] weights, int first) {
        double sum = 0;
        for (int i = 0; i < first; i++) sum += weights[i];
        return sum;
    }

    private static float[] logits(Instance instance) {
        var tensor = instance.logits();
        var floats = new float[(int) tensor.size()];
        MemorySegment.copy(tensor.getMemorySegment(), JAVA_FLOAT, 0, floats, 0, floats.length);
        return floats;
    }
}
