package machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderTrialTest {
    @TempDir
    Path temp;

    private List<String> tried(String folder, String... names) {
        return FolderTrial.of(temp.resolve(folder), List.of(names), ".trial-%s");
    }

    private void nothingIsLeft() throws IOException {
        try (var all = Files.walk(temp)) {
            assertTrue(all.noneMatch(path -> path.getFileName().toString().startsWith(".trial")));
        }
    }

    @Test
    void namesThatCanBeWrittenAreWrittenAndGoneAgain() throws IOException {
        assertEquals(List.of(), tried("größer/out", "a.py", "src/über.txt", "src/", "data/", "src/über.txt", "./",
                "日本.md", "a b 'c'", "x".repeat(255)));
        nothingIsLeft();
        assertTrue(Files.notExists(temp.resolve("größer")));
    }

    @Test
    void eachNameThatCannotBeWrittenIsTold() throws IOException {
        var tooLong = "ü".repeat(200);
        assertEquals(List.of("'%s' cannot be written: file name too long".formatted(tooLong),
                "'a/b/' cannot be written: not a directory"), tried("out", tooLong, "fine", "a", "a/b/"));
        nothingIsLeft();
    }

    @Test
    void aFolderThatCannotBeMadeIsTold() throws IOException {
        var tooLong = "o".repeat(300);
        assertEquals(List.of("'%s' cannot be made: file name too long".formatted(temp.resolve(tooLong))),
                tried(tooLong, "a"));
        Files.writeString(temp.resolve("file"), "");
        assertTrue(tried("file/out", "a").getFirst().startsWith("nothing can be written into '%s'".formatted(temp
                .resolve("file"))));
        nothingIsLeft();
    }

    @Test
    void aFolderThatMayNotBeWrittenIsTold() {
        assertTrue(FolderTrial.of(Path.of("/proc/self/x"), List.of(), ".trial-%s").getFirst()
                .startsWith("nothing can be written into '/proc/self': "));
    }

    @Test
    void theRoomIsThatOfTheNearestFolderThatIsThere() {
        assertTrue(FolderTrial.room(temp.resolve("a/b/c")) > 0);
        assertEquals(0, FolderTrial.room(Path.of("/proc/self/x")));
    }

    @Test
    void aNameThatJavaCannotWriteInItsLocaleIsTold() throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin/java").toString();
        var builder = new ProcessBuilder(java, "-cp", System.getProperty("java.class.path"), InThatLocale.class.getName(),
                temp.toString()).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C");
        var said = new String(builder.start().getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        assertTrue(said.contains("cannot be written: in this locale Java writes the names of files in ANSI_X3.4-1968 "
                + "(LC_ALL=C.UTF-8 changes that)]"), said);
        nothingIsLeft();
    }

    /** Tries one name that is no ASCII and one that is. */
    public static final class InThatLocale {
        private InThatLocale() {
        }

        /** @param words the folder */
        public static void main(String[] words) {
            System.out.println(FolderTrial.of(Path.of(words[0]), List.of("plain", "gr\u00f6\u00dfe.html"), ".trial-%s"));
        }
    }
}
