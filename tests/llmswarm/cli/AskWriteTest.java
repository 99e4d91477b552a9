package llmswarm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import llmswarm.Command;
import llmswarm.StubAnswer;
import llmswarm.StubServer;
import llmswarm.Workshop;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ask --write} leaves alone: a file that is in no commit is a person's. */
class AskWriteTest {
    private static final String ANSWER = "### settings.py\n```python\nDEBUG = True\n```\n\n### b.txt\n```\nnew\n```\n";
    @TempDir
    Path folder;
    private Workshop shop;
    private Workshop project;

    @BeforeEach
    void repository() {
        shop = new Workshop(folder.resolve("shop"));
        project = new Workshop(folder.resolve("project"));
        git("init", "-q");
        project.file("settings.py", "DEBUG = False\n").file("b.txt", "old\n");
    }

    private String git(String... words) {
        var all = new String[words.length + 5];
        System.arraycopy(new String[] {"git", "-c", "user.name=a", "-c", "user.email=a@b"}, 0, all, 0, 5);
        System.arraycopy(words, 0, all, 5, words.length);
        return Workshop.output(project.folder, all);
    }

    private Command.Result ask() {
        try (var server = StubServer.answering(StubAnswer.text(ANSWER))) {
            var config = shop.models(server.baseUrl()).folder.resolve("config").toString();
            return Here.run(project, "ask", "backend", "Write it down.", "--write", "--config", config, "--trust");
        }
    }

    private String read(String name) throws IOException {
        return Files.readString(project.folder.resolve(name));
    }

    @Test
    void whatGitIgnoresIsNeitherWrittenNorCommitted() throws IOException {
        project.file(".gitignore", "settings.py\n");
        git("add", ".gitignore", "b.txt");
        git("commit", "-qm", "begin");
        var refused = ask();
        assertEquals(3, refused.exit(), refused.err());
        assertTrue(refused.err().contains("nothing was written: git ignores settings.py in '%s', and no commit gets what it ignores"
                .formatted(project.folder)), refused.err());
        assertEquals("DEBUG = False\n", read("settings.py"));
        assertEquals("old\n", read("b.txt"));
        assertEquals("begin\n", git("log", "--format=%s"));
    }

    @Test
    void aChangeThatGitWasToldToOverlookStays() throws IOException {
        git("add", ".");
        git("commit", "-qm", "begin");
        git("update-index", "--assume-unchanged", "settings.py");
        project.file("settings.py", "MINE = 1\n");
        var partly = ask();
        assertEquals(3, partly.exit(), partly.err());
        assertTrue(partly.err().contains("kept your version of settings.py\n"), partly.err());
        assertTrue(partly.err().contains("1 of the answer's 2 files were not written"), partly.err());
        assertEquals("MINE = 1\n", read("settings.py"));
        assertEquals("b.txt\n", git("show", "--format=", "--name-only"));
    }

    @Test
    void whatIsCommittedIsWrittenAnew() throws IOException {
        git("add", ".");
        git("commit", "-qm", "begin");
        var written = ask();
        assertEquals(0, written.exit(), written.err());
        assertEquals("DEBUG = True\n", read("settings.py"));
        assertEquals("b.txt\nsettings.py\n", git("show", "--format=", "--name-only"));
    }
}
