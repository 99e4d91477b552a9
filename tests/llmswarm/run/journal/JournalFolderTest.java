package llmswarm.run.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

import llmswarm.Workshop;
import llmswarm.guard.Stop;
import org.junit.jupiter.api.Test;
/** Where a journal lies, and who gets at it. */
class JournalFolderTest extends KeptJournal {
    @Test
    void twoRunsCannotWriteToOneJournal() {
        try (var journal = Journal.create(folder, NO_SECRETS)) {
            var stop = assertThrows(Stop.class, () -> Journal.reopen(folder, NO_SECRETS));
            assertEquals("another run is writing to %s; wait for it or stop it first".formatted(file()),
                    stop.getMessage());
        }
    }

    @Test
    void aJournalThatIsReadMeanwhileStaysLocked() throws Exception {
        write(STARTED);
        try (var journal = Journal.reopen(folder, NO_SECRETS)) {
            Journal.read(file());
            var lock = folder.resolve("journal.lock").toString();
            var other = new ProcessBuilder("python3", "-c",
                    "import fcntl, sys; fcntl.lockf(open(sys.argv[1], 'w'), fcntl.LOCK_EX | fcntl.LOCK_NB)", lock)
                    .redirectErrorStream(true).start();
            other.getInputStream().readAllBytes();
            assertEquals(1, other.waitFor(), "another process must not get the lock");
        }
    }

    @Test
    void aJournalThatIsBusyIsNotTouched() throws Exception {
        write(STARTED);
        try (var journal = Journal.reopen(folder, NO_SECRETS)) {
            Files.writeString(file(), "torn", java.nio.file.StandardOpenOption.APPEND);
            assertThrows(Stop.class, () -> Journal.reopen(folder, NO_SECRETS));
            assertEquals(true, Files.readString(file()).endsWith("torn"));
        }
    }

    @Test
    void aJournalMovesToItsProject() {
        var project = folder.resolve("project/.swarm/runs/1");
        try (var journal = Journal.create(folder.resolve("early"), NO_SECRETS)) {
            journal.append(STARTED);
            journal.moveTo(project);
            journal.append(ANSWERED);
        }
        assertEquals(List.of(STARTED, ANSWERED), Workshop.journaled(project.resolve(Journal.FILE)));
        assertEquals(false, Files.exists(folder.resolve("early")));
    }

    @Test
    void onlyTheOwnerGetsIntoTheFoldersThatAreMadeForAJournal() throws Exception {
        var project = Files.createDirectory(folder.resolve("project"), mode("rwxr-xr-x"));
        Files.createDirectories(project.resolve(".swarm"), mode("rwxr-xr-x"));
        try (var journal = Journal.create(folder.resolve("state/runs/1"), NO_SECRETS)) {
            assertEquals("rwx------", mode(folder.resolve("state/runs/1")));
            journal.moveTo(project.resolve(".swarm/runs/1"));
        }
        assertEquals(List.of("rwxr-xr-x", "rwxr-xr-x", "rwx------", "rwx------"),
                List.of(mode(project), mode(project.resolve(".swarm")),
                mode(project.resolve(".swarm/runs")), mode(project.resolve(".swarm/runs/1"))));
    }

    @Test
    void aRunsFolderThatIsOpenToAllKeepsItsRunsClosed() throws Exception {
        var runs = Files.createDirectory(folder.resolve("runs"));
        Files.setPosixFilePermissions(runs, PosixFilePermissions.fromString("rwxrwxrwx"));
        write(runs.resolve("1"), STARTED);
        assertEquals(List.of("rwxrwxrwx", "rwx------"), List.of(mode(runs), mode(runs.resolve("1"))));
    }

    private static FileAttribute<?> mode(String permissions) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
    }

    private static String mode(Path folder) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder));
    }

    @Test
    void aJournalThatCannotMoveStaysWhereItIs() throws Exception {
        var inTheWay = Files.writeString(folder.resolve("file"), "");
        try (var journal = Journal.create(folder.resolve("run"), NO_SECRETS)) {
            journal.append(STARTED);
            var stop = assertThrows(Stop.class, () -> journal.moveTo(inTheWay));
            assertEquals("the journal in %s cannot be written: %s".formatted(inTheWay, inTheWay), stop.getMessage());
            journal.append(ANSWERED);
        }
        assertEquals(List.of(STARTED, ANSWERED), Workshop.journaled(folder.resolve("run").resolve(Journal.FILE)));
    }

    @Test
    void aJournalThatCouldNotBeReadIsNotBusyAfterwards() throws Exception {
        for (int time = 0; time < 2; time++) {
            var stop = assertThrows(Stop.class, () -> Journal.reopen(folder, NO_SECRETS));
            assertEquals(file() + ": there is no such file", stop.getMessage());
        }
    }

    /** Whoever opens a pipe waits for somebody at its other end. */
    @Test
    void aPipeInTheJournalsPlaceIsRefused() throws Exception {
        new ProcessBuilder("mkfifo", file().toString()).start().waitFor();
        assertEquals(file() + ": is no file", assertThrows(Stop.class, () -> Journal.read(file())).getMessage());
        assertEquals(file() + ": is no file", assertThrows(Stop.class, () -> Journal.reopen(folder, NO_SECRETS))
                .getMessage());
    }

    /**
     * Folders come open to everybody out of some archives; what a check of root leaves in one could be started then.
     */
    @Test
    void aFolderThatWasOpenToOthersIsClosedWhenItsRunGoesOn() throws Exception {
        Journal.create(folder.resolve("run"), NO_SECRETS).close();
        Files.setPosixFilePermissions(folder.resolve("run"), PosixFilePermissions.fromString("rwxr-xr-x"));
        Journal.reopen(folder.resolve("run"), NO_SECRETS).close();
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("run"))));
    }
}
