package llmswarm.model.grammar;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Which bytes may follow each other within one character outside ASCII. Left out are control characters, blanks that
 * only look like nothing, what turns the direction of text, and all that is no character.
 */
final class Utf8 {
    /** The character is complete. */
    static final int WHOLE = 0;
    private static final int NONE = -1;
    private static final BitSet CHARACTERS = characters();

    private final List<int[]> kinds = new ArrayList<>();
    private final int[] lead = new int[256];
    private final int[] whole = new int[4];

    Utf8() {
        kinds.add(new int[0]);
        Arrays.fill(lead, NONE);
        for (int b = 0xC2; b < 0xE0; b++) lead[b] = kind((b & 0x1F) << 6, 1, 0x80);
        for (int b = 0xE0; b < 0xF0; b++) lead[b] = kind((b & 0x0F) << 12, 2, 0x800);
        for (int b = 0xF0; b < 0xF5; b++) lead[b] = kind((b & 0x07) << 18, 3, 0x10000);
    }

    private static BitSet characters() {
        var set = new BitSet(0x110000);
        set.set(0xA0, 0x110000);
        int[] without = {0x1680, 0x1681, 0x2000, 0x200B, 0x200E, 0x2010, 0x2028, 0x2030, 0x205F, 0x2070, 0x3000, 0x3001,
                0xD800, 0xE000, 0xFEFF, 0xFF00, 0xFFF9, 0x10000, 0xE0000, 0xE1000};
        for (int i = 0; i < without.length; i += 2) set.clear(without[i], without[i + 1]);
        return set;
    }

    /** What the first byte of a character begins; negative when it begins none. */
    int lead(int b) {
        return lead[b];
    }

    /** What the beginning becomes with one more byte; negative when the byte cannot follow. */
    int next(int kind, int b) {
        return (b & 0xC0) == 0x80 ? kinds.get(kind)[b & 0x3F] : NONE;
    }

    /** The kind for the characters that begin at {@code low}, when so many bytes are still to come. */
    private int kind(int low, int more, int least) {
        int span = 1 << 6 * more;
        if (low + span <= least || low > 0x10FFFF) return NONE;
        int first = CHARACTERS.nextSetBit(low);
        if (first < 0 || first >= low + span) return NONE;
        var all = low >= least && CHARACTERS.nextClearBit(low) >= low + span;
        if (all && whole[more] > 0) return whole[more];
        var next = new int[64];
        for (int i = 0; i < 64; i++) {
            int at = low + (i << 6 * (more - 1));
            next[i] = more > 1 ? kind(at, more - 1, least) : at >= least && CHARACTERS.get(at) ? WHOLE : NONE;
        }
        kinds.add(next);
        if (all) whole[more] = kinds.size() - 1;
        return kinds.size() - 1;
    }
}
