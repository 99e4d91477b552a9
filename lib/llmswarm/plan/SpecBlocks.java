package llmswarm.plan;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What of a specification belongs together: paragraphs, list items, tables, samples, what leads to them, and the
 * headings above.
 */
final class SpecBlocks {
    private static final Pattern ITEM = Pattern.compile("\\s*(?:[-*+]|\\d{1,3}[.)])\\s.*");
    private static final Pattern FENCE = Pattern.compile("\\s{0,3}(`{3,}|~{3,}).*");
    private static final Pattern HEADING = Pattern.compile("(#{1,6})\\s.*"), UNDERLINE = Pattern.compile("(=+|-+)\\s*");
    private static final Pattern COMMENT = Pattern.compile("\\s*<!--.*-->\\s*");

    private enum BlockKind { PROSE, ITEM, SAMPLE, HEADING }

    /** Lines from first to last, both included, by index from 0. */
    private record Block(BlockKind kind, int first, int last) {
    }

    private final List<String> lines;
    private final List<Block> blocks = new ArrayList<>();
    private final BitSet marks = new BitSet();

    private SpecBlocks(List<String> lines) {
        this.lines = lines;
        for (int i = 0; i < lines.size(); ) i = next(i);
    }

    static SpecBlocks of(List<String> lines) {
        return new SpecBlocks(lines);
    }

    /** Takes the block that begins there; gives the line behind it. */
    private int next(int first) {
        var line = lines.get(first);
        if (line.isBlank()) return first + 1;
        if (COMMENT.matcher(line).matches()) marks.set(first);
        var fence = FENCE.matcher(line);
        if (fence.matches()) return fenced(first, fence.group(1));
        if (HEADING.matcher(line).matches()) return take(BlockKind.HEADING, first, first);
        if (underlined(first)) {
            marks.set(first + 1);
            return take(BlockKind.HEADING, first, first + 1);
        }
        boolean item = ITEM.matcher(line).matches();
        int indent = indent(first), last = first;
        while (last + 1 < lines.size() && goesOn(last + 1, item, indent)) last++;
        boolean sample = line.startsWith("    ") && !item || table(first);
        return take(sample ? BlockKind.SAMPLE : item ? BlockKind.ITEM : BlockKind.PROSE, first, last);
    }

    private boolean goesOn(int i, boolean item, int indent) {
        var line = lines.get(i);
        if (line.isBlank() || FENCE.matcher(line).matches() || HEADING.matcher(line).matches()) return false;
        return !ITEM.matcher(line).matches() || item && indent(i) > indent;
    }

    private int fenced(int first, String fence) {
        int last = first + 1;
        while (last < lines.size() && !(lines.get(last).strip().startsWith(fence) && lines.get(last).strip().chars()
                .allMatch(c -> c == fence.charAt(0)))) last++;
        last = Math.min(last, lines.size() - 1);
        marks.set(first);
        if (last > first && FENCE.matcher(lines.get(last)).matches()) marks.set(last);
        return take(BlockKind.SAMPLE, first, last);
    }

    private int take(BlockKind kind, int first, int last) {
        blocks.add(new Block(kind, first, last));
        return last + 1;
    }

    private boolean table(int i) {
        return lines.get(i).strip().startsWith("|");
    }

    private boolean underlined(int i) {
        return i + 1 < lines.size() && !ITEM.matcher(lines.get(i)).matches() && !table(i)
                && UNDERLINE.matcher(lines.get(i + 1)).matches()
                && lines.get(i + 1).strip().length() >= 3;
    }

    private int indent(int i) {
        var line = lines.get(i);
        return line.length() - line.stripLeading().length();
    }

    /** Whether the line is a heading's. */
    boolean heading(int i) {
        return blocks.stream().anyMatch(block -> block.kind == BlockKind.HEADING && block.first <= i
                && i <= block.last);
    }

    /** Whether the line only encloses others or is a comment. */
    boolean mark(int i) {
        return marks.get(i);
    }

    /** The marked lines and the rest of their blocks, what a colon leads to, and the headings above. */
    BitSet whole(BitSet marked) {
        var shown = new BitSet();
        for (int b = 0; b < blocks.size(); b++) {
            if (touched(blocks.get(b), marked)) show(b, shown);
        }
        return shown;
    }

    private void show(int b, BitSet shown) {
        var block = blocks.get(b);
        shown.set(block.first, block.last + 1);
        headings(b, shown);
        boolean leads = block.kind != BlockKind.HEADING && lines.get(block.last).strip().endsWith(":");
        if (leads && b + 1 < blocks.size() && blocks.get(b + 1).kind == BlockKind.SAMPLE) show(b + 1, shown);
        // What a sample shows, or a list lists, stands in the sentence before it.
        int before = b - 1;
        if (block.kind == BlockKind.ITEM) while (before >= 0 && blocks.get(before).kind == BlockKind.ITEM) before--;
        if (before >= 0 && leads(blocks.get(before), block)) shown.set(blocks.get(before).first,
                blocks.get(before).last + 1);
    }

    private boolean leads(Block before, Block block) {
        return switch (block.kind) {
            case SAMPLE -> before.kind == BlockKind.PROSE || before.kind == BlockKind.ITEM
                    && indent(block.first) > indent(before.first);
            case ITEM -> before.kind == BlockKind.PROSE && lines.get(before.last).strip().endsWith(":");
            case PROSE, HEADING -> false;
        };
    }

    /** The headings that a block stands under, each of a higher level than the one below it. */
    private void headings(int b, BitSet shown) {
        int level = Integer.MAX_VALUE;
        for (int i = b; i >= 0 && level > 1; i--) {
            var block = blocks.get(i);
            if (block.kind != BlockKind.HEADING || i < b && level(block) >= level) continue;
            level = level(block);
            shown.set(block.first, block.last + 1);
        }
    }

    private int level(Block heading) {
        var line = lines.get(heading.first);
        var matcher = HEADING.matcher(line);
        if (matcher.matches()) return matcher.group(1).length();
        return lines.get(heading.last).startsWith("=") ? 1 : 2;
    }

    /**
     * What is asked for piece by piece, each as its first and last line by index: a block that is no heading, with the
     * samples that it leads to.
     */
    List<int[]> pieces() {
        var pieces = new ArrayList<int[]>();
        for (int b = 0; b < blocks.size(); b++) {
            var block = blocks.get(b);
            if (block.kind == BlockKind.HEADING) continue;
            boolean led = block.kind == BlockKind.SAMPLE && b > 0 && leads(blocks.get(b - 1), block);
            if (led) pieces.getLast()[1] = block.last;
            else pieces.add(new int[] {block.first, block.last});
        }
        return pieces;
    }

    /** The lines of the headings that a line stands under. */
    BitSet headingsAbove(int line) {
        var above = new BitSet();
        for (int b = 0; b < blocks.size(); b++) {
            if (blocks.get(b).first <= line && line <= blocks.get(b).last) headings(b, above);
        }
        return above;
    }

    /** The marked lines, and those of samples and tables of which one is marked: nobody lists each line of a sample. */
    BitSet samples(BitSet marked) {
        var covered = (BitSet) marked.clone();
        blocks.stream().filter(block -> block.kind == BlockKind.SAMPLE && touched(block, marked))
                .forEach(block -> covered.set(block.first, block.last + 1));
        return covered;
    }

    private static boolean touched(Block block, BitSet marked) {
        int next = marked.nextSetBit(block.first);
        return next >= 0 && next <= block.last;
    }
}
