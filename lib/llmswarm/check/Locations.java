package llmswarm.check;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

import com.google.re2j.Pattern;
import text.Trimming;

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
        return hits(output, patterns, paths).stream().map(Hit::place).toList();
    }

    /** Where in the output the first of them begins. */
    static Optional<Integer> first(String output, List<Pattern> patterns, Collection<String> paths) {
        return hits(output, patterns, paths).stream().map(Hit::at).findFirst();
    }

    private record Hit(int at, FileLine place) {
    }

    private static List<Hit> hits(String output, List<Pattern> patterns, Collection<String> paths) {
        var found = new ArrayList<Hit>();
        for (var pattern : patterns) {
            var matcher = pattern.matcher(output);
            while (matcher.find()) {
                int at = matcher.start();
                var line = line(matcher.group("line"));
                file(matcher.group("file"), paths).ifPresent(file -> found.add(new Hit(at, new FileLine(file, line))));
            }
        }
        return found.stream().sorted(Comparator.comparingInt(Hit::at)).toList();
    }

    /**
     * The output of a command that started in a folder of the project, with the places in it told as everybody knows
     * them: from the project's top.
     *
     * @param patterns with the groups file and line
     * @param paths    the project's files
     */
    public static String fromTop(String output, List<Pattern> patterns, String folder, Collection<String> paths) {
        var start = Path.of(folder).normalize();
        var below = paths.stream().map(Path::of).filter(path -> path.startsWith(start))
                .map(path -> slashes(start.relativize(path))).toList();
        record Named(int from, int to, String path) {
        }
        var found = new TreeMap<Integer, Named>();
        for (var pattern : patterns) {
            for (var matcher = pattern.matcher(output); matcher.find(); ) {
                var named = matcher.group("file");
                if (named == null) continue;
                int from = matcher.start("file");
                int to = matcher.end("file");
                var path = named.contains("..") ? Optional.of(start.resolve(named).normalize())
                        : file(named, below).map(start::resolve);
                path.map(Locations::slashes).filter(paths::contains)
                        .ifPresent(there -> found.putIfAbsent(from, new Named(from, to, there)));
            }
        }
        var text = new StringBuilder();
        int end = 0;
        for (var named : found.values()) {
            if (named.from < end) continue;
            text.append(output, end, named.from).append(named.path);
            end = named.to;
        }
        return text.append(output.substring(end)).toString();
    }

    private static String slashes(Path path) {
        return path.toString().replace('\\', '/');
    }

    private static Optional<String> file(String named, Collection<String> paths) {
        if (named == null) return Optional.empty();
        var plain = Trimming.here(named.replace('\\', '/'));
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
