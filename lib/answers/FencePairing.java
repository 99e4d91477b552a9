package answers;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import answers.FencedBlock.Closing;

/**
 * The blocks of an answer that stand in no other; what stands inside one is its text. CommonMark would end a block at the
 * first bare fence of its length. Models put fences into documents inside fences of the same length, so those are paired as
 * long as only one pairing makes sense; where it does not, the block is unclear, and nothing behind it is read.
 */
final class FencePairing {
    private final List<String> lines;
    private final DeclaredPaths declared;
    private final LabelSearch labels;
    private final List<Fence> fences = new ArrayList<>();
    /** For each fence the label on the line above it; null when there is none. */
    private final List<FileLabel> headings = new ArrayList<>();
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
        if (eachNamesItsLanguage()) for (int i = 1; i < fences.size(); i += 2) fences.set(i, fences.get(i).withoutInfo());
    }

    /** Whether closing fences are written like opening ones: none is bare, all are alike, and each second one stands below a file's path. */
    private boolean eachNamesItsLanguage() {
        var first = fences.isEmpty() ? null : fences.getFirst();
        if (first == null || fences.size() < 2 || first.bare()) return false;
        for (int i = 0; i < fences.size(); i++) {
            var fence = fences.get(i);
            boolean opens = isDeclared(headings.get(i)) && headings.get(i).raised();
            boolean alike = fence.mark() == first.mark() && fence.length() == first.length() && fence.info().equals(first.info());
            if (!alike || opens != (i % 2 == 0)) return false;
        }
        return true;
    }

    /** Those of the whole answer, also when one more fence stands around all of it. */
    static List<FencedBlock> in(List<String> lines, DeclaredPaths declared) {
        var blocks = new FencePairing(lines, declared);
        var all = blocks.read(0, lines.size());
        if (all.size() != 1 || all.getFirst().label() != null || all.getFirst().closing() != Closing.FENCE) return all;
        var inside = blocks.read(1, all.getFirst().end());
        return inside.stream().anyMatch(FencedBlock::declared) ? inside : all;
    }

    private List<FencedBlock> read(int first, int limit) {
        var blocks = new ArrayList<FencedBlock>();
        boolean wrapped = false;
        int after = first == 0 ? -1 : fences.get(first - 1).line();
        for (int i = first; i < fences.size() && fences.get(i).line() < limit; ) {
            var block = block(i, labels.of(fences.get(i), after), limit);
            if (!wrapped && block.label() == null && block.closing() == Closing.NONE && leadsToFile(i + 1, limit)) {
                wrapped = true;
                after = fences.get(i++).line();
                continue;
            }
            blocks.add(block);
            after = block.closing() == Closing.FENCE ? block.end() : block.end() - 1;
            while (i < fences.size() && fences.get(i).line() <= after) i++;
        }
        return blocks;
    }

    /** A fence around the whole answer that was never closed. */
    private boolean leadsToFile(int i, int limit) {
        return i < fences.size() && fences.get(i).line() < limit && headings.get(i) != null && headings.get(i).declared();
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

    /** Whether another file begins there that the answer gives nowhere else. */
    private boolean beginsFile(int k, FileLabel label) {
        var heading = headings.get(k);
        return heading != null && declared.isFile(heading.path()) && given.get(heading.path()) == 1
                && (label == null || !label.path().equals(heading.path()));
    }

    /** Behind code whose fence was forgotten, reading goes on at the heading of the next file, when no fence is on the way. */
    private FencedBlock unclosed(int i, FileLabel label, boolean prose, int limit) {
        var opening = fences.get(i);
        int k = i + 1;
        if (label != null && !prose && k < fences.size() && fences.get(k).line() < limit && beginsFile(k, label)) {
            limit = headings.get(k).line();
        }
        return new FencedBlock(opening, label, limit, Closing.NONE);
    }

    private enum Meaning { CLOSES, OPENS, UNCLEAR }

    /**
     * Whether a bare fence closes a file's block or, in a document, opens a block within it. What stands around it and before
     * the next bare fence must read like the one and not like the other.
     */
    private Meaning meaning(int k, Fence opening, boolean prose, int limit) {
        int line = fences.get(k).line(), next = next(k, opening, limit);
        if (lines.get(line - 1).equals(EditBlock.MASK)) return Meaning.CLOSES;
        boolean ledTo = leadsOver(line - 1);
        var label = next == 0 ? null : labels.of(fences.get(next), line);
        boolean goesOn = line + 1 < limit && !lines.get(line + 1).isBlank() && (label == null || label.line() > line + 1);
        // An opening fence that was written twice looks like an empty file with text right behind it.
        if (line == opening.line() + 1 && goesOn && labels.above(line + 2, line).isEmpty()) return Meaning.UNCLEAR;
        if (prose && opening.length() == 3 && endsAt(line, limit) && leadsOver(lastText(line))) return Meaning.UNCLEAR;
        if (next != k + 1 || !fences.get(next).bare() || isDeclared(headings.get(next)) && headings.get(next).raised()) {
            return prose && ledTo && goesOn && !lines.get(line + 1).startsWith("#") ? Meaning.UNCLEAR : Meaning.CLOSES;
        }
        boolean sample = leadsOver(fences.get(next).line() - 1) || label != null;
        if (!prose) return !goesOn || sample ? Meaning.CLOSES : Meaning.UNCLEAR;
        if (ledTo && goesOn && !sample) return Meaning.OPENS;
        return !ledTo && !goesOn && sample ? Meaning.CLOSES : Meaning.UNCLEAR;
    }

    /** The line in the block's text where that file would begin, if the block were closed before it; negative when none is. */
    static int headingInside(FencedBlock block, String path, List<String> lines) {
        int heading = -1;
        for (int i = block.opening().line() + 1; i < block.end(); i++) {
            var line = lines.get(i);
            if (line.isBlank()) continue;
            var fence = Fence.at(i, line);
            if (heading >= 0 && fence != null && fence.length() >= block.opening().length()) return heading;
            heading = fence == null && PathLine.of(line).filter(stated -> stated.path().equals(path)).isPresent() ? i : -1;
        }
        return -1;
    }

    private static boolean isDeclared(FileLabel label) {
        return label != null && label.declared();
    }

    /** Whether nothing follows: an answer that was cut off there may end with the first half of a fence. */
    private boolean endsAt(int line, int limit) {
        return lines.subList(line + 1, limit).stream().allMatch(String::isBlank);
    }

    private int lastText(int line) {
        int last = line - 1;
        while (last > 0 && lines.get(last).isBlank()) last--;
        return last;
    }

    private boolean leadsOver(int line) {
        var text = lines.get(line).strip();
        return text.isEmpty() || text.endsWith(":");
    }
}
