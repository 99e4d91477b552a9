package llmswarm.config.stack;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A pattern for relative paths as Java knows it, except that {@code **}{@code /} also stands for no folder at all. */
public record Glob(List<PathMatcher> forms) {
    private static final String ANY = "**/";
    private static final int FORMS = 64;
    /** In one part of a path, or one choice in it: each may stand for all letters that the others leave. */
    private static final int MOST_STARS = 5;

    /** @throws IllegalArgumentException when it is no pattern */
    public static Glob of(String pattern) {
        for (var part : pattern.split("[/{},]")) if (part.chars().filter(c -> c == '*').count() > MOST_STARS) {
            throw new IllegalArgumentException("too many '*' in '%s'".formatted(part));
        }
        var forms = new LinkedHashSet<String>();
        collect(pattern, 0, forms);
        return new Glob(forms.stream().map(form -> FileSystems.getDefault().getPathMatcher("glob:" + form)).toList());
    }

    /** A pattern that matches this path only. */
    public static String quoted(String path) {
        return path.replaceAll("[\\\\*?\\[\\]{}]", "\\\\$0");
    }

    public boolean matches(String path) {
        return forms.stream().anyMatch(form -> form.matches(Path.of(path)));
    }

    private static void collect(String pattern, int from, Set<String> forms) {
        if (forms.size() == FORMS) {
            throw new IllegalArgumentException("too many '**/'");
        }
        forms.add(pattern);
        for (int at = pattern.indexOf(ANY, from); at >= 0; at = pattern.indexOf(ANY, at + 1)) {
            if (at == 0 || "/{,".indexOf(pattern.charAt(at - 1)) >= 0) {
                collect(pattern.substring(0, at) + pattern.substring(at + ANY.length()), at, forms);
            }
        }
    }
}
