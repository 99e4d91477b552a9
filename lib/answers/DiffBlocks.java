package answers;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

import answers.edit.SearchReplace;

/**
 * The changes of unified diffs as edits. Models count lines wrongly, so the numbers of a diff are left out of account: its
 * lines are looked for, as those of a search/replace block are.
 */
final class DiffBlocks {
    private static final Set<String> INFOS = Set.of("diff", "patch", "udiff");

    private final List<String> lines;
    private final DeclaredPaths declared;
    private final List<FileEdit> edits = new ArrayList<>();
    private List<String> search = new ArrayList<>();
    private List<String> replace = new ArrayList<>();
    private FileLabel label;

    private DiffBlocks(List<String> lines, DeclaredPaths declared) {
        this.lines = lines;
        this.declared = declared;
    }

    /** The changes of those blocks that are diffs, and the other blocks. */
    static AnswerEdits.Found in(List<String> lines, List<FencedBlock> blocks, DeclaredPaths declared) {
        var diffs = new DiffBlocks(lines, declared);
        var rest = new ArrayList<FencedBlock>();
        for (var block : blocks) {
            if (diffs.isDiff(block)) diffs.read(block);
            else rest.add(block);
        }
        return new AnswerEdits.Found(diffs.edits, rest);
    }

    private boolean isDiff(FencedBlock block) {
        var path = block.label() == null ? "" : block.label().path();
        if (path.endsWith(".diff") || path.endsWith(".patch")) return false;
        int first = block.opening().line() + 1;
        while (first < block.end() && lines.get(first).isBlank()) first++;
        var changes = lines.subList(Math.min(first, block.end()), block.end());
        if (changes.stream().noneMatch(line -> line.startsWith("+") || line.startsWith("-"))) return false;
        return INFOS.contains(block.opening().info().split("\\s")[0].toLowerCase(Locale.ROOT)) || isHeader(first, block.end());
    }

    private boolean isHeader(int line, int end) {
        return line + 1 < end && lines.get(line).startsWith("--- ") && lines.get(line + 1).startsWith("+++ ");
    }

    private void read(FencedBlock block) {
        label = block.label();
        boolean preamble = true;
        for (int i = block.opening().line() + 1; i < block.end(); i++) {
            var line = lines.get(i);
            if (isHeader(i, block.end())) {
                flush(EditMarks.End.MARKER);
                label = header(i, block.label());
                preamble = false;
                i++;
            } else if (line.startsWith("@@")) {
                flush(EditMarks.End.MARKER);
                preamble = false;
            } else if (line.startsWith("diff --git ")) {
                flush(EditMarks.End.MARKER);
                preamble = true;
            } else if (!preamble || line.startsWith("+") || line.startsWith("-") || line.startsWith(" ")) {
                preamble = false;
                take(line);
            }
        }
        flush(block.whole() ? EditMarks.End.MARKER : EditMarks.End.CUT_OFF);
    }

    /** The file that the two lines of a header name; what stands above the block when they name none that was declared. */
    private FileLabel header(int line, FileLabel above) {
        var names = Stream.of(lines.get(line + 1), lines.get(line)).map(text -> text.substring(4).split("\t")[0].strip()).toList();
        for (var name : names) {
            var plain = name.startsWith("a/") || name.startsWith("b/") ? name.substring(2) : name;
            var known = declared.path(plain, false, true).or(() -> declared.path(name, false, true));
            if (known.isPresent()) return new FileLabel(known.get(), true, false, line);
        }
        return above == null ? new FileLabel(names.getFirst(), false, false, line) : above;
    }

    private void take(String line) {
        if (line.startsWith("\\")) return;
        var text = line.isEmpty() ? line : line.substring(1);
        if (line.startsWith("+")) {
            replace.add(text);
        } else if (line.startsWith("-")) {
            search.add(text);
        } else {
            search.add(line.startsWith(" ") ? text : line);
            replace.add(line.startsWith(" ") ? text : line);
        }
    }

    private void flush(EditMarks.End end) {
        if (!search.equals(replace)) edits.add(new FileEdit(label, List.of(new SearchReplace(search, replace)), end, true));
        search = new ArrayList<>();
        replace = new ArrayList<>();
    }
}
