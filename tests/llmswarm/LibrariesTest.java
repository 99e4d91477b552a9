package llmswarm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

/** The trees beside llmswarm under lib are libraries: they know nothing of the product and say where to begin. */
class LibrariesTest {
    private static final Path LIB = Tape.checkout().resolve("lib");

    @Test
    void noLibraryImportsTheProduct() throws IOException {
        for (var library : libraries()) {
            var knowing = sources(library).filter(file -> text(file).contains("import llmswarm") || text(file)
                    .contains("import static llmswarm"));
            assertEquals(List.of(), knowing.map(LIB::relativize).toList());
        }
    }

    @Test
    void eachLibrarySaysWhatItIsAndWhereToBegin() throws IOException {
        assertTrue(libraries().containsAll(Stream.of("answers", "jinja", "machine", "sandbox", "text").map(LIB::resolve)
                .toList()));
        for (var library : libraries()) {
            assertTrue(text(library.resolve("package-info.java")).contains("Begin with "), library.toString());
        }
    }

    private static List<Path> libraries() throws IOException {
        try (var folders = Files.list(LIB)) {
            return folders.filter(folder -> !folder.endsWith("llmswarm") && holdsSources(folder)).sorted().toList();
        }
    }

    private static boolean holdsSources(Path folder) {
        return Files.isDirectory(folder) && sources(folder).findAny().isPresent();
    }

    private static Stream<Path> sources(Path folder) {
        try (var files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }
}
