package llmswarm.model.jlama;

import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.SequencedSet;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The sequences of a model that were computed before, so that a prompt which begins like one of them goes on from
 * there. They belong to the weights, not to an instance; the one that was not used for longest gives way.
 */
final class Sequences {
    /** A tail of so few tokens is not worth a sequence of its own. */
    private static final int SPARE = 32;

    private final Supplier<Sequence> maker;
    private final int most;
    private final int layers;
    private final SequencedSet<Sequence> idle = new LinkedHashSet<>();
    private final Set<Sequence> lent = new HashSet<>();

    /** @param most sequences at once, but never less than are lent */
    Sequences(Supplier<Sequence> maker, int most, int layers) {
        this.maker = maker;
        this.most = most;
        this.layers = layers;
    }

    /** A sequence that holds as many of the prompt's first tokens as any does, but not its last one; nothing else. */
    synchronized Sequence borrow(int[] prompt) {
        var best = Stream.concat(idle.stream(), lent.stream())
                .max(Comparator.<Sequence>comparingInt(s -> shared(s, prompt))
                .thenComparing(idle::contains).thenComparing(Sequence::length, Comparator.reverseOrder()));
        int share = best.map(sequence -> shared(sequence, prompt)).orElse(0);
        var taken = best.filter(sequence -> idle.contains(sequence) && sequence.length() - share <= SPARE)
                .orElseGet(this::free);
        if (share > 0 && taken != best.get()) taken.copy(best.get(), share, layers);
        else taken.keep(share);
        idle.remove(taken);
        lent.add(taken);
        return taken;
    }

    /** Takes it back with what was computed, for the next one who asks. */
    synchronized void giveBack(Sequence sequence) {
        lent.remove(sequence);
        idle.add(sequence);
    }

    synchronized void close() {
        idle.forEach(Sequence::close);
        idle.clear();
    }

    /** The last token is always computed, as its state is what the next one is chosen from. */
    private static int shared(Sequence sequence, int[] prompt) {
        return Math.min(sequence.common(prompt), prompt.length - 1);
    }

    private Sequence free() {
        return idle.isEmpty() || idle.size() + lent.size() < most ? maker.get() : idle.getFirst();
    }
}
