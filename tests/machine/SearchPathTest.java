package machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchPathTest {
    @TempDir
    Path temp;

    @Test
    void onlyAbsoluteFoldersThatAreThereAreSearchedInTheirOrder() throws IOException {
        var first = Files.createDirectory(temp.resolve("first ü"));
        var second = Files.createDirectory(temp.resolve("second"));
        var path = SearchPath.of(Map.of("PATH", ":.:bin:" + first + "::" + temp.resolve("absent") + ":../x:" + second
                + "/.:" + first + ":"));
        assertEquals(List.of(first, second), path.folders());
        assertEquals(first + ":" + second, path.toString());
    }

    @Test
    void aProgramIsAFileThatCanBeRun() throws IOException {
        var first = Files.createDirectory(temp.resolve("first"));
        var second = Files.createDirectory(temp.resolve("second"));
        Files.createFile(first.resolve("tool"));
        Files.createDirectory(first.resolve("other"));
        for (var name : List.of("tool", "other")) assertTrue(Files.createFile(second.resolve(name)).toFile()
                .setExecutable(true));
        var path = new SearchPath(List.of(first, second));
        assertEquals(Optional.of(second.resolve("tool")), path.find("tool"));
        assertEquals(Optional.of(second.resolve("other")), path.find("other"));
        assertEquals(Optional.empty(), path.find("none"));
    }

    @Test
    void whereTheVariableIsNotSetTheUsualFoldersAreSearched() {
        assertTrue(SearchPath.of(Map.of()).find("sh").isPresent());
    }
}
