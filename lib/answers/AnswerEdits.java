package answers;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Finds the edits of an answer with the files they are of, and the fenced blocks that hold none. */
final class AnswerEdits {
    /** With more lines of talk than that between its edits, a block is a file that holds such marks. */
    private static final int TALK = 2;

    private final List<String> masked;
    private final DeclaredPaths declared;
    private final LabelSearch labels;
    private final Set<String> present;
    private final TreeMap<Integer, FencedBlock> blocks = new TreeMap<>();
    private final Map<FencedBlock, Boolean> files = new IdentityHashMap<>();

    private AnswerEdits(List<String> masked, DeclaredPaths declared, Set<String> present) {
        this.masked = masked;
        this.declared = declared;
        this.labels = new LabelSearch(masked, declared);
        this.present = present;
        FencePairing.in(masked, declared).forEach(block -> blocks.put(block.opening().line(), block));
    }

    /** What an answer gives: edits, and fenced blocks without edits. */
    record Parts(List<FileEdit> edits, List<FencedBlock> blocks) {
    }

    /** @param present the files that have a text which can be edited */
    static Parts in(List<String> lines, DeclaredPaths declared, Set<String> present) {
        var marked = EditBlock.in(lines);
        return new AnswerEdits(EditBlock.masked(lines, marked), declared, present).parts(marked, lines);
    }

    private Parts parts(List<EditBlock> marked, List<String> lines) {
        var edits = new ArrayList<FileEdit>();
        var holders = new HashSet<FencedBlock>();
        FileLabel label = null;
        FencedBlock last = null;
        int after = -1;
        for (var edit : marked) {
            var around = around(edit);
            if (around != null && isFile(around)) continue;
            boolean goesOn = around == last && after >= 0 && (around != null || talk(after + 1, edit.from()) == 0);
            label = label(edit, around, goesOn ? label : null, after);
            edits.add(new FileEdit(edits.size() + 1, label, edit, edit.edit(lines)));
            if (around != null) holders.add(around);
            last = around;
            after = edit.to();
        }
        return new Parts(edits, blocks.values().stream().filter(block -> !holders.contains(block)).toList());
    }

    private FencedBlock around(EditBlock edit) {
        var before = blocks.floorEntry(edit.from());
        return before != null && before.getValue().holds(edit.from()) ? before.getValue() : null;
    }

    /** Whether the block is the text of a file in which such marks stand, rather than edits of one. */
    private boolean isFile(FencedBlock block) {
        return files.computeIfAbsent(block, b -> {
            long talk = talk(b.opening().line() + 1, Math.min(b.end(), masked.size()));
            boolean single = declared.single().filter(path -> !present.contains(path)).isPresent();
            if (b.label() == null) return talk > 0 && single;
            boolean edited = present.contains(b.label().path()) && !b.prose();
            return b.declared() && talk > (edited ? TALK : 0);
        });
    }

    /** How many of the lines are neither edits nor the names of files. */
    private long talk(int from, int to) {
        return masked.subList(from, to).stream().filter(line -> !line.isBlank() && !line.strip().equals("..."))
                .filter(line -> !line.equals(EditBlock.MASK) && named(line, 0) == null).count();
    }

    private FileLabel named(String line, int index) {
        return PathLine.of(line).flatMap(declared::path).or(() -> declared.inComment(line))
                .map(path -> new FileLabel(path, true, false, index)).orElse(null);
    }

    /**
     * Which file an edit is of: the one that its first marker names, else the line above it, else the file of the edit
     * before, else that of the block around.
     *
     * @param before the label of the edit before, when this one goes on with it
     * @param after  index of the last line of the edit before
     */
    private FileLabel label(EditBlock edit, FencedBlock around, FileLabel before, int after) {
        var stated = named(edit.stated(), edit.from());
        if (stated != null) return stated;
        int start = around == null ? after : Math.max(after, around.opening().line());
        var above = labels.above(edit.from(), start).orElse(null);
        if (above != null && (around == null || above.declared())) return above;
        if (before != null) return before;
        return around == null ? null : around.label();
    }
}
