package machine;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where programs are looked for: the absolute, existing folders of the PATH in their order. A relative entry, an empty
 * one too, would find programs in a project.
 */
public record SearchPath(List<Path> folders) {
    private static final String USUAL = "/usr/local/bin:/usr/bin:/bin";

    public SearchPath {
        folders = List.copyOf(folders);
    }

    /** That of an environment; the usual folders of Unix where it has none. */
    public static SearchPath of(Map<String, String> environment) {
        return new SearchPath(absolute(environment.getOrDefault("PATH", USUAL)).filter(Files::isDirectory).distinct()
                .toList());
    }

    /** The absolute paths of a list that is written as the PATH is. */
    public static Stream<Path> absolute(String list) {
        return Stream.of(list.split(File.pathSeparator)).filter(entry -> !entry.isBlank()).map(Path::of)
                .filter(Path::isAbsolute).map(Path::normalize);
    }

    /** The first executable file of that name. */
    public Optional<Path> find(String name) {
        return folders.stream().map(folder -> folder.resolve(name))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file)).findFirst();
    }

    /** As the value of the variable. */
    @Override
    public String toString() {
        return folders.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }
}
