package llmswarm.files;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The blocks of an answer that are files, and those nothing names. A block without a name that holds named ones is a
 * wrapper around them.
 */
record AnswerBlocks(List<Block> labelled, List<Block> unlabelled) {
    static AnswerBlocks of(List<Block> all) {
        var outside = new HashSet<String>();
        for (int i = 0; i < all.size(); i = wraps(all, i) ? i + 1 : behind(all, i)) {
            if (all.get(i).declared()) outside.add(all.get(i).label().path());
        }
        var result = new AnswerBlocks(new ArrayList<>(), new ArrayList<>());
        for (int i = 0; i < all.size(); ) {
            var block = all.get(i);
            if (block.label() == null) {
                boolean wrapper = wraps(all, i);
                if (!wrapper) result.unlabelled.add(block);
                i = wrapper ? i + 1 : behind(all, i);
            } else {
                int next = swallowed(all, i, outside);
                result.labelled.add(next < 0 ? block : block.endingAt(all.get(next).label().line()));
                i = next < 0 ? behind(all, i) : next;
            }
        }
        return result;
    }

    /** The block that must be the file when only one was asked for: the only one, or the first when no other is as long. */
    Optional<Block> only() {
        if (unlabelled.isEmpty()) return Optional.empty();
        var first = unlabelled.getFirst();
        var longest = unlabelled.stream().skip(1).allMatch(b -> size(b) < size(first));
        return longest ? Optional.of(first) : Optional.empty();
    }

    private static int size(Block block) {
        return block.end() - block.opening().line();
    }

    private static int behind(List<Block> all, int i) {
        int end = all.get(i).end();
        while (i < all.size() && all.get(i).opening().line() < end) i++;
        return i;
    }

    private static boolean wraps(List<Block> all, int i) {
        if (all.get(i).label() != null) return false;
        for (int j = i + 1; j < all.size() && all.get(j).opening().line() < all.get(i).end(); j++) {
            if (all.get(j).declared()) return true;
        }
        return false;
    }

    /** The next file, when this block only seems to hold it because it was never closed: nowhere else is that file given. */
    private static int swallowed(List<Block> all, int i, Set<String> outside) {
        var block = all.get(i);
        for (int j = i + 1; j < all.size() && all.get(j).opening().line() < block.end(); j++) {
            var inner = all.get(j);
            if (inner.declared() && !inner.label().path().equals(block.label().path()) && !outside.contains(inner.label().path())) return j;
        }
        return -1;
    }
}
