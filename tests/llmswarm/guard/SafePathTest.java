package llmswarm.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafePathTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"a", "src/app.py", "docs/", "a b/ö ü.txt", "docs/日本.md", "emoji-😀.txt", ".gitignore",
            "a..b", "a/b...c", "[id]/(group)/@x.ts", "auxiliary.c", "con-fig", "com10", "第1章：x.md", "½.txt", "a~b",
            "v1~2.x.y", "git/hooks/x"})
    void anOrdinaryNameIsKeptAsItIs(String name) throws UnsafePath {
        assertEquals(name, SafePath.of(name, List.of()).toString());
    }

    @Test
    void everyRefusalSaysWhy() {
        refused("", "'' is an empty path");
        refused("/etc/passwd", "'/etc/passwd' is an absolute path; it must be relative to the project");
        refused("../../etc/passwd", "'../../etc/passwd' climbs out of the project");
        refused("a/../../b", "'a/../../b' climbs out of the project");
        refused("a/..", "'a/..' climbs out of the project");
        refused("./a", "'./a' has a part '.'");
        refused("a//b", "'a//b' has an empty part between two '/'");
        refused("a//", "'a//' has an empty part between two '/'");
        refused("a\\b", "'a\\b' holds a backslash; folders are divided by '/'");
        refused("C:/x", "'C:/x' names a drive; it must be relative to the project");
        refused("~/x", "'~/x' starts with '~', which stands for a home folder");
        refused("-rf", "'-rf' starts with '-', which commands take for an option");
        refused("a./b", "'a./b' has a part that ends in a dot or a space");
        refused("a /b", "'a /b' has a part that ends in a dot or a space");
        refused("a\0b", "'a\\u{0}b' holds a control or invisible character");
        refused("a\nb", "'a\\u{a}b' holds a control or invisible character");
        refused("gpj.\u202Eexe", "'gpj.\\u{202e}exe' holds a control or invisible character");
        refused("a\u200Bb", "'a\\u{200b}b' holds a control or invisible character");
        refused("a\u2800b", "'a\\u{2800}b' holds a control or invisible character");
        refused("a\uD80D\uDC41b", "'a\\u{13441}b' holds a control or invisible character");
        refused("a\uFE0Fb", "'a\\u{fe0f}b' holds a control or invisible character");
        refused("a\uD800", "'a\\u{d800}' holds a control or invisible character");
        refused("src/*.py", "'src/*.py' holds one of < > : \" | ? *, which not every system can store");
        refused("ab:stream", "'ab:stream' holds one of < > : \" | ? *, which not every system can store");
        refused("docs/NUL.txt", "'docs/NUL.txt' uses a name that Windows keeps for a device");
        refused("com¹", "'com¹' uses a name that Windows keeps for a device");
        refused("PROGRA~1/x", "'PROGRA~1/x' looks like a short name, which may stand for another file");
        refused("a／b", "'a／b' holds a character that some systems take for a slash");
        refused("a＼b", "'a＼b' holds a character that some systems take for a slash");
        refused("a/…", "'a/…' has a part that ends in a dot or a space");
        refused("a\u180Eb", "'a\\u{180e}b' holds a control or invisible character");
        refused("x".repeat(256), "'" + "x".repeat(200) + "...' has a part longer than 255 bytes");
        refused("ü".repeat(128), "'" + "ü".repeat(128) + "' has a part longer than 255 bytes");
        refused("ab/".repeat(1400), "'" + "ab/".repeat(66) + "ab...' is longer than 4096 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {".git", ".git/", ".git/config", ".GIT/hooks/pre-commit", "sub/.Git/config", ".ｇit/x",
            ".gıt/x",
            "．git/config", "․git/config", ".git．/config"})
    void nothingOfGitIsWrittenEvenWhenAPackAllowsIt(String name) {
        assertEquals("'%s' belongs to git".formatted(name), refusal(name, List.of(name, ".git/", "sub/")));
    }

    @ParameterizedTest
    @ValueSource(strings = {".git /config", ".git./config", ".git\u200C/config", "git~1/config", "GIT~2",
            ".git::$INDEX_ALLOCATION/config",
            ".git\\config", "SWARM~1/x", "GI7EBA~1"})
    void disguisesOfGitAreRefused(String name) {
        assertThrows(UnsafePath.class, () -> SafePath.of(name, List.of(name)));
    }

    @ParameterizedTest
    @ValueSource(strings = {".swarm", ".swarm/runs/1/journal.jsonl", ".SWARM/x", ".ſwarm/x", "a/.swarm/x",
            ".swarm-1.tmp"})
    void nothingOfThisToolIsWritten(String name) {
        assertEquals("'%s' belongs to this tool".formatted(name), refusal(name, List.of(name)));
    }

    @Test
    void pathsAreEqualByName() throws UnsafePath {
        assertEquals(SafePath.of("a/b", List.of()), SafePath.of("a/b", List.of("x")));
        assertTrue(SafePath.of("docs/", List.of()).isFolder());
        assertFalse(SafePath.of("docs", List.of()).isFolder());
    }

    @Test
    void namesThatDifferOnlyByCaseOrNormalisationAreFound() {
        assertEquals(List.of("'src/App.py' differs from 'src/app.py' only by case",
                "'SRC' differs from 'src' only by case"),
                SafePath.caseClash(List.of("src/app.py", "src/App.py", "SRC/x.py", "src/y.py")));
        assertEquals(List.of("'u\u0308.txt' differs from 'ü.txt' only by case"),
                SafePath.caseClash(List.of("ü.txt", "u\u0308.txt")));
        assertEquals(List.of(), SafePath.caseClash(List.of("a", "a", "a/", "b/a", "docs/", "docs/x")));
    }

    @Test
    void aPathIsPlacedUnderTheRealRoot() throws Exception {
        var real = Files.createDirectory(folder.resolve("Größe 1"));
        var link = Files.createSymbolicLink(folder.resolve("link"), real);
        assertEquals(real.toRealPath().resolve("a/b.txt"), SafePath.of("a/b.txt", List.of()).in(link));
    }

    @Test
    void aLinkOnTheWayOrAtTheEndIsRefused() throws Exception {
        var root = Files.createDirectory(folder.resolve("root"));
        var outside = Files.createDirectory(folder.resolve("root-outside"));
        Files.createSymbolicLink(root.resolve("out"), outside);
        Files.createSymbolicLink(root.resolve("gone"), folder.resolve("nothing"));
        Files.createDirectory(root.resolve("in"));
        Files.createSymbolicLink(root.resolve("in/self"), root);
        assertEquals("'out/x' goes through the link 'out'", notIn("out/x", root));
        assertEquals("'out' goes through the link 'out'", notIn("out", root));
        assertEquals("'gone' goes through the link 'gone'", notIn("gone", root));
        assertEquals("'in/self/y' goes through the link 'in/self'", notIn("in/self/y", root));
    }

    @Test
    void aFileIsNoFolder() throws Exception {
        Files.writeString(folder.resolve("a"), "");
        assertEquals("'a/b' needs a folder where 'a' is a file", notIn("a/b", folder));
        assertEquals("'a/' needs a folder where 'a' is a file", notIn("a/", folder));
    }

    private static String notIn(String name, Path root) throws UnsafePath {
        var path = SafePath.of(name, List.of());
        return assertThrows(UnsafePath.class, () -> path.in(root)).getMessage();
    }

    private static void refused(String name, String sentence) {
        assertEquals(sentence, refusal(name, List.of()));
    }

    private static String refusal(String name, List<String> allow) {
        return assertThrows(UnsafePath.class, () -> SafePath.of(name, allow), name).getMessage();
    }
}
