//DEPS com.google.re2j:re2j:1.8
package llmswarm.config.stack;

import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import llmswarm.guard.Stop;

/**
 * Puts values into the patterns and paths of a pack, each quoted so that it stands for itself only. A variable whose
 * value is not known yet is left as it stands.
 */
public record Filling(Map<String, String> values) {
    private static final Pattern VARIABLE = Pattern.compile("\\{\\{\\s*([A-Za-z][A-Za-z0-9_-]*)\\s*\\}\\}");
    private static final Pattern TAG = Pattern.compile("\\{\\{\\s*[#^/&{!>]?\\s*[A-Za-z]");

    /** The names of the variables in the text, in their order. */
    public static Stream<String> names(String text) {
        var names = Stream.<String>builder();
        for (var found = VARIABLE.matcher(text); found.find(); ) names.add(found.group(1));
        return names.build();
    }

    /** Whether the text holds something of a template that is no plain variable. */
    public static boolean holdsMore(String text) {
        return TAG.matcher(VARIABLE.matcher(text).replaceAll("")).find();
    }

    /** The text as it is with some value for each variable: what can be checked before the values are known. */
    public static String sample(String text) {
        return VARIABLE.matcher(text).replaceAll("x");
    }

    Pattern pattern(Pattern pattern) {
        var text = pattern(pattern.pattern());
        return text.equals(pattern.pattern()) ? pattern : Pattern.compile(text, pattern.flags());
    }

    String pattern(String regex) {
        return text(regex, Pattern::quote);
    }

    /** What a match is replaced by. */
    String replacement(String text) {
        return text(text, Matcher::quoteReplacement);
    }

    String glob(String glob) {
        return text(glob, Glob::quoted);
    }

    Optional<String> glob(Optional<String> glob) {
        return glob.map(this::glob);
    }

    /** A path inside the project; a {@link Stop} tells where a value leads out of it. */
    String path(String path) {
        var filled = text(path);
        if (filled.equals(path)) return path;
        if (filled.startsWith("/") || Stream.of(filled.split("/")).anyMatch(part -> part.isBlank() || part.equals(".."))) {
            throw Stop.usage("'%s' of the stack becomes '%s', which is no path inside the project; set another value."
                    .formatted(path, filled));
        }
        return filled;
    }

    String text(String text) {
        return text(text, UnaryOperator.identity());
    }

    private String text(String text, UnaryOperator<String> quoted) {
        if (!text.contains("{{")) return text;
        var filled = new StringBuilder();
        int from = 0;
        for (var found = VARIABLE.matcher(text); found.find(); from = found.end()) {
            var value = values.get(found.group(1));
            filled.append(text, from, found.start()).append(value == null ? found.group() : quoted.apply(value));
        }
        return filled.append(text, from, text.length()).toString();
    }
}
