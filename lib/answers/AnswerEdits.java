package answers;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The edits of an answer with the files they are of, and the blocks that hold none. */
final class AnswerEdits {
    /** So many lines of talk between edits in one fence are let pass, before it is a file that holds such marks. */
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

    /** What was found. */
    record Found(List<FileEdit> edits, List<FencedBlock> rest) {
    }

    /**
     * Search/replace blocks; where there are none, the changes of diffs.
     *
     * @param present the files that have a text which can be edited
     */
    static Found in(List<String> lines, DeclaredPaths declared, Set<String> present) {
        var marks = EditMarks.in(lines);
        var found = new AnswerEdits(EditMarks.masked(lines, marks), declared, present).sort(marks, lines);
        return found.edits.isEmpty() ? DiffBlocks.in(lines, found.rest, declared) : found;
    }

    private Found sort(List<EditMarks> marks, List<String> lines) {
        var edits = new ArrayList<FileEdit>();
        var holders = new HashSet<FencedBlock>();
        FileLabel label = null;
        FencedBlock last = null;
        int after = -1;
        for (var edit : marks) {
            var around = around(edit);
            if (around == null || !isFile(around)) {
                boolean goesOn = around == last && after >= 0 && (around != null || talk(after + 1, edit.from()) == 0);
                label = label(edit, around, goesOn ? label : null, after);
                edits.add(new FileEdit(label, edit.readings(lines), edit.end(), false));
                if (around != null) holders.add(around);
                last = around;
                after = edit.to();
            }
        }
        return new Found(edits, blocks.values().stream().filter(block -> !holders.contains(block)).toList());
    }

    private FencedBlock around(EditMarks edit) {
        var before = blocks.floorEntry(edit.from());
        return before != null && before.getValue().holds(edit.from()) ? before.getValue() : null;
    }

    /** Whether the block is the text of a file in which such marks stand, rather than edits of one. */
    private boolean isFile(FencedBlock block) {
        return files.computeIfAbsent(block, b -> {
            long talk = talk(b.opening().line() + 1, Math.min(b.end(), masked.size()));
            if (b.label() == null) return talk > 0 && declared.single().filter(path -> !present.contains(path)).isPresent();
            return b.declared() && talk > (present.contains(b.label().path()) && !b.prose() ? TALK : 0);
        });
    }

    private long talk(int from, int to) {
        return masked.subList(from, to).stream().filter(line -> !line.isBlank() && !line.strip().equals("..."))
                .filter(line -> !line.equals(EditMarks.MASK) && named(line, 0) == null).count();
    }

    private FileLabel named(String line, int index) {
        return PathLine.of(line).flatMap(declared::path).or(() -> declared.inComment(line))
                .map(path -> new FileLabel(path, true, false, index)).orElse(null);
    }

    /**
     * Which file an edit is of: what its first marker says, or the line above it, or else that of the edit or block it belongs
     * to.
     *
     * @param before the label of the edit before, when this one goes on with it
     */
    private FileLabel label(EditMarks edit, FencedBlock around, FileLabel before, int after) {
        var stated = named(edit.stated(), edit.from());
        if (stated != null) return stated;
        int start = around == null ? after : Math.max(after, around.opening().line());
        var above = labels.above(edit.from(), start).orElse(null);
        if (above != null && (around == null || above.declared())) return above;
        if (before != null) return before;
        return around == null ? null : around.label();
    }
}
