package answers;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The sentences about an answer that cannot be read, each with its line.
 *
 * @param lines   of the answer, without its reasoning
 * @param skipped how many lines of the answer come before these
 * @param current the texts that the answer may edit; empty when it has to give all files whole
 */
record FormatFaults(List<String> lines, int skipped, Optional<Map<String, String>> current) {
    static final String THOUGHT_ONLY = "the answer ends inside its reasoning; give the files first";
    private static final int LONGEST_SHOWN = 120, MOST_NAMELESS = 5;

    /** Of an answer that holds nothing to take. */
    String nothing() {
        if (current.filter(texts -> !texts.isEmpty()).isEmpty()) {
            return "the answer holds no files; for each file give a line with its path, "
                    + "then its whole text in a fenced block";
        }
        return "the answer holds neither files nor search/replace blocks; for each file to change give a line with its "
                + "path, then search/replace blocks or its whole text in a fenced block";
    }

    /** Of a block with a diff, a patch or the call of a tool, which are not read. */
    String envelope(FencedBlock block, String path, String envelope) {
        return "line %d of the answer: the block for '%s' holds %s and not the file; give %s".formatted(number(block),
                path, envelope, current.isEmpty() ? "the whole file" : "search/replace blocks or the whole file");
    }

    /** Of a block that gives a file without the lines for which one of its comments stands. */
    String shortened(FencedBlock block, String path, String line) {
        return "line %d of the answer: the block for '%s' leaves lines out with '%s', and they would be lost; give %s"
                .formatted(number(block), path, line,
                        current.isEmpty() ? "every line" : "search/replace blocks or every line");
    }

    /** Of a block whose text is not the file's own, but in a form that nobody undoes for sure. */
    String spoilt(FencedBlock block, String path, String form) {
        return "line %d of the answer: the block for '%s' %s; give the file's plain text".formatted(number(block), path,
                form);
    }

    private int number(FencedBlock block) {
        return number(block.opening().line());
    }

    private int number(int line) {
        return skipped + line + 1;
    }

    /** Of a file whose end is not known. */
    String endless(FencedBlock block, String path) {
        var why = block.closing() == FencedBlock.Closing.NONE ? "is not closed"
                : "may end at more than one fence; put a longer fence around it than those inside it";
        return "line %d of the answer: the block for '%s' %s%s".formatted(number(block), path, why,
                block.end() == lines.size() ? "; nothing behind that line was read" : "");
    }

    /** Of a file with two texts. */
    String twice(FencedBlock first, FencedBlock second, String path) {
        return "'%s' is given twice, at lines %d and %d of the answer, and not the same; give each file once"
                .formatted(path, number(first), number(second));
    }

    /** Of a missing file that begins, by its heading and a fence, in the text of that block; empty when it does not. */
    Optional<String> inside(FencedBlock block, String path) {
        int heading = block.whole() ? headingInside(block, path) : -1;
        if (heading < 0) return Optional.empty();
        var of = block.declared() ? "for '%s' ".formatted(block.label().path()) : "";
        return Optional.of(("line %d of the answer: '%s' begins inside the block %sthat opens at line %d; "
                + "close that block before it, or put a longer fence around it")
                .formatted(number(heading), path, of, number(block)));
    }

    /** The line in the block's text where that file would begin, if the block ended before it; negative for none. */
    private int headingInside(FencedBlock block, String path) {
        int heading = -1;
        for (int i = block.opening().line() + 1; i < block.end(); i++) {
            var line = lines.get(i);
            if (line.isBlank()) continue;
            var fence = Fence.at(i, line);
            if (heading >= 0 && fence != null && fence.length() >= block.opening().length()) return heading;
            boolean named = PathLine.of(line).filter(stated -> stated.path().equals(path)).isPresent();
            heading = fence == null && named ? i : -1;
        }
        return -1;
    }

    /** Of all files of an answer whose fences are paired wrongly somewhere. */
    static String torn(Collection<String> paths) {
        return ("it is not sure where the blocks of the answer end, so none of its files was taken: %s; "
                + "give them all again").formatted(quoted(paths));
    }

    /** Of a file that is given and deleted. */
    static String both(String path) {
        return "'%s' is given and deleted; do one of the two".formatted(path);
    }

    /** Of files that nobody declared. */
    static String strange(Collection<String> paths) {
        return "not asked for: %s; write each path as the task does".formatted(quoted(paths));
    }

    /**
     * Of the blocks that nothing names, apart from samples: behind the last file a block is one when a sentence leads
     * to it and no file is known to be missing.
     *
     * @param missing whether a file is known to be missing
     */
    List<String> nameless(List<FencedBlock> blocks, boolean missing) {
        var files = blocks.stream().filter(FencedBlock::declared);
        int last = missing ? lines.size() : files.mapToInt(FencedBlock::end).max().orElse(-1);
        return blocks.stream().filter(block -> block.label() == null)
                .filter(block -> block.opening().line() < last || !isSentence(above(block)))
                .limit(MOST_NAMELESS).map(this::nameless).toList();
    }

    private String nameless(FencedBlock block) {
        var above = above(block);
        var shown = above.length() > LONGEST_SHOWN ? above.substring(0, LONGEST_SHOWN) + "..." : above;
        var why = above.isEmpty() ? "nothing above the block says which file it is"
                : "a block stands under '%s', which is no path".formatted(shown);
        return "line %d of the answer: %s; put a ### line with the path above it".formatted(number(block), why);
    }

    /** The line above; empty where none or another block is. */
    private String above(FencedBlock block) {
        int line = block.opening().line() - 1;
        while (line >= 0 && lines.get(line).isBlank()) line--;
        return line < 0 || Fence.at(line, lines.get(line)) != null ? "" : lines.get(line).strip();
    }

    private static boolean isSentence(String line) {
        return !line.isEmpty() && "#*`".indexOf(line.charAt(0)) < 0;
    }

    private static String quoted(Collection<String> names) {
        return names.stream().map("'%s'"::formatted).collect(Collectors.joining(", "));
    }
}
