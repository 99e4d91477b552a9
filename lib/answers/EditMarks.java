package answers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

import com.google.re2j.Pattern;

import answers.edit.SearchReplace;

/**
 * A search/replace block as it stands in an answer, from the line with its first marker to the one with its last.
 *
 * @param stated   what the first marker says behind its word; may be a path
 * @param dividers the lines that may part its two halves: more than one when the text itself holds such lines
 * @param end      how it ends
 */
record EditMarks(int from, int to, String stated, List<Integer> dividers, End end) {
    enum End { MARKER, NONE, CUT_OFF, UNCLEAR }

    /** The line that stands for each line of an edit while blocks are paired. */
    static final String MASK = "<edit>";
    private static final int MOST_READINGS = 8;
    private static final Pattern HEAD = Pattern.compile("(?i)<{5,9} ?(SEARCH|HEAD|ORIGINAL)\\b[>:]*(.*)");
    private static final Pattern DIVIDER = Pattern.compile("={5,9}");
    private static final Pattern TAIL = Pattern.compile("(?i)>{5,9} ?(REPLACE|UPDATED?)\\b\\W*");
    private static final Pattern OTHER_TAIL = Pattern.compile(">{5,9}( .*)?");

    /** All of an answer, in their order. */
    static List<EditMarks> in(List<String> lines) {
        var found = new ArrayList<EditMarks>();
        for (int i = 0; i < lines.size(); i++) {
            var head = HEAD.matcher(lines.get(i).strip());
            if (!lines.get(i).contains("<<<<<") || !head.matches()) continue;
            var block = from(i, head.group(2).strip(), head.group(1).equalsIgnoreCase("HEAD"), lines);
            if (block.isEmpty()) continue;
            found.add(block.get());
            i = block.get().to;
        }
        return found;
    }

    /** Empty for a conflict as version control leaves it in a file. */
    private static Optional<EditMarks> from(int from, String stated, boolean conflict, List<String> lines) {
        var dividers = new ArrayList<Integer>();
        int fence = -1;
        int i = from + 1;
        for (; i < lines.size(); i++) {
            var line = lines.get(i).strip();
            if (line.isEmpty()) continue;
            if (line.charAt(0) == '=' && DIVIDER.matches(line)) dividers.add(i);
            if (line.charAt(0) == '>' && TAIL.matches(line)) return Optional.of(closed(from, i, stated, chosen(from, dividers, lines)));
            if (line.charAt(0) == '>' && conflict && OTHER_TAIL.matches(line)) return Optional.empty();
            if (line.charAt(0) == '<' && HEAD.matches(line)) break;
            if (fence < 0 && !dividers.isEmpty() && line.equals("```")) fence = i;
        }
        boolean cutOff = i == lines.size() && fence < 0;
        return Optional.of(new EditMarks(from, (fence < 0 ? i : fence) - 1, stated, dividers.stream().limit(1).toList(), cutOff ? End.CUT_OFF : End.NONE));
    }

    private static EditMarks closed(int from, int to, String stated, List<Integer> dividers) {
        return dividers.size() > MOST_READINGS ? new EditMarks(from, to, stated, dividers.subList(0, 1), End.UNCLEAR)
                : new EditMarks(from, to, stated, dividers, End.MARKER);
    }

    /** Those with as many signs as the first marker has, when there are any: an answer can tell its marks from its text so. */
    private static List<Integer> chosen(int from, List<Integer> dividers, List<String> lines) {
        var head = lines.get(from).strip();
        int signs = (int) head.chars().takeWhile(c -> c == '<').count();
        var same = dividers.stream().filter(i -> lines.get(i).strip().length() == signs).toList();
        return same.isEmpty() ? List.copyOf(dividers) : same;
    }

    /** One edit for each way to part the block. */
    List<SearchReplace> readings(List<String> lines) {
        int last = end == End.MARKER || end == End.UNCLEAR ? to : to + 1;
        return dividers.stream().map(divider -> new SearchReplace(text(from + 1, divider, lines), text(divider + 1, last, lines))).toList();
    }

    /** Without the indentation of the markers, when every line has it. */
    private List<String> text(int first, int last, List<String> lines) {
        var marker = lines.get(from);
        var indent = marker.substring(0, marker.indexOf('<'));
        boolean all = lines.subList(from, to).stream().allMatch(line -> line.isBlank() || line.startsWith(indent));
        return lines.subList(first, last).stream().map(line -> all && !line.isBlank() ? line.substring(indent.length()) : line).toList();
    }

    /** The answer without the texts of its edits, as fences within them are text. */
    static List<String> masked(List<String> lines, List<EditMarks> edits) {
        var masked = new ArrayList<>(lines);
        for (var edit : edits) Collections.fill(masked.subList(edit.from, edit.to + 1), MASK);
        return masked;
    }
}
