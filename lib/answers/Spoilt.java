package answers;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import answers.edit.LineNumbers;
import com.google.re2j.Pattern;

/**
 * Whole files whose text was spoilt on its way: behind line numbers, with line ends or signs escaped. Each form means
 * something in files of some kinds, which are left alone.
 */
final class Spoilt {
    private static final Set<String> DATA = Set.of("csv", "tsv", "psv", "tbl", "dat", "log", "json", "jsonl", "yaml",
            "yml", "toml", "properties", "ini", "env");
    private static final Set<String> MARKUP = Set.of("html", "htm", "xhtml", "xml", "svg", "xsl", "xslt", "vue",
            "svelte", "astro", "jsx", "tsx", "php", "erb", "ejs", "jsp", "hbs", "mustache", "j2", "jinja", "twig",
            "plist", "rss");
    private static final Pattern QUOTED =
            Pattern.compile("\"(?:[^\"\\\\\n]|\\\\.)*\"|'(?:[^'\\\\\n]|\\\\.)*'|`(?:[^`\\\\]|\\\\.)*`");
    private static final Pattern ENTITY = Pattern.compile("&(?:lt|gt);|&amp;&amp;");
    private static final char REPLACEMENT = '\uFFFD';
    /** A replacement character that does not stand alone in quotes, as in a program that looks for it. */
    private static final Pattern LOST = Pattern.compile("(?:^|[^\"'`])\\x{FFFD}|\\x{FFFD}(?:[^\"'`]|$)");
    private static final int LEAST_LINES = 3;
    /** Where regular expressions stand between slashes. */
    private static final Set<String> SCRIPT = Set.of("js", "mjs", "cjs", "ts", "jsx", "tsx");
    private static final Pattern REGEX = Pattern.compile("/(?:[^/\\\\]|\\\\.)+/[a-z]*");
    /** Prose may show one such sign, but not two in a row. */
    private static final String TWICE = "\uFFFD\uFFFD";
    /** What a program is expected to print, and the like, may have any form. */
    private static final Pattern FIXTURE = Pattern.compile("(?i)(fixture|expected|golden|snapshot|testdata|tests?/data|\\.out$)");

    private Spoilt() {
    }

    /**
     * What is wrong with the text of that file, to follow its name in a sentence; empty when nothing is.
     *
     * @param before the text that it has now; empty when there is none
     */
    static Optional<String> as(String text, String path, String before) {
        if (text.isBlank() && !before.isBlank() && !path.endsWith("__init__.py")) return Optional.of("is empty, and all that the file has now would be lost");
        boolean lost = FencedBlock.prose(path) ? text.contains(TWICE) : LOST.matcher(text).find();
        if (lost && before.indexOf(REPLACEMENT) < 0) {
            return Optional.of("has '" + REPLACEMENT + "' in place of a character that was lost on its way; leave such "
                    + "characters out or write them escaped");
        }
        var ending = path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        if (FencedBlock.prose(path) || DATA.contains(ending) || FIXTURE.matcher(path).find()) return Optional.empty();
        var lines = text.lines().toList();
        if (lines.size() >= LEAST_LINES && LineNumbers.from(1, lines)) {
            return Optional.of("has a number before each line");
        }
        if (isOneLine(lines, SCRIPT.contains(ending))) return Optional.of("has '\\n' in place of its line ends");
        return MARKUP.contains(ending) || !isEscaped(text) ? Optional.empty()
                : Optional.of("has '&lt;', '&gt;' or '&amp;' in place of the signs");
    }

    /** A program in one line may well hold {@code \n} in its strings, and nowhere else. */
    private static boolean isOneLine(List<String> lines, boolean script) {
        if (lines.size() != 1 || lines.getFirst().indexOf("\\n") < 0) return false;
        var line = QUOTED.matcher(lines.getFirst()).replaceAll("");
        return (script ? REGEX.matcher(line).replaceAll("") : line).split("\\\\n", -1).length > LEAST_LINES;
    }

    /** A program that escapes or reads such signs has them in strings, or has the signs themselves as well. */
    private static boolean isEscaped(String text) {
        return text.indexOf('&') >= 0 && text.indexOf('<') < 0
                && ENTITY.matcher(QUOTED.matcher(text).replaceAll("")).find();
    }
}
