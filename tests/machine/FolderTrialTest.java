package machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
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
}
