package llmswarm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

/** How the sources under lib are laid out, so that people find their way: rooms and files of a size one can survey. */
class HouseTest {
    private static final Path LIB = Tape.checkout().resolve("lib");
    private static final int FILES_A_ROOM = 25, LINES_A_FILE = 250, CHARACTERS_A_LINE = 120;
    private static final Pattern PACKAGE = Pattern.compile("(?m)^package ([\\w.]+);");
    private static final Pattern IMPORT = Pattern.compile("(?m)^import (?:static )?([a-z][\\w.]*)\\.[A-Z]\\w*");
    private static final Pattern TYPE = Pattern.compile(
            "(?m)^(?: {4})?(?:[a-z-]+ )*(?:class|interface|enum|record|@interface) ([A-Z]\\w*)");

    private static final Pattern OF_A_COUNTRY = Pattern.compile("to(?:Lower|Upper)Case\\(\\)"
            + "|String\\.format\\(\""
            + "|\"(?:[^\"\\\\\\n]|\\\\.)*%[-+0]*(?:,|\\d*\\.\\d)[^\"\\n]*\"\\s*\\.formatted\\(");

    private record Source(String name, String room, String text) {
        List<String> types() {
            return TYPE.matcher(text).results().map(found -> found.group(1)).toList();
        }
    }

    private static final List<Source> SOURCES = sources();

    private static List<Source> sources() {
        try (var files = Files.walk(LIB)) {
            return files.filter(file -> file.toString().endsWith(".java")).sorted().map(HouseTest::source).toList();
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    private static Source source(Path file) {
        try {
            var text = Files.readString(file);
            var room = PACKAGE.matcher(text).results().map(found -> found.group(1)).findFirst().orElse("");
            return new Source(LIB.relativize(file).toString(), room, text);
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    private static Stream<String> imports(Source source, Set<String> rooms) {
        return IMPORT.matcher(source.text).results().map(found -> found.group(1)).filter(rooms::contains)
                .filter(room -> !room.equals(source.room));
    }

    @Test
    void noFileIsTooLongToRead() {
        assertEquals(List.of(), SOURCES.stream().filter(source -> source.text.lines().count() > LINES_A_FILE)
                .map(Source::name).toList());
    }

    /** A sentence that is printed may be longer: broken in two it is not found again. */
    @Test
    void noLineIsTooWideToRead() {
        assertEquals(List.of(), SOURCES.stream().flatMap(source -> source.text.lines()
                .filter(line -> line.length() > CHARACTERS_A_LINE && line.indexOf('"') < 0 && !line.endsWith("\\"))
                .map(line -> source.name + ": " + line)).toList());
    }

    /** A Turkish machine would write "faıled", a German one 1.234 tokens. */
    @Test
    void nothingIsWrittenInTheWayOfTheMachinesCountry() {
        assertEquals(List.of(), SOURCES.stream().flatMap(source -> OF_A_COUNTRY.matcher(source.text).results()
                .map(found -> source.name + ": " + found.group())).toList());
    }

    @Test
    void noRoomIsTooFull() {
        var rooms = SOURCES.stream().collect(Collectors.groupingBy(Source::room, TreeMap::new, Collectors.counting()));
        rooms.values().removeIf(files -> files <= FILES_A_ROOM);
        assertEquals(Map.of(), rooms);
    }

    @Test
    void noRoomImportsARoomThatImportsIt() {
        var rooms = SOURCES.stream().map(Source::room).collect(Collectors.toSet());
        var needs = new TreeMap<String, Set<String>>();
        SOURCES.forEach(source -> needs.computeIfAbsent(source.room, room -> new TreeSet<>())
                .addAll(imports(source, rooms).toList()));
        // What needs nothing that is left goes; what stays stands in a circle, or needs one.
        while (needs.values().removeIf(others -> others.stream().noneMatch(needs::containsKey))) { }
        assertEquals(Map.of(), needs);
    }

    /** Who searches for a file finds one. */
    @Test
    void noTwoFilesHaveOneName() {
        var homes = SOURCES.stream().filter(source -> !source.name.endsWith("package-info.java"))
                .collect(Collectors.groupingBy(source -> source.name.replaceFirst(".*/", ""), TreeMap::new,
                Collectors.mapping(Source::name, Collectors.toList())));
        homes.values().removeIf(files -> files.size() < 2);
        assertEquals(Map.of(), homes);
    }

    @Test
    void noNameMeansTwoTypesInOneRoom() {
        var homes = new TreeMap<String, List<String>>();
        SOURCES.forEach(source -> new TreeSet<>(source.types()).forEach(type ->
                homes.computeIfAbsent(source.room + "." + type, name -> new ArrayList<>()).add(source.name)));
        homes.values().removeIf(files -> files.size() < 2);
        assertEquals(Map.of(), homes);
    }
}
