package llmswarm.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A repository decides what git has to hold in memory, and the machine's memory is not its own. */
class GitMemoryTest {
    private static final long LITTLE = 24L << 20;
    /** Seven folders in one another, of sixteen entries each, all of which are the same. */
    private static final String BOMB = """
            blob=$(echo x | git hash-object -w --stdin)
            tree=$(for i in $(seq 16); do printf '100644 blob %s\tf%02d\n' $blob $i; done | git mktree)
            for level in 1 2 3 4 5 6; do
              tree=$(for i in $(seq 16); do printf '040000 tree %s\td%02d\n' $tree $i; done | git mktree)
            done
            git update-ref HEAD $(git -c user.name=a -c user.email=a@b commit-tree $tree -m all </dev/null)
            """;

    @TempDir
    Path folder;

    private void sh(String script) throws Exception {
        var process = new ProcessBuilder("sh", "-c", "git init -q -b main . && " + script).directory(folder.toFile())
                .redirectErrorStream(true).start();
        assertEquals("", new String(process.getInputStream().readAllBytes()));
        assertEquals(0, process.waitFor());
    }

    @Test
    void aRepositoryThatNamesMoreFilesThanFitEndsWithTheReason() throws Exception {
        sh(BOMB);
        var result = new Git(folder, System.getenv(), LITTLE).run("", "status", "--porcelain");
        assertFalse(result.ok());
        assertTrue(result.said().matches("(?i).*out of memory.*"), result::said);
    }

    /** What is read of a large file of the repository is not counted as what git takes. */
    @Test
    void aRepositoryThatIsLargerThanThatWorks() throws Exception {
        sh("""
                for i in 1 2 3 4; do head -c 8000000 /dev/urandom > $i; done
                git -c core.compression=0 add . && git -c core.compression=0 repack -q -a -d --window=0 && git write-tree >/dev/null && rm 1 && git checkout-index 1
                """);
        assertEquals("", new Git(folder, System.getenv(), LITTLE).must("read the files", "", "fsck", "--no-progress"));
        assertEquals("1\n2\n3\n4\n", new Git(folder, System.getenv(), LITTLE).must("read the files", "", "ls-files"));
    }
}
