package llmswarm.run.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import llmswarm.guard.Stop;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose journal may say what a resume does. */
class BegunRunsTest {
    @TempDir
    Path temp;
    private BegunRuns begun;
    private Path run;

    @BeforeEach
    void aRunInAProject() throws IOException {
        begun = new BegunRuns(temp.resolve("state"));
        run = Files.createDirectories(temp.resolve("Projekt ä/.swarm/runs/20260101-000000-000-abcd"));
    }

    @Test
    void aRunThatWasBegunHereGoesOn() {
        begun.add(run);
        begun.require(run, false);
    }

    @Test
    void soDoesOneThatHasNoProjectYet() throws IOException {
        begun.require(Files.createDirectories(temp.resolve("state/runs/x")), false);
    }

    @Test
    void oneThatIsReachedThroughALinkToItsProjectIsTheSame() throws IOException {
        begun.add(run);
        var link = Files.createSymbolicLink(temp.resolve("link"), temp.resolve("Projekt ä"));
        begun.require(link.resolve(".swarm/runs").resolve(run.getFileName()), false);
    }

    @Test
    void oneThatCameWithItsProjectOrWasMovedIsRefusedUntilItIsTrusted() throws IOException {
        begun.add(run);
        var moved = Files.move(temp.resolve("Projekt ä"), temp.resolve("moved")).resolve(".swarm/runs")
                .resolve(run.getFileName());
        var stop = assertThrows(Stop.class, () -> begun.require(moved, false));
        assertEquals(Stop.UNTRUSTED, stop.exit());
        assertEquals("the run in %s was not begun here, or its folder was moved; its journal says which checks passed and what a resume does: "
                .formatted(moved) + "look at it, and where it can be trusted, resume with --trust", stop.getMessage());
        begun.require(moved, true);
        begun.require(moved, false);
    }

    @Test
    void anotherJournalInItsFolderIsAnotherRun() throws IOException {
        var journal = Files.writeString(run.resolve(Journal.FILE), "begun\nand gone on\n");
        begun.add(run);
        Files.writeString(journal, "begun\nand gone on\nand on\n");
        begun.require(run, false);
        Files.writeString(journal, "begun by somebody else\n");
        assertThrows(Stop.class, () -> begun.require(run, false));
    }

    @Test
    void whatIsGoneIsForgotten() throws IOException {
        begun.add(run);
        Files.delete(run);
        var other = Files.createDirectories(temp.resolve("other"));
        begun.add(other);
        try (var marks = Files.list(temp.resolve("state/begun"))) {
            assertEquals(1, marks.count());
        }
    }
}
