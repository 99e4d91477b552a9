package jinja.value;

import java.util.ArrayList;
import java.util.List;

/** Texts cut at separators, blanks or line breaks, as Python cuts them. */
final class Splits {
    private static final String LINE_ENDS = "\n\r\u000B\f\u001C\u001D\u001E\u0085\u2028\u2029";

    private Splits() {
    }

    /**
     * @param separator null for runs of blanks
     * @param most      cuts at most; negative for all
     */
    static List<Object> split(String text, Object separator, int most) {
        if (separator == null) return words(text, most);
        var by = separator(separator);
        var parts = new ArrayList<Object>();
        int from = 0;
        for (int at = text.indexOf(by); at >= 0 && (most < 0 || parts.size() < most); at = text.indexOf(by, from)) {
            parts.add(text.substring(from, at));
            RenderingLimits.entries(parts);
            from = at + by.length();
        }
        parts.add(text.substring(from));
        return parts;
    }

    /** The same, with the last cuts where not all are made. */
    static List<Object> fromTheEnd(String text, Object separator, int most) {
        if (most < 0) return split(text, separator, most);
        if (separator == null) throw TemplateFault.of("'rsplit' wants a separator");
        var by = separator(separator);
        var parts = new ArrayList<Object>();
        int to = text.length();
        for (int at = text.lastIndexOf(by); at >= 0 && parts.size() < most;
                at = at == 0 ? -1 : text.lastIndexOf(by, at - by.length())) {
            parts.addFirst(text.substring(at + by.length(), to));
            RenderingLimits.entries(parts);
            to = at;
        }
        parts.addFirst(text.substring(0, to));
        return parts;
    }

    static List<Object> lines(String text, boolean keepEnds) {
        var lines = new ArrayList<Object>();
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            if (LINE_ENDS.indexOf(text.charAt(i)) < 0) continue;
            int end = i;
            if (text.charAt(i) == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n') i++;
            lines.add(text.substring(from, keepEnds ? i + 1 : end));
            RenderingLimits.entries(lines);
            from = i + 1;
        }
        if (from < text.length()) lines.add(text.substring(from));
        return lines;
    }

    private static List<Object> words(String text, int most) {
        var parts = new ArrayList<Object>();
        var left = StringMethods.stripped(text, null, true, false);
        while (!left.isEmpty()) {
            int end = 0;
            while (end < left.length() && !StringMethods.blank(left.codePointAt(end))) {
                end += Character.charCount(left.codePointAt(end));
            }
            if (most >= 0 && parts.size() == most) end = left.length();
            parts.add(left.substring(0, end));
            RenderingLimits.entries(parts);
            left = StringMethods.stripped(left.substring(end), null, true, false);
        }
        return parts;
    }

    private static String separator(Object separator) {
        if (separator instanceof String by && !by.isEmpty()) return by;
        throw TemplateFault.of("the separator must be a text that is not empty");
    }
}
