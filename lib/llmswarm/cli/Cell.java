package llmswarm.cli;

import java.util.ArrayList;
import java.util.List;

import org.jline.utils.AttributedString;

import llmswarm.guard.Printable;

/** Text in a given number of screen columns, of which a wide character takes two. */
final class Cell {
    private Cell() {
    }

    static int width(String text) {
        return new AttributedString(text).columnLength();
    }

    /** Text of others as lines without control characters. */
    static List<String> lines(String text) {
        return text.lines().map(line -> Printable.of(line.replace('\t', ' ')).stripTrailing()).toList();
    }

    /** Text of others as one line, its first that is not blank. */
    static String line(String text) {
        return lines(text).stream().map(String::strip).filter(line -> !line.isEmpty()).findFirst().orElse("");
    }

    /** Cut to the width, with the ellipsis at the cut. */
    static String cut(String text, int width, String ellipsis) {
        if (width(text) <= width) return text;
        var room = Math.max(0, width - width(ellipsis));
        return new AttributedString(text).columnSubSequence(0, room) + (room == 0 ? "" : ellipsis);
    }

    /** Cut or filled with spaces to the width. */
    static String left(String text, int width, String ellipsis) {
        var cut = cut(text, width, ellipsis);
        return cut + " ".repeat(Math.max(0, width - width(cut)));
    }

    /** As {@link #left}, but filled on the left. */
    static String right(String text, int width, String ellipsis) {
        var cut = cut(text, width, ellipsis);
        return " ".repeat(Math.max(0, width - width(cut))) + cut;
    }

    /** A text longer than this is nobody's to read on a screen, and breaking one long word takes the square of its length. */
    private static final int LONGEST = 20_000;

    /** Lines of at most the width, broken at spaces; a longer word is broken where it must be. */
    static List<String> wrap(String text, int width) {
        var lines = new ArrayList<String>();
        var line = "";
        var bounded = text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
        for (var word : bounded.strip().split(" +")) {
            if (!line.isEmpty() && width(line) + 1 + width(word) > width) {
                lines.add(line);
                line = "";
            }
            line = line.isEmpty() ? word : line + " " + word;
            while (width(line) > width) {
                var head = new AttributedString(line).columnSubSequence(0, width).toString();
                if (head.isEmpty()) break;
                lines.add(head);
                line = line.substring(head.length());
            }
        }
        lines.add(line);
        return lines;
    }

    /**
     * The line in parts of at most the width, broken at spaces and else as it is, each as far in as the line, or by four where
     * it is not; a word that is too long, such as a path, stays whole.
     */
    static List<String> fold(String line, int width) {
        var parts = new ArrayList<String>();
        var margin = line.length() - line.stripLeading().length();
        var indent = " ".repeat(margin == 0 ? Math.min(4, width / 4) : margin);
        var rest = line.length() > LONGEST ? line.substring(0, LONGEST) + "..." : line;
        for (var from = margin; width(rest) > width; from = indent.length()) {
            var room = new AttributedString(rest).columnSubSequence(0, width + 1).toString();
            var cut = room.lastIndexOf(' ');
            if (cut <= from) cut = rest.indexOf(' ', from + 1);
            if (cut < 0) break;
            parts.add(rest.substring(0, cut).stripTrailing());
            rest = indent + rest.substring(cut).strip();
        }
        parts.add(rest);
        return parts;
    }

    /** A label and wrapped text beside it. */
    static List<String> labelled(String label, int indent, String text, int width) {
        var lines = new ArrayList<String>();
        for (var line : wrap(text, Math.max(12, width - indent))) {
            lines.add((left(lines.isEmpty() ? label : "", indent, "") + line).stripTrailing());
        }
        return lines;
    }
}
