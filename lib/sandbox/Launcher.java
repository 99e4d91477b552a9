package sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import sandbox.view.Surroundings;

/**
 * A program of the PATH as its own files tell of it: what it is, and where it is a script, the programs that it starts
 * by their places.
 *
 * @param texts  what its files hold, a byte a sign
 * @param places that scripts among its files name, absolute, as far as they exist
 */
record Launcher(List<String> texts, SequencedSet<Path> places) {
    static final Pattern PLACE = Pattern.compile("/[^\\s'\"`:;,()<>|&{}$*?]+");
    private static final Pattern HOME = Pattern.compile("\\$HOME\\b|\\$\\{HOME\\}|(?<![\\w/])~(?=/)");
    /** Of one file in bytes, and how many files. */
    private static final long SIZE = 32L << 20;
    private static final int SCRIPT = 256 << 10, FILES = 8;

    /** Of a program of the system itself nothing is read: all that it needs is shown. */
    static Launcher of(Path program, Path home) {
        var texts = new ArrayList<String>();
        var places = new LinkedHashSet<Path>();
        var waiting = new ArrayDeque<>(List.of(Surroundings.real(program)));
        while (!waiting.isEmpty() && texts.size() < FILES) {
            var file = waiting.poll();
            var text = text(file);
            if (text.isEmpty() || texts.contains(text)) continue;
            texts.add(text);
            if (!isScript(text)) continue;
            PLACE.matcher(HOME.matcher(text).replaceAll(home.toString())).results()
                    .map(found -> Path.of(found.group()).normalize()).filter(Files::exists)
                    .filter(place -> place.getNameCount() > 1 && places.add(place))
                    .filter(place -> Files.isRegularFile(place) && Files.isExecutable(place))
                    .map(Surroundings::real).forEach(waiting::add);
        }
        return new Launcher(List.copyOf(texts), places);
    }

    private static String text(Path file) {
        try {
            long size = Files.size(file);
            if (!Files.isRegularFile(file) || size > SIZE) return "";
            var isSystem = file.startsWith("/usr") && !file.startsWith("/usr/local");
            try (var in = Files.newInputStream(file)) {
                var begin = new String(in.readNBytes(2), StandardCharsets.ISO_8859_1);
                var script = isScript(begin);
                if (script ? size > SCRIPT : isSystem) return "";
                return begin + new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
            }
        } catch (IOException unreadable) {
            return "";
        }
    }

    private static boolean isScript(String text) {
        return text.startsWith("#!");
    }

    /** Whether one of its files has this name of a variable. */
    boolean has(String variable) {
        return texts.stream().anyMatch(text -> text.contains(variable));
    }

    /** The outermost of the places that match, none that lies in another one. */
    List<Path> places(Predicate<Path> wanted) {
        var found = places.stream().filter(wanted).toList();
        return found.stream().filter(place -> found.stream().noneMatch(other -> !other.equals(place)
                && place.startsWith(other))).toList();
    }
}
