package llmswarm.files;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The edits of an answer with the files they are of, and the blocks that hold none. */
final class AnswerEdits {
    /** So many lines of talk between edits in one fence are let pass, before it is a file that holds such marks. */
    private static final int TALK = 2;
    private static final int CLOSE = 3;

    private final List<String> lines;
    private final List<String> masked;
    private final Declared declared;
    private final Set<String> present;
    private final List<FileEdit> edits = new ArrayList<>();
    private final List<Block> rest = new ArrayList<>();
    private final Map<Block, Boolean> files = new IdentityHashMap<>();
    private EditMarks last;
    private Block lastAround;

    private AnswerEdits(List<String> lines, List<String> masked, Declared declared, Set<String> present) {
        this.lines = lines;
        this.masked = masked;
        this.declared = declared;
        this.present = present;
    }

    /** What was found. */
    record Found(List<FileEdit> edits, List<Block> rest) {
    }

    /**
     * Search/replace blocks; where there are none, the changes of diffs.
     *
     * @param present the files that have a text which can be edited
     */
    static Found in(List<String> lines, Declared declared, Set<String> present) {
        var marks = new HashMap<Integer, EditMarks>();
        var all = EditMarks.in(lines);
        all.forEach(m -> marks.put(m.from(), m));
        var masked = EditMarks.masked(lines, all);
        var found = new AnswerEdits(lines, masked, declared, present);
        found.sort(Blocks.in(masked, declared), marks);
        return found.edits.isEmpty() ? DiffBlocks.in(lines, found.rest, declared) : new Found(found.edits, found.rest);
    }

    private void sort(List<Block> blocks, Map<Integer, EditMarks> marks) {
        var around = new ArrayDeque<Block>();
        var holders = new HashSet<Block>();
        Block before = null;
        for (var block : blocks) {
            while (!around.isEmpty() && around.peek().end() <= block.opening().line()) before = around.pop();
            var edit = marks.get(block.opening().line());
            if (edit == null) {
                around.push(block);
            } else if (around.stream().noneMatch(this::isFile)) {
                var label = label(edit, block, around.peek(), before);
                edits.add(new FileEdit(label, edit.readings(lines), edit.end(), false));
                if (!around.isEmpty()) holders.add(around.peek());
                last = edit;
                lastAround = around.peek();
            }
        }
        blocks.stream().filter(b -> !marks.containsKey(b.opening().line()) && !holders.contains(b)).forEach(rest::add);
    }

    /** Whether the block is the text of a file in which such marks stand, rather than edits of one. */
    private boolean isFile(Block block) {
        return files.computeIfAbsent(block, b -> {
            long talk = talk(b.opening().line() + 1, Math.min(b.end(), masked.size()));
            if (b.label() == null) return talk > 0 && declared.single().filter(path -> !present.contains(path)).isPresent();
            if (b.label().kind() == Label.Kind.OTHER) return false;
            return talk > (present.contains(b.label().path()) && !b.prose() ? TALK : 0);
        });
    }

    private long talk(int from, int to) {
        return masked.subList(from, to).stream().filter(line -> !line.isBlank() && !line.strip().equals("...") && !EditMarks.isMask(line) && !names(line)).count();
    }

    private boolean names(String line) {
        return named(line, 0) != null;
    }

    private Label named(String line, int index) {
        var stated = PathLine.of(line);
        if (stated == null) return null;
        var path = declared.exact(stated.path()).or(() -> declared.alike(stated.path()));
        return path.map(p -> new Label(stated.path(), p, Label.Kind.DECLARED, false, index)).orElse(null);
    }

    private Label label(EditMarks edit, Block own, Block around, Block before) {
        var stated = named(edit.stated(), edit.from());
        if (stated != null) return stated;
        if (own.label() != null) return own.label();
        if (around != null && around == lastAround) return edits.getLast().label();
        if (around != null && around.label() != null) return around.label();
        int opening = around == null ? edit.from() : around.opening().line();
        var alone = alone(before, opening);
        if (alone != null) return alone;
        boolean follows = around == null && last != null && lastAround == null && talk(last.to() + 1, edit.from()) == 0;
        return follows ? edits.getLast().label() : null;
    }

    /** The path that the block directly before consists of: some models put it into a fence of its own. */
    private Label alone(Block before, int opening) {
        if (before == null || before.end() >= opening || opening - before.end() > CLOSE || talk(before.end() + 1, opening) > 0) return null;
        var inside = masked.subList(before.opening().line() + 1, before.end()).stream().filter(line -> !line.isBlank()).toList();
        return inside.size() == 1 ? named(inside.getFirst(), before.opening().line()) : null;
    }
}
