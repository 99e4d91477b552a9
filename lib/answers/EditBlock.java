package answers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

import answers.edit.SearchReplace;
import com.google.re2j.Pattern;

/**
 * A search/replace block of an answer.
 *
 * @param from    index of the line with its first marker
 * @param to      index of its last line
 * @param stated  what the first marker says behind its word; may be a path
 * @param divider index of the line between its halves; negative when there is none or it is not sure which it is
 */
record EditBlock(int from, int to, String stated, int divider, Ending ending) {
    /** How it ends: by its marker, without it, with the answer, or by its marker but with more than one divider. */
    enum Ending { MARKER, NO_MARKER, CUT_OFF, TWO_DIVIDERS }

    /** The line that stands for each line of an edit while fences are paired. */
    static final String MASK = "<edit>";
    // Models also write the words they know from version control and from other tools.
    private static final Pattern HEAD = Pattern.compile("(?i)<{5,9} ?(SEARCH|HEAD|ORIGINAL)\\b[>:]*(.*)");
    private static final Pattern DIVIDER = Pattern.compile("={5,9}");
    private static final Pattern TAIL = Pattern.compile("(?i)>{5,9} ?(REPLACE|UPDATED?)\\b\\W*");
    private static final Pattern OTHER_TAIL = Pattern.compile(">{5,9}( .*)?");

    /** All of an answer, in their order. */
    static List<EditBlock> in(List<String> lines) {
        var blocks = new ArrayList<EditBlock>();
        for (int i = 0; i < lines.size(); i++) {
            var head = HEAD.matcher(lines.get(i).strip());
            if (!lines.get(i).contains("<<<<<") || !head.matches()) continue;
            var block = from(i, head.group(2).strip(), head.group(1).equalsIgnoreCase("HEAD"), lines);
            if (block.isEmpty()) continue;
            blocks.add(block.get());
            i = block.get().to;
        }
        return blocks;
    }

    /** Empty for a conflict as version control leaves it in a file. */
    private static Optional<EditBlock> from(int from, String stated, boolean conflict, List<String> lines) {
        var dividers = new ArrayList<Integer>();
        int fence = -1;
        int i = from + 1;
        for (; i < lines.size(); i++) {
            var line = lines.get(i).strip();
            if (line.isEmpty()) continue;
            if (line.charAt(0) == '=' && DIVIDER.matches(line)) dividers.add(i);
            boolean tail = line.charAt(0) == '>';
            if (tail && TAIL.matches(line)) return Optional.of(closed(from, i, stated, dividers, lines));
            if (tail && conflict && OTHER_TAIL.matches(line)) return Optional.empty();
            if (line.charAt(0) == '<' && HEAD.matches(line)) break;
            if (fence < 0 && !dividers.isEmpty() && line.equals("```")) fence = i;
        }
        var ending = i == lines.size() && fence < 0 ? Ending.CUT_OFF : Ending.NO_MARKER;
        int divider = dividers.isEmpty() ? -1 : dividers.getFirst();
        return Optional.of(new EditBlock(from, (fence < 0 ? i : fence) - 1, stated, divider, ending));
    }

    /** Of several dividers, the one with as many signs as the first marker is meant; the others are text. */
    private static EditBlock closed(int from, int to, String stated, List<Integer> dividers, List<String> lines) {
        int signs = (int) lines.get(from).strip().chars().takeWhile(c -> c == '<').count();
        var same = dividers.stream().filter(i -> lines.get(i).strip().length() == signs).toList();
        var meant = same.isEmpty() ? dividers : same;
        if (meant.isEmpty()) return new EditBlock(from, to, stated, -1, Ending.NO_MARKER);
        return meant.size() > 1 ? new EditBlock(from, to, stated, -1, Ending.TWO_DIVIDERS)
                : new EditBlock(from, to, stated, meant.getFirst(), Ending.MARKER);
    }

    /** What it changes; empty when it does not end by its marker. */
    Optional<SearchReplace> edit(List<String> lines) {
        return ending != Ending.MARKER ? Optional.empty()
                : Optional.of(new SearchReplace(text(from + 1, divider, lines), text(divider + 1, to, lines)));
    }

    /** Without the indentation of the markers, when every line has it. */
    private List<String> text(int first, int last, List<String> lines) {
        var marker = lines.get(from);
        var indent = marker.substring(0, marker.indexOf('<'));
        boolean all = lines.subList(from, to).stream().allMatch(line -> line.isBlank() || line.startsWith(indent));
        return lines.subList(first, last).stream()
                .map(line -> all && !line.isBlank() ? line.substring(indent.length()) : line).toList();
    }

    /** The answer without the texts of its edits, as fences within them are text. */
    static List<String> masked(List<String> lines, List<EditBlock> blocks) {
        var masked = new ArrayList<>(lines);
        for (var block : blocks) Collections.fill(masked.subList(block.from, block.to + 1), MASK);
        return masked;
    }
}
