package llmswarm.files;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Pairs the fences of an answer, also those of blocks within blocks. CommonMark would end a block at the first fence of its
 * length; models put fences into a text inside fences of the same length, so a fence with an info string opens a block
 * wherever it stands. Time grows with the length of the answer only.
 */
final class Blocks {
    private static final int DEEPEST = 500;

    private final List<String> lines;
    private final List<Fence> fences = new ArrayList<>();
    private final List<Label> labels = new ArrayList<>();
    private final List<Block> paired = new ArrayList<>();
    private final Deque<Block> open = new ArrayDeque<>();
    private final Map<String, Integer> openKinds = new HashMap<>();

    private Blocks(List<String> lines, Declared declared) {
        this.lines = lines;
        var finder = new Labels(lines, declared);
        int after = -1;
        for (int i = 0; i < lines.size(); i++) {
            var fence = Fence.at(i, lines.get(i));
            if (fence == null) continue;
            fences.add(fence);
            labels.add(finder.of(fence, after));
            after = i;
        }
    }

    /** All blocks in the order in which they open. */
    static List<Block> in(List<String> lines, Declared declared) {
        var blocks = new Blocks(lines, declared);
        for (int i = 0; i < blocks.fences.size(); i++) blocks.take(i);
        while (!blocks.open.isEmpty()) blocks.close(lines.size(), false);
        blocks.paired.sort(Comparator.comparingInt(b -> b.opening().line()));
        return blocks.paired;
    }

    private void take(int i) {
        var fence = fences.get(i);
        if (open.isEmpty()) {
            open(i);
            return;
        }
        var top = open.peek();
        if (fence.insideTextOf(top.opening())) return;
        if (!fence.bare() || startsFile(i, top) || top.prose() && opensInProse(i)) {
            open(i);
            return;
        }
        var partner = partner(fence);
        if (partner != null) {
            while (open.peek() != partner) close(fence.line(), true);
            close(fence.line(), true);
        } else if (fence.mark() == '`' || top.opening().mark() == '~') {
            open(i);
        }
    }

    /** A heading with another declared path directly above: the block before was never closed. */
    private boolean startsFile(int i, Block top) {
        var label = labels.get(i);
        return label != null && label.declared() && label.raised() && (top.label() == null || !top.label().path().equals(label.path()));
    }

    /**
     * Whether a fence without info opens a block in the text of a document, rather than ending the document: it does when
     * the lines up to the next fence read like the inside of a block, not like talk between two blocks.
     */
    private boolean opensInProse(int i) {
        if (i + 1 == fences.size()) return false;
        var fence = fences.get(i);
        var next = fences.get(i + 1);
        if (!next.bare() || !next.matches(fence) || next.line() == fence.line() + 1 || startsAny(i + 1)) return false;
        if (!fence.closes(open.peek().opening())) return true;
        if (lines.get(fence.line() + 1).isBlank() || leadsOver(next.line() - 1)) return false;
        return leadsOver(fence.line() - 1) || i + 2 < fences.size() && !startsAny(i + 2);
    }

    private boolean startsAny(int i) {
        return labels.get(i) != null && labels.get(i).declared();
    }

    private boolean leadsOver(int line) {
        var text = lines.get(line).strip();
        return text.isEmpty() || text.endsWith(":");
    }

    /** The open block that the fence closes; null when it closes none. */
    private Block partner(Fence fence) {
        if (openKinds.getOrDefault(kind(fence), 0) > 0) {
            for (var block : open) {
                if (fence.matches(block.opening())) return block;
                if (fence.mark() == block.opening().mark() && fence.length() < block.opening().length()) return null;
            }
        }
        return fence.closes(open.peek().opening()) ? open.peek() : null;
    }

    private void open(int i) {
        if (open.size() == DEEPEST) return;
        open.push(new Block(fences.get(i), labels.get(i), lines.size(), false));
        openKinds.merge(kind(fences.get(i)), 1, Integer::sum);
    }

    private void close(int line, boolean closed) {
        var block = open.pop();
        openKinds.merge(kind(block.opening()), -1, Integer::sum);
        paired.add(new Block(block.opening(), block.label(), line, closed));
    }

    private static String kind(Fence fence) {
        return fence.mark() + "" + fence.length();
    }
}
