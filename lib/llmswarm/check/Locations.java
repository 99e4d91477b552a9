package llmswarm.check;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import com.google.re2j.Pattern;

/** Finds the places in a project that a check's output names. */
public final class Locations {
    /** A file of the project and a line, from 1. */
    public record FileLine(String file, int line) {
        @Override
        public String toString() {
            return file + ":" + line;
        }
    }

    private Locations() {
    }

    /**
     * The places in the order in which the output names them; those outside the project are left out.
     *
     * @param patterns with the groups file and line
     * @param paths    the project's files; the output may name them with any relative folder in front, or one that is
     *                 the only one of its name without its folder
     */
    public static List<FileLine> in(String output, List<Pattern> patterns, Collection<String> paths) {
        record Hit(int at, FileLine place) {
        }
        var found = new ArrayList<Hit>();
        for (var pattern : patterns) {
            var matcher = pattern.matcher(output);
            while (matcher.find()) {
                int at = matcher.start();
                var line = line(matcher.group("line"));
                file(matcher.group("file"), paths).ifPresent(file -> found.add(new Hit(at, new FileLine(file, line))));
            }
        }
        return found.stream().sorted(Comparator.comparingInt(Hit::at)).map(Hit::place).toList();
    }

    private static Optional<String> file(String named, Collection<String> paths) {
        if (named == null) return Optional.empty();
        var plain = named.replace('\\', '/').replaceFirst("^(\\./)+", "");
        // An absolute name is that of a library, whose files may well be called as one of the project's.
        if (plain.startsWith("/") || plain.matches("[A-Za-z]:/.*")) return Optional.empty();
        var whole = paths.stream().filter(path -> plain.equals(path) || plain.endsWith("/" + path))
                .max(Comparator.comparingInt(String::length));
        if (whole.isPresent() || plain.contains("/")) return whole;
        var called = paths.stream().filter(path -> path.endsWith("/" + plain)).limit(2).toList();
        return called.size() == 1 ? Optional.of(called.getFirst()) : Optional.empty();
    }

    private static int line(String digits) {
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException none) {
            return 1;
        }
    }
}
