package answers;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import answers.FencedBlock.Closing;

/**
 * Finds the blocks of an answer that stand in no other; what stands inside one is its text. CommonMark would end a
 * block at the first bare fence of its length. But models put fences into documents inside fences of the same length,
 * so those are paired where only one pairing makes sense. Where two do, the end of the block is unclear, and reading
 * stops there.
 */
final class FencePairing {
    private final List<String> lines;
    private final DeclaredPaths declared;
    private final LabelSearch labels;
    private final List<Fence> fences = new ArrayList<>();
    /** For each fence the label on the line above it; null when there is none. */
    private final List<FileLabel> headings = new ArrayList<>();
    /** How often each path stands above a fence. */
    private final Map<String, Integer> given = new HashMap<>();

    private FencePairing(List<String> lines, DeclaredPaths declared) {
        this.lines = lines;
        this.declared = declared;
        this.labels = new LabelSearch(lines, declared);
        int after = -1;
        for (int i = 0; i < lines.size(); i++) {
            var fence = Fence.at(i, lines.get(i));
            if (fence == null) continue;
            var heading = labels.above(i, after).orElse(null);
            if (heading != null) given.merge(heading.path(), 1, Integer::sum);
            fences.add(fence);
            headings.add(heading);
            after = i;
        }
    }

    /** The blocks of the whole answer; or the files in its only block, when that has no name and holds files. */
    static List<FencedBlock> in(List<String> lines, DeclaredPaths declared) {
        var pairing = new FencePairing(lines, declared);
        var all = pairing.read(0, lines.size());
        if (all.size() != 1 || all.getFirst().label() != null || !all.getFirst().whole()) return all;
        var inside = pairing.read(1, all.getFirst().end());
        return inside.stream().anyMatch(FencedBlock::declared) ? inside : all;
    }

    /** @param limit index of the first line that is not read */
    private List<FencedBlock> read(int first, int limit) {
        var blocks = new ArrayList<FencedBlock>();
        int after = first == 0 ? -1 : fences.get(first - 1).line();
        for (int i = first; i < fences.size() && fences.get(i).line() < limit; ) {
            var block = block(i, labels.of(fences.get(i), after), limit);
            blocks.add(block);
            after = block.whole() ? block.end() : block.end() - 1;
            while (i < fences.size() && fences.get(i).line() <= after) i++;
        }
        return blocks;
    }

    private FencedBlock block(int i, FileLabel label, int limit) {
        var opening = fences.get(i);
        boolean prose = FencedBlock.prose(opening, label);
        Fence inner = null;
        for (int k = next(i, opening, limit); k > 0; k = next(k, opening, limit)) {
            var fence = fences.get(k);
            if (inner != null) {
                if (!fence.bare() || fence.length() > inner.length()) return unclosed(i, label, prose, limit);
                if (fence.length() == inner.length()) inner = null;
            } else if (!fence.bare()) {
                if (label != null && !prose && headings.get(k) != null) return unclosed(i, label, prose, limit);
                inner = fence;
            } else if (beginsFile(k, label)) {
                return unclosed(i, label, prose, limit);
            } else {
                switch (isDeclared(label) ? meaning(k, opening, prose, limit) : Meaning.CLOSES) {
                    case CLOSES -> { return new FencedBlock(opening, label, fence.line(), Closing.FENCE); }
                    case UNCLEAR -> { return new FencedBlock(opening, label, limit, Closing.UNCLEAR); }
                    case OPENS -> inner = fence;
                }
            }
        }
        return unclosed(i, label, prose, limit);
    }

    /** The next fence behind that one that may open or close something in the block; 0 when there is none. */
    private int next(int i, Fence opening, int limit) {
        for (int k = i + 1; k < fences.size() && fences.get(k).line() < limit; k++) {
            if (fences.get(k).countsIn(opening)) return k;
        }
        return 0;
    }

    /** Whether a file begins at that fence, another than the labelled one, which the answer gives nowhere else. */
    private boolean beginsFile(int k, FileLabel label) {
        var heading = headings.get(k);
        return heading != null && declared.isFile(heading.path()) && given.get(heading.path()) == 1
                && (label == null || !label.path().equals(heading.path()));
    }

    /** Where the closing fence of code was forgotten, reading goes on at a file that begins at the very next fence. */
    private FencedBlock unclosed(int i, FileLabel label, boolean prose, int limit) {
        int k = i + 1;
        boolean inside = k < fences.size() && fences.get(k).line() < limit;
        boolean goesOn = label != null && !prose && inside && beginsFile(k, label);
        return new FencedBlock(fences.get(i), label, goesOn ? headings.get(k).line() : limit, Closing.NONE);
    }

    private enum Meaning { CLOSES, OPENS, UNCLEAR }

    /**
     * Whether a bare fence closes a file's block or, in a document, opens a sample within it. What stands around the
     * fence and before the next bare one must read like the one and not like the other.
     */
    private Meaning meaning(int k, Fence opening, boolean prose, int limit) {
        int line = fences.get(k).line(), next = next(k, opening, limit);
        if (lines.get(line - 1).equals(EditBlock.MASK)) return Meaning.CLOSES;
        boolean ledTo = leadsOver(line - 1);
        var label = next == 0 ? null : labels.of(fences.get(next), line);
        boolean goesOn = line + 1 < limit && !lines.get(line + 1).isBlank()
                && (label == null || label.line() > line + 1);
        // An opening fence that was written twice looks like an empty file with text right behind it.
        if (line == opening.line() + 1 && goesOn && labels.above(line + 2, line).isEmpty()) return Meaning.UNCLEAR;
        // A document that ends with a sentence which leads to a sample was cut off there.
        if (prose && opening.length() == 3 && isLast(line, limit) && leadsOver(textAbove(line))) return Meaning.UNCLEAR;
        var heading = next == 0 ? null : headings.get(next);
        boolean pair = next == k + 1 && fences.get(next).bare() && !(isDeclared(heading) && heading.raised());
        boolean sample = ledTo && goesOn;
        if (!pair) return prose && sample && !lines.get(line + 1).startsWith("#") ? Meaning.UNCLEAR : Meaning.CLOSES;
        // Whether the next bare fence opens a sample or a file of its own.
        boolean opens = leadsOver(fences.get(next).line() - 1) || label != null;
        if (!prose) return !goesOn || opens ? Meaning.CLOSES : Meaning.UNCLEAR;
        if (sample && !opens) return Meaning.OPENS;
        return !ledTo && !goesOn && opens ? Meaning.CLOSES : Meaning.UNCLEAR;
    }

    private static boolean isDeclared(FileLabel label) {
        return label != null && label.declared();
    }

    private boolean isLast(int line, int limit) {
        return lines.subList(line + 1, limit).stream().allMatch(String::isBlank);
    }

    private int textAbove(int line) {
        int text = line - 1;
        while (text > 0 && lines.get(text).isBlank()) text--;
        return text;
    }

    /** Whether the line is blank or ends in a colon, as lines above a sample do. */
    private boolean leadsOver(int line) {
        var text = lines.get(line).strip();
        return text.isEmpty() || text.endsWith(":");
    }
}
