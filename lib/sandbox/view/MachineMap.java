package sandbox.view;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The file {@code shown.txt}: which places of a machine a command behind walls sees. */
final class MachineMap {
    private final Map<String, List<List<String>>> lines = new TreeMap<>();

    private MachineMap(Stream<String> text) {
        text.filter(line -> !line.isBlank() && !line.startsWith("#")).map(line -> List.of(line.strip().split("\\s+")))
                .forEach(line -> lines.computeIfAbsent(line.getFirst(), kind -> new ArrayList<>())
                .add(line.subList(1, line.size())));
    }

    /** As it came with the program. */
    static MachineMap read() {
        try (var in = MachineMap.class.getResourceAsStream("shown.txt")) {
            return new MachineMap(new String(in.readAllBytes(), StandardCharsets.UTF_8).lines());
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    /** Folders that are shown whole, as far as they are there. */
    List<Path> system() {
        return names("system").map(Path::of).toList();
    }

    /** Whether an entry of /etc is shown. */
    Predicate<Path> settings() {
        return matching(names("settings"));
    }

    /** Entries of /etc for commands that see the network. */
    List<String> online() {
        return names("online").toList();
    }

    /** Whether a folder is on a mounted drive. */
    boolean isOnDrive(Path folder) {
        return names("drives").anyMatch(folder::startsWith);
    }

    /** Whether folders of that name hold programs. */
    Predicate<Path> programs() {
        return matching(names("programs"));
    }

    /** Whether a place of that name is never shown. */
    Predicate<Path> secret() {
        return matching(names("secret"));
    }

    /**
     * Whether a place of that name is not shown in the two upper levels of a folder; deeper, code has such names too.
     */
    Predicate<Path> uppermost() {
        return matching(names("uppermost"));
    }

    /** Whether a file of such a name keeps data, and so is shown nowhere. */
    Predicate<Path> data() {
        return matching(names("data"));
    }

    /** The outermost folder above a place, or the place, that is shown whole. */
    Optional<Path> whole(Path place) {
        var known = names("whole").map(names -> FileSystems.getDefault().getPathMatcher("glob:**/" + names)).toList();
        return IntStream.rangeClosed(1, place.getNameCount())
                .mapToObj(count -> place.getRoot().resolve(place.subpath(0, count)))
                .filter(folder -> known.stream().anyMatch(names -> names.matches(folder))).findFirst();
    }

    /** What of an installation is shown; itself when that is all. */
    List<Path> parts(Path installation, List<Path> content) {
        var only = named("only", installation).toList();
        if (!only.isEmpty()) return content.stream().filter(matching(only.stream())).toList();
        var there = content.stream().map(path -> path.getFileName().toString()).toList();
        var marked = lines.get("mark").stream().filter(line -> there.contains(line.getFirst())).flatMap(List::stream);
        var beside = names(there.contains(".git") ? "project" : "beside");
        var shown = content.stream().filter(matching(Stream.of(names("programs"), beside, marked).flatMap(s -> s)))
                .toList();
        return shown.size() == content.size() ? List.of(installation) : shown;
    }

    /** What programs of an installation need elsewhere. */
    List<Path> near(Path installation) {
        return named("near", installation).map(at -> installation.resolve(at).normalize()).toList();
    }

    /** Programs that look for others: each with the variable that says where, and the place in the home without it. */
    List<List<String>> reads() {
        return lines.getOrDefault("reads", List.of());
    }

    /** Whether a variable of that name chooses a version. */
    Predicate<String> choices() {
        return matchingNames(names("choice"));
    }

    /** Whether a variable of that name is the session's and no program's. */
    Predicate<String> session() {
        return matchingNames(names("session"));
    }

    private static Predicate<String> matchingNames(Stream<String> names) {
        var matching = matching(names);
        return name -> !name.isEmpty() && !name.contains("/") && matching.test(Path.of(name));
    }

    private Stream<String> names(String kind) {
        return lines.getOrDefault(kind, List.of()).stream().flatMap(List::stream);
    }

    private Stream<String> named(String kind, Path folder) {
        return lines.getOrDefault(kind, List.of()).stream().filter(line -> folder.endsWith(line.getFirst()))
                .flatMap(line -> line.stream().skip(1));
    }

    /** Names without a star are looked up, which hundreds of thousands of files ask for. */
    private static Predicate<Path> matching(Stream<String> names) {
        var parted = names.map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.partitioningBy(name -> name.contains("*")));
        var whole = Set.copyOf(parted.get(false));
        var any = parted.get(true).stream().map(MachineMap::pattern).toList();
        return path -> {
            if (path.getFileName() == null) return false;
            var name = path.getFileName().toString().toLowerCase(Locale.ROOT);
            return whole.contains(name) || any.stream().anyMatch(pattern -> pattern.test(name));
        };
    }

    private static Predicate<String> pattern(String name) {
        var text = name.substring(1);
        if (name.lastIndexOf('*') == 0) return given -> given.endsWith(text);
        return Pattern.compile(Stream.of(name.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")))
                .asMatchPredicate();
    }
}
