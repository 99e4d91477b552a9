package llmswarm.cli.screen;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import org.jline.utils.AttributedString;
import org.jline.utils.WCWidth;
import text.Printable;

/** Text in a given number of screen columns, of which a wide character takes two. */
public final class Cell {
    private Cell() {
    }

    public static int width(String text) {
        return new AttributedString(text).columnLength();
    }

    /** Text of others as lines, in which all shows and takes the room it seems to take. */
    static List<String> lines(String text) {
        return text.lines().map(line -> Printable.shown(line.replace('\t', ' ')).stripTrailing()).toList();
    }

    /** All of a text of others in one line. */
    public static String joined(String text) {
        return lines(text).stream().map(String::strip).filter(line -> !line.isEmpty()).collect(Collectors.joining(" "));
    }

    /** Text of others as one line, its first that is not blank. */
    public static String line(String text) {
        return lines(text).stream().map(String::strip).filter(line -> !line.isEmpty()).findFirst().orElse("");
    }

    /** Cut to the width, with the ellipsis at the cut. */
    public static String cut(String text, int width, String ellipsis) {
        if (width(text) <= width) return text;
        var room = Math.max(0, width - width(ellipsis));
        return new AttributedString(text).columnSubSequence(0, room) + (room == 0 ? "" : ellipsis);
    }

    /** Cut or filled with spaces to the width. */
    public static String left(String text, int width, String ellipsis) {
        var cut = cut(text, width, ellipsis);
        return cut + " ".repeat(Math.max(0, width - width(cut)));
    }

    /** As {@link #left}, but filled on the left. */
    static String right(String text, int width, String ellipsis) {
        var cut = cut(text, width, ellipsis);
        return " ".repeat(Math.max(0, width - width(cut))) + cut;
    }

    /** Lines of at most the width, broken at spaces; a longer word is broken where it must be. */
    static List<String> wrap(String text, int width) {
        var lines = new ArrayList<String>();
        var line = new StringBuilder();
        int filled = 0;
        for (var word : text.strip().split(" +")) {
            int wide = width(word);
            if (filled > 0 && filled + 1 + wide > width) {
                lines.add(line.toString());
                line.setLength(0);
                filled = 0;
            }
            int from = 0;
            for (int end = end(word, from, width); filled == 0 && wide > width && end < word.length(); end =
                    end(word, from, width)) {
                lines.add(word.substring(from, end));
                from = end;
            }
            if (filled > 0) line.append(' ');
            line.append(word, from, word.length());
            filled = filled + (filled > 0 ? 1 : 0) + (from == 0 ? wide : width(word.substring(from)));
        }
        lines.add(line.toString());
        return lines;
    }

    /**
     * Where a text has to be broken so that what stands before takes at most that many columns; behind one character at
     * least.
     */
    private static int end(String text, int from, int columns) {
        int taken = 0;
        int at = from;
        while (at < text.length()) {
            int c = text.codePointAt(at);
            taken += Math.max(0, WCWidth.wcwidth(c));
            if (taken > columns && at > from) return at;
            at += Character.charCount(c);
        }
        return at;
    }

    /**
     * The line in parts of at most the width, broken at spaces and else as it is, each as far in as the line, or by
     * four where it is not; a word that is too long, such as a path, stays whole.
     */
    static List<String> fold(String line, int width) {
        var parts = new ArrayList<String>();
        int margin = line.length() - line.stripLeading().length();
        var indent = " ".repeat(margin == 0 ? Math.min(4, width / 4) : margin);
        int from = 0;
        while (from < line.length()) {
            var lead = from == 0 ? "" : indent;
            int end = end(line, from, Math.max(1, width - lead.length()));
            int first = from == 0 ? margin : from;
            int cut = end == line.length() ? end : line.lastIndexOf(' ', end);
            if (cut <= first) cut = line.indexOf(' ', first + 1);
            if (cut < 0) cut = line.length();
            parts.add((lead + line.substring(from, cut)).stripTrailing());
            from = cut;
            while (from < line.length() && line.charAt(from) == ' ') from++;
        }
        return parts.isEmpty() ? List.of(line) : parts;
    }

    /** A label and wrapped text beside it. */
    public static List<String> labelled(String label, int indent, String text, int width) {
        var lines = new ArrayList<String>();
        for (var line : wrap(text, Math.max(12, width - indent))) {
            lines.add((left(lines.isEmpty() ? label : "", indent, "") + line).stripTrailing());
        }
        return lines;
    }
}
