package jinja.syntax;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The escapes of Python's strings; one that is none stays as it is. */
final class Escapes {
    private static final Pattern ESCAPE = Pattern.compile(
            "\\\\(\\R|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-7]{1,3}|.)");
    private static final String LETTERS = "abfnrtv", MEANT = "\u0007\b\f\n\r\t\u000B";

    private Escapes() {
    }

    static String read(String text) {
        return text.indexOf('\\') < 0 ? text
                : ESCAPE.matcher(text).replaceAll(found -> Matcher.quoteReplacement(meant(found)));
    }

    private static String meant(MatchResult found) {
        var escape = found.group(1);
        char first = escape.charAt(0);
        if (first == '\n') return "";
        if (escape.length() > 1 && "xuU".indexOf(first) >= 0) {
            return Character.toString(Integer.parseInt(escape, 1, escape.length(), 16));
        }
        if (first >= '0' && first <= '7') return Character.toString(Integer.parseInt(escape, 8));
        if ("\\'\"".indexOf(first) >= 0) return escape;
        return LETTERS.indexOf(first) >= 0 ? MEANT.substring(LETTERS.indexOf(first), LETTERS.indexOf(first) + 1)
                : found.group();
    }
}
