package machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import llmswarm.files.ProjectTree;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What programs leave behind so that it cannot be removed. */
class RemovalTest {
    @TempDir
    Path temp;
    private Path folder, outside;

    @BeforeEach
    void aFolderAndAFileOutside() throws IOException {
        folder = Files.createDirectory(temp.toRealPath().resolve("folder"));
        outside = Files.createDirectory(temp.resolve("outside"));
        Files.writeString(outside.resolve("kept"), "as it was");
    }

    @AfterEach
    void theFileOutsideIsAsItWas() throws IOException {
        assertEquals("as it was", Files.readString(outside.resolve("kept")));
    }

    /** Each runs with the folder as its own and the outer folder as its word. */
    @ParameterizedTest
    @ValueSource(strings = {
        "import os\nfor i in range(100): os.mkdir(200 * 'd'); os.chdir(200 * 'd')",
        "import os\nfor i in range(6000): os.mkdir('d'); os.chdir('d')",
        "import os\nfor i in range(60): os.mkdir(200 * 'd'); fd = os.open(200 * 'd', 0); os.chmod('.', 0) if i else 0; os.fchdir(fd)",
        "import os\nfor i in range(200): os.mkdir(b'\\xff\\n' + str(i).encode()); open(b'\\xfe/'.join([b'\\xff\\n' + str(i).encode(), b''])[:-1] + b'\\xfd', 'w')",
        "import os, sys\nos.mkdir('a')\nfor i in 'abc': os.symlink(sys.argv[1], 'a/' + i); os.symlink('../a', 'a/loop' + i)",
        "import os, socket\nos.mkdir('a'); os.mkfifo('a/pipe'); os.mkfifo('pipe'); s = socket.socket(socket.AF_UNIX); s.bind('a/socket')",
        "import os\nfor i in range(300): os.makedirs(f'{i}/a/b/c'); open(f'{i}/a/b/c/file', 'w')",
        "import os\nos.makedirs('a/b/c'); os.chmod('a/b/c', 0); os.chmod('a/b', 0o100); os.chmod('a', 0o500); os.chmod('.', 0)",
        "import os\nopen('file', 'w'); os.chmod('file', 0)\nfor i in range(100): os.link('file', str(i))",
        "import os\nos.makedirs(4 * (250 * 'x' + '/'))\nfor i in range(200): os.mkdir(4 * (250 * 'x' + '/') + 240 * 'y' + str(i))"})
    void isRemovedAndNoLinkIsFollowed(String program) throws Exception {
        assertEquals(0, run("python3", "-c", program, outside.toString()));
        assertEquals(Optional.empty(), Removal.of(folder));
        assertFalse(Files.exists(folder, LinkOption.NOFOLLOW_LINKS));
    }

    @Test
    void aLinkOrAFileInThePlaceOfTheFolderIsRemovedItself() throws IOException {
        Files.delete(folder);
        Files.createSymbolicLink(folder, outside);
        assertEquals(Optional.empty(), Removal.of(folder));
        assertEquals(Optional.empty(), Removal.of(Files.writeString(folder, "x")));
        assertEquals(Optional.empty(), Removal.of(folder), "nothing is there");
        assertFalse(Files.exists(folder, LinkOption.NOFOLLOW_LINKS));
    }

    @Test
    void whatTheSystemKeepsIsToldAndTheNextFolderIsAnother() throws Exception {
        Files.writeString(Files.createDirectories(folder.resolve("a/b")).resolve("kept"), "");
        Files.writeString(folder.resolve("a/gone"), "");
        assumeTrue(Files.getAttribute(folder, "unix:uid").equals(0)
                && run("chattr", "+i", folder.resolve("a/b/kept").toString()) == 0,
                "skipped: only root can make a file that nobody may remove, and not on every disk");
        try {
            var told = new ArrayList<String>();
            var fresh = ProjectTree.fresh(folder, told::add);
            assertEquals(folder.resolveSibling("folder~2"), fresh.root());
            assertEquals(List.of("'%s' could not be removed: operation not permitted; remove it yourself when no run is going on".formatted(folder)), told);
            assertFalse(Files.exists(folder.resolve("a/gone")), "what can be removed is");
            assertEquals(folder.resolveSibling("folder~2"), ProjectTree.fresh(folder, told::add).root(),
                    "it is used again");
        } finally {
            run("chattr", "-R", "-i", folder.toString());
        }
        assertEquals(folder, ProjectTree.fresh(folder, sentence -> assertTrue(false, sentence)).root());
    }

    private int run(String... command) throws Exception {
        return new ProcessBuilder(command).directory(folder.toFile()).inheritIO().start().waitFor();
    }
}
