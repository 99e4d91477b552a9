package llmswarm.run.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import llmswarm.Workshop;
import llmswarm.guard.Redactor;
import llmswarm.guard.Stop;
import llmswarm.model.Usage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    private static final Event.Kept STARTED =
            new Event.RunStarted("1", "Build \"it\"\nnow: naïve → 日本 😀", "spec.md", Map.of(),
            Map.of("stack", "plain"), "0.1.0", "");
    private static final Event.Kept ANSWERED =
            new Event.AnsweredModel("k", "backend", "a", 1, "text", new Usage(3, 2, 1), 0.5, 1.25, false, false);

    private static final Redactor NO_SECRETS = new Redactor(Map.of());

    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve(Journal.FILE);
    }

    private List<Event> events() {
        return Journal.read(file()).stream().map(Entry::event).toList();
    }

    private void write(Event.Kept... events) {
        write(folder, events);
    }

    private static void write(Path folder, Event.Kept... events) {
        try (var journal = Journal.create(folder, NO_SECRETS)) {
            for (var event : events) journal.append(event);
        }
    }

    @Test
    void whatWasAppendedIsReadBackEqual() {
        write(STARTED, ANSWERED);
        assertEquals(List.of(STARTED, ANSWERED), events());
    }

    @Test
    void aLineHasSequenceTimeTypeAndNoClassName() throws Exception {
        write(STARTED, ANSWERED);
        var line = Files.readAllLines(file()).get(1);
        assertEquals("{\"run\":\"R\",\"seq\":2,\"at\":\"T\",\"type\":\"answered-model\",\"key\":\"k\",\"agent\":\"backend\",\"task\":\"a\",\"attempt\":1,"
                + "\"text\":\"text\",\"usage\":{\"input\":3,\"cachedInput\":2,\"output\":1,\"thinking\":0},\"cost\":0.5,\"seconds\":1.25,\"cutOff\":false,\"recorded\":false,\"part\":\"\"}",
                line.replace("\"run\":\"%s\"".formatted(folder.getFileName()), "\"run\":\"R\"")
                .replaceFirst("\"at\":\"[^\"]+\"", "\"at\":\"T\""));
    }

    @Test
    void everyEventReachesTheListenerAfterItIsOnDisk() {
        var seen = new ArrayList<Integer>();
        try (var journal = Journal.create(folder, NO_SECRETS)) {
            journal.follow(0, entry -> seen.add(Journal.read(file()).size()));
            journal.append(STARTED);
            journal.append(ANSWERED);
        }
        assertEquals(List.of(1, 2), seen);
    }

    @Test
    void aJournalCutAtAnyByteGivesTheWholeLinesBeforeTheCutAndGoesOn() throws Exception {
        write(STARTED, ANSWERED);
        var whole = Files.readAllBytes(file());
        int firstLine = new String(whole, "ISO-8859-1").indexOf('\n') + 1;
        for (int cut = 0; cut < whole.length; cut += 7) {
            Files.write(file(), java.util.Arrays.copyOf(whole, cut));
            try (var journal = Journal.reopen(folder, NO_SECRETS)) {
                journal.append(ANSWERED);
            }
            assertEquals(cut >= firstLine ? List.of(STARTED, ANSWERED) : List.of(ANSWERED), events(), "cut at " + cut);
        }
    }

    @Test
    void aBrokenLineInTheMiddleIsToldWithItsPlace() throws Exception {
        write(STARTED);
        Files.writeString(file(), "no json\n" + Files.readString(file()));
        var stop = assertThrows(Stop.class, () -> events());
        assertEquals(file() + ":1: this line is no event: Unrecognized token 'no': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')",
                stop.getMessage());
    }

    @Test
    void aTapeWrittenByHandNeedsLittle() throws Exception {
        Files.writeString(file(), """
                {"type":"run-started","note":"By hand."}
                {"type":"from-the-future","x":1}
                {"type":"answered-model","agent":"backend","task":"a","attempt":1,"text":"t"}""");
        assertEquals(List.of("By hand.", "t"), events().stream().map(e -> switch (e) {
            case Event.RunStarted s -> s.note();
            case Event.AnsweredModel a -> a.text();
            default -> "";
        }).toList());
    }

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
    void aLastLineThatLacksOnlyItsEndIsKept() throws Exception {
        write(STARTED, ANSWERED);
        Files.writeString(file(), Files.readString(file()).stripTrailing());
        try (var journal = Journal.reopen(folder, NO_SECRETS)) {
            journal.append(ANSWERED);
        }
        assertEquals(List.of(STARTED, ANSWERED, ANSWERED), events());
    }

    @Test
    void aSecretIsNeitherKeptNorShown() {
        var shown = new ArrayList<Event>();
        try (var journal = Journal.create(folder, new Redactor(Map.of("MY_API_KEY", "correct-horse-battery")))) {
            journal.follow(0, entry -> shown.add(entry.event()));
            journal.append(new Event.Noted("a", "the key is correct-horse-battery!"));
        }
        var clean = new Event.Noted("a", "the key is [redacted]!");
        assertEquals(List.of(clean), events());
        assertEquals(List.of(clean), shown);
    }

    @Test
    void anInterruptedThreadStillWrites() {
        try (var journal = Journal.create(folder, NO_SECRETS)) {
            Thread.currentThread().interrupt();
            journal.append(STARTED);
            Thread.interrupted();
            journal.append(ANSWERED);
        }
        assertEquals(List.of(STARTED, ANSWERED), events());
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

    @Test
    void everyReaderGetsEachLineOnceAndInOrderHoweverManyWriteAndWheneverItJoins() throws Exception {
        int writers = 16, lines = 125;
        var readers = new ArrayList<List<Long>>();
        try (var journal = Journal.create(folder, NO_SECRETS); var threads =
                Executors.newVirtualThreadPerTaskExecutor()) {
            var first = follow(journal, 0);
            readers.add(first);
            for (int writer = 0; writer < writers; writer++) {
                var name = "writer-" + writer;
                threads.submit(() -> IntStream.range(0, lines)
                        .forEach(line -> journal.append(new Event.Noted(name, "line " + line))));
            }
            while (first.size() < 300) Thread.onSpinWait();
            readers.add(follow(journal, 0));
            readers.add(follow(journal, 200));
            threads.close();
            readers.add(follow(journal, 0));
        }
        var all = LongStream.rangeClosed(1, writers * lines).boxed().toList();
        assertEquals(List.of(all, all, all.subList(200, all.size()), all), readers);
        assertEquals(all, Journal.read(file()).stream().map(Entry::seq).toList());
    }

    private static List<Long> follow(Journal journal, long after) {
        var seen = Collections.synchronizedList(new ArrayList<Long>());
        journal.follow(after, entry -> {
            if (entry.kept()) seen.add(entry.seq());
        });
        return seen;
    }

    @Test
    void whatIsOnlyShownComesBehindTheLineBeforeItAndIsNotKept() {
        var seen = new ArrayList<String>();
        try (var journal = Journal.create(folder, NO_SECRETS)) {
            journal.append(STARTED);
            journal.follow(0, entry -> seen.add(entry.seq() + " " + entry.event().getClass().getSimpleName()));
            journal.show(new Momentary.Unanswered("a"));
            journal.append(ANSWERED);
        }
        assertEquals(List.of("0 Past", "1 RunStarted", "1 Unanswered", "2 AnsweredModel"), seen);
        assertEquals(List.of(STARTED, ANSWERED), events());
    }

    @Test
    void aReaderThatHasEnoughIsToldNothingMore() throws Exception {
        var seen = new ArrayList<Entry>();
        try (var journal = Journal.create(folder, NO_SECRETS)) {
            var following = journal.follow(0, seen::add);
            journal.append(STARTED);
            following.close();
            journal.append(ANSWERED);
        }
        assertEquals(1, seen.size());
    }

    @Test
    void aReaderGetsTheLineThatStandsInTheFile() throws Exception {
        var seen = new ArrayList<String>();
        try (var journal = Journal.create(folder, NO_SECRETS)) {
            journal.follow(0, entry -> seen.add(entry.line()));
            journal.append(STARTED);
            journal.append(new Event.Noted("", "a\u009b31mb\u202ec\u007f"));
        }
        assertEquals(seen, Files.readAllLines(file()));
        assertEquals(seen, Journal.read(file()).stream().map(Entry::line).toList());
        assertEquals(0, Files.readString(file()).chars().filter(c -> c == 0x9b || c == 0x202e || c == 0x7f).count());
    }

    @Test
    void aJournalOfALaterVersionIsLeftAlone() throws Exception {
        write(STARTED);
        Files.writeString(file(), Files.readString(file()).replace("\"format\":2", "\"format\":3")
                .replace("\"version\":\"0.1.0\"", "\"version\":\"7.0\""));
        var stop = assertThrows(Stop.class, () -> Journal.read(file()));
        assertEquals("%s: was written by version 7.0 in format 3, and this version reads formats up to 2; use that version or a newer one".formatted(file()),
                stop.getMessage());
    }
}
