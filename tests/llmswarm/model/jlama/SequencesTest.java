package llmswarm.model.jlama;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;

/** Which sequence a prompt gets; none of these copies from another, so they need no memory. */
class SequencesTest {
    private final List<Sequence> made = new ArrayList<>();
    private final Sequences sequences = new Sequences(this::make, 2, 1);

    private Sequence make() {
        made.add(new Sequence(null, 100));
        return made.getLast();
    }

    /** Lends a sequence and computes what it lacks. */
    private Sequence lent(int... prompt) {
        var sequence = sequences.borrow(prompt);
        sequence.append(prompt, sequence.length(), prompt.length - sequence.length());
        return sequence;
    }

    /** Too many for another prompt to throw them away for nothing. */
    private static int[] forty(int token) {
        var tokens = new int[40];
        Arrays.fill(tokens, token);
        return tokens;
    }

    private Sequence used(int... prompt) {
        var sequence = lent(prompt);
        sequences.giveBack(sequence);
        return sequence;
    }

    @Test
    void noMoreAreKeptThanThereIsRoomForAndTheOneUnusedForLongestGivesWay() {
        var first = used(forty(1));
        var second = used(forty(2));
        assertNotSame(first, second);
        assertSame(first, used(forty(1)));
        assertSame(second, used(forty(3)));
        assertEquals(List.of(first, second), made);
    }

    @Test
    void whatIsLentIsNeverLentAgainWhateverTheRoom() {
        var lent = List.of(lent(1, 2), lent(3, 4), lent(5, 6));
        assertEquals(lent, made);
        assertEquals(3, lent.stream().distinct().count());
    }

    @Test
    void theLastTokenOfAPromptIsComputedAlthoughItIsThere() {
        used(1, 2, 3);
        assertEquals(2, sequences.borrow(new int[] {1, 2, 3}).length());
    }
}
