package answers;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

import com.google.re2j.Pattern;
import text.Trimming;

/**
 * The files that an answer says are no longer needed: by a line {@code DELETE: path}, or as models say it otherwise, in
 * a heading, in a patch's words, in a block of its own or by a shell's command. Only files that are there count.
 *
 * @param lines     of the answer, blank where one says so
 * @param paths     of the files
 * @param strangers paths that may not be deleted, or are not there
 */
record DeletedFiles(List<String> lines, SequencedSet<String> paths, List<String> strangers) {
    private static final Pattern PLAIN = Pattern.compile("[-*>#\\s`]*(?:DELETE|REMOVE)D?(?: FILES?)?[`*]*\\s*:?[`*]*\\s+(\\S.*)");
    private static final Pattern PATCH = Pattern.compile("\\*{3} Delete File: (\\S.*)");
    private static final Pattern HEADING = Pattern.compile("(?i)#{1,6}\\s+(?:\\*\\*)?(?:deleted?|removed?)(?: files?)?\\s*:?\\s+(\\S.*)");
    private static final Pattern REMARK = Pattern.compile(
            "(?i)#{1,6}\\s+(\\S+)\\s+[(\\[–—-]+\\s*(?:to be )?(?:deleted?|removed?)(?: file)?[)\\].]*");
    private static final Pattern WORD = Pattern.compile("(?i)\\W*(?:deleted?|removed?)(?: (?:this )?file)?\\W*");
    private static final Pattern COMMAND = Pattern.compile("\\s*(?:git )?rm(?: -r?f?)? +(\\S.*)");
    private static final String AROUND = "`'\"*";

    /** Nothing that an answer deletes. */
    static DeletedFiles none(List<String> lines) {
        return new DeletedFiles(lines, new LinkedHashSet<>(), List.of());
    }

    /** @param present the files that may be deleted */
    static DeletedFiles in(List<String> lines, DeclaredPaths declared, Collection<String> present) {
        var left = new ArrayList<>(lines);
        var deleted = new DeletedFiles(left, new LinkedHashSet<>(), new ArrayList<>());
        var masked = EditBlock.masked(lines, EditBlock.in(lines));
        var blocks = FencePairing.in(masked, declared);
        var inside = new BitSet();
        blocks.forEach(block -> inside.set(block.opening().line(), block.end() + 1));
        for (int i = inside.nextClearBit(0); i < lines.size(); i = inside.nextClearBit(i + 1)) {
            if (masked.get(i).equals(EditBlock.MASK)) continue;
            if (deleted.take(stated(lines.get(i)), present) || deleted.below(i, present)) left.set(i, "");
        }
        blocks.forEach(block -> deleted.block(block, present));
        return deleted;
    }

    private static String stated(String line) {
        for (var pattern : List.of(PATCH, HEADING, REMARK, PLAIN)) {
            var found = pattern.matcher(line.strip());
            if (found.matches()) return found.group(1);
        }
        return "";
    }

    /** A heading that names a file, under which stands the word and no block. */
    private boolean below(int heading, Collection<String> present) {
        var path = PathLine.of(lines.get(heading)).map(PathLine::path).filter(present::contains);
        if (path.isEmpty()) return false;
        int next = heading + 1;
        while (next < lines.size() && lines.get(next).isBlank()) next++;
        if (next == lines.size() || !WORD.matches(lines.get(next))) return false;
        lines.set(next, "");
        return paths.add(path.get());
    }

    /** A block without a name in which nothing else stands, or a file's block that holds the word only. */
    private void block(FencedBlock block, Collection<String> present) {
        if (!block.whole()) return;
        var text = lines.subList(block.opening().line() + 1, block.end()).stream().filter(line -> !line.isBlank())
                .toList();
        if (text.isEmpty()) return;
        boolean taken = block.label() == null ? text.stream().allMatch(line -> isWhole(told(line), present))
                : text.size() == 1 && present.contains(block.label().path()) && WORD.matches(text.getFirst());
        if (!taken) return;
        if (block.label() == null) text.forEach(line -> take(told(line), present));
        else paths.add(block.label().path());
        int first = block.label() == null ? block.opening().line() : block.label().line();
        for (int i = first; i <= block.end(); i++) lines.set(i, "");
    }

    private static String told(String line) {
        var command = COMMAND.matcher(line);
        return command.matches() ? command.group(1) : stated(line);
    }

    private static boolean isWhole(String words, Collection<String> present) {
        return !words.isEmpty() && names(words).stream().allMatch(present::contains);
    }

    /** Whether the words name files and nothing else. */
    private boolean take(String words, Collection<String> present) {
        var names = names(words);
        if (names.isEmpty() || !names.stream().allMatch(name -> present.contains(name)
                || PathLook.anywhere(name, false, false))) return false;
        names.forEach(name -> (present.contains(name) ? paths : strangers).add(name));
        return true;
    }

    private static List<String> names(String words) {
        return words.isEmpty() ? List.of() : List.of(words.strip().split("[,;\\s]+")).stream()
                .map(name -> Trimming.here(Trimming.back(Trimming.front(name, AROUND), AROUND)))
                .filter(name -> !name.isEmpty()).toList();
    }
}
