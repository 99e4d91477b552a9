package llmswarm.run.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
/** What who follows a journal is told, and when. */
class JournalReaderTest extends KeptJournal {
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
}
