package llmswarm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import llmswarm.Story;
import llmswarm.Workshop;
import llmswarm.guard.Redactor;
import llmswarm.model.Usage;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Forked;
import llmswarm.run.journal.Journal;
import llmswarm.run.journal.Spending;
import llmswarm.run.state.WrittenFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two runs beside each other, of one project or of two. */
class RunsDiffTest {
    @TempDir
    Path folder;
    private Workshop shop;

    @BeforeEach
    void runs() {
        shop = new Workshop(folder);
        write("one/.swarm/runs/run-1", List.of(Story.started(), Story.planned(),
                Story.asked("database", "store", 1, "coder"), Story.answered("database", "store", 1, 1000, 204, 0.25),
                Story.integrated("store", "store.txt", "both.txt"), Story.ended("store", Event.State.DONE, "", 3),
                Story.checked("", "tests", 1, "no", "test"),
                new Event.RunEnded(3, 1, 0, 0, Usage.NONE, 0, 75, "c0ffee", "a check failed")));
        write("two/.swarm/runs/run-2", List.of(Story.started(), Story.planned(), Story.recorded("database", "store", 1),
                new Forked("run-1", 9, Map.of("coder", "other")), Story.asked("backend", "voice", 1, "other"),
                Story.answered("backend", "voice", 1, 700, 77, 0.5),
                new Event.Integrated("voice", "backend", Map.of("both.txt", "other digest", "voice.txt", "d"), "c0ffee"),
                Story.ended("voice", Event.State.DONE, "", 3), Story.checked("", "tests", 0, "", ""),
                new Event.RunEnded(0, 1, 0, 0, Usage.NONE, 0, 9.5, "c0ffee", "done and checked")));
    }

    private void write(String run, List<Event> events) {
        try (var journal = Journal.create(shop.folder.resolve(run), new Redactor(Map.of()))) {
            events.forEach(event -> journal.append((Event.Kept) event));
        }
    }

    @Test
    void figuresTasksAndFilesStandBesideEachOther() {
        var diff = Here.run(shop, "runs", "diff", "one", "two");
        assertEquals(0, diff.exit(), diff.err());
        var words = diff.out().replaceAll(" {2,}", "  ");
        for (var line : List.of("ended  a check failed  done and checked\n", "models  coder  other\n",
                "calls  1  1\n", "tokens  1,204 (1,000 in, 204 out)  777 (700 in, 77 out)\n", "money  $0.2500  $0.5000\n",
                "time  1 min 15 s  9.5 s\n", "checks  0 passed, 1 not  1 passed, 0 not\n", "files  2  2\n",
                "store  done, coder, 1,204 tokens  done, shared\n", "voice  waiting  done, other, 777 tokens\n",
                "different  both.txt\n", "only in A  store.txt\n", "only in B  voice.txt\n")) {
            assertTrue(words.contains(line), line + words);
        }
        assertTrue(words.contains("550 (500 in, 50 out)\n"), words);
    }

    @Test
    void aRunIsNamedByItsIdItsFolderOrItsJournalToo() throws Exception {
        var plain = Here.run(shop, "runs", "diff", "one", "two").out();
        assertEquals(plain, Here.run(shop, "runs", "diff", "run-1", "two/.swarm/runs/run-2", "--output", "one").out());
        var none = Here.run(shop, "runs", "diff", "run-1", "three", "--output", "one");
        assertEquals(2, none.exit());
        assertEquals("three: is no run of %s, no run's folder, no project with a run and no journal\n".formatted(shop.folder.resolve("one")),
                none.err());
        var tape = Here.run(shop, "runs", "diff", "run-1", "two/.swarm/runs/run-2/journal.jsonl", "--output", "one", "--json");
        assertEquals("journal.jsonl", new JsonMapper().readTree(tape.out()).at("/b/run").asText());
    }

    @Test
    void aFileThatARunDeletedIsNoneOfItsFilesAndAFailedRequestIsACall() throws Exception {
        write("three/.swarm/runs/run-3", List.of(Story.started(), Story.planned(),
                new Spending.Settled("k", "database", "store", "coder", Usage.NONE, 0, true),
                Story.answered("database", "store", 1, 1000, 204, 0.25),
                Story.integrated("store", "store.txt", "both.txt", "moved.txt"),
                new Event.Integrated("voice", "backend", Map.of("store.txt", WrittenFiles.DELETED, "moved.txt",
                WrittenFiles.DELETED), "beef"), Story.ended("store", Event.State.DONE, "", 3)));
        var words = Here.run(shop, "runs", "diff", "one", "three").out().replaceAll(" {2,}", "  ");
        for (var line : List.of("calls  1  2\n", "files  2  1\n", "only in A  store.txt\n")) {
            assertTrue(words.contains(line), line + words);
        }
        assertFalse(words.contains("different") || words.contains("moved.txt") || words.contains("only in B"), words);
        var diff = new JsonMapper().readTree(Here.run(shop, "runs", "diff", "one", "three", "--json").out());
        assertEquals("{\"different\":[],\"onlyA\":[\"store.txt\"],\"onlyB\":[]}", diff.path("files").toString());
        assertEquals(2, diff.at("/b/calls").asInt());
    }

    @Test
    void bothAreToldAsJsonToo() throws Exception {
        var diff = new JsonMapper().readTree(Here.run(shop, "runs", "diff", "one", "two", "--json").out());
        assertEquals(0.25, diff.at("/a/dollars").asDouble());
        assertEquals(1000, diff.at("/a/tokens/input").asInt());
        assertEquals(500, diff.at("/b/sharedTokens/input").asInt());
        assertEquals("run-1", diff.at("/b/forkedFrom").asText());
        assertEquals("[\"both.txt\"]", diff.at("/files/different").toString());
        assertEquals(List.of("store", "voice", "main", "docs"), diff.path("tasks").findValuesAsText("task"));
        JsonNode listed = new JsonMapper().readTree(Here.run(shop, "runs", "one", "--json").out());
        assertEquals(diff.path("a"), listed);
        assertTrue(Here.run(shop, "runs", "two").out().endsWith("  fork of run-1\n"));
    }
}
