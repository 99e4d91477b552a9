package llmswarm.model.jlama;

import java.util.Arrays;
import java.util.Optional;

import dev.langchain4j.model.output.FinishReason;

/** One answer, token by token, by an instance that is lent to it. */
final class Generation {
    /** The whole answer; how many of the prompt's tokens were there already. */
    record Answer(String text, FinishReason reason, int cached, int output) {
    }

    private final Instance instance;
    private final Sequence sequence;
    private final Vocabulary vocabulary;
    private final Sampler sampler;
    private final Optional<TokenMask> mask;
    private final Instance.Watch watch;
    private int[] pending;
    private int output;

    Generation(Instance instance, Sequence sequence, Vocabulary vocabulary, Sampler sampler, Optional<TokenMask> mask,
               Instance.Watch watch) {
        this.instance = instance;
        this.sequence = sequence;
        this.vocabulary = vocabulary;
        this.sampler = sampler;
        this.mask = mask;
        this.watch = watch;
    }

    /**
     * Computes what the sequence lacks of the prompt, then answers.
     *
     * @param most tokens of the answer
     */
    Answer answer(int[] prompt, int most, AnswerText text) throws InterruptedException {
        int cached = sequence.length();
        pending = Arrays.copyOfRange(prompt, cached, prompt.length);
        var reason = generate(most, text);
        return new Answer(text.end(), reason, cached, output);
    }

    private FinishReason generate(int most, AnswerText text) throws InterruptedException {
        while (output < most) {
            watch.look();
            int token = next();
            if (vocabulary.ends().contains(token)) return FinishReason.STOP;
            output++;
            var stopped = text.add(vocabulary.bytes(token));
            mask.ifPresent(each -> each.accept(token));
            if (stopped || mask.isPresent() && mask.get().done()) return FinishReason.STOP;
            pending = Arrays.copyOf(pending, pending.length + 1);
            pending[pending.length - 1] = token;
        }
        return FinishReason.LENGTH;
    }

    /**
     * A token without alternative needs no computing; it is computed with the ones after it, when there is a choice
     * again.
     */
    private int next() throws InterruptedException {
        var allowed = mask.map(TokenMask::allowed).orElse(null);
        if (allowed != null) {
            int only = only(allowed);
            if (only >= 0) return only;
        }
        instance.forward(sequence, pending, watch);
        pending = new int[0];
        return sampler.next(instance, allowed);
    }

    private static int only(long[] allowed) {
        int only = -1;
        for (int word = 0; word < allowed.length; word++) {
            if (allowed[word] == 0) continue;
            if (only >= 0 || Long.bitCount(allowed[word]) > 1) return -1;
            only = word * 64 + Long.numberOfTrailingZeros(allowed[word]);
        }
        if (only < 0) throw new IllegalStateException("the mask allows no token");
        return only;
    }
}
