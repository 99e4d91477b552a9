package llmswarm.run.change;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import llmswarm.Story;
import llmswarm.guard.Redactor;
import llmswarm.run.journal.BegunRuns;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Event.State;
import llmswarm.run.journal.Journal;
import llmswarm.run.journal.RunFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Journals tell what was made of a project; they may have come along with it. */
class EarlierTest {
    @TempDir
    Path folder;

    private Path run(String id, String spec, Map<String, String> options, boolean whole) throws Exception {
        var place = folder.resolve(RunFolder.RUNS).resolve(id);
        Files.createDirectories(place.getParent());
        try (var journal = Journal.create(place, new Redactor(Map.of()))) {
            journal.append(new Event.RunStarted(id, spec, "spec.md", Map.of("port", "80"), options, "1", ""));
            journal.append((Event.Kept) Story.planned());
            journal.append((Event.Kept) Story.integrated("scaffold", "ready.txt"));
            for (var task : List.of("store", "voice", "main", "docs")) {
                journal.append((Event.Kept) Story.ended(task, whole ? State.DONE : State.FAILED, "", 1));
            }
            journal.append((Event.Kept) Story.runEnded(whole ? 0 : 3));
        }
        return place;
    }

    private Earlier earlier(BegunRuns begun) {
        return Earlier.of(folder, "", begun);
    }

    @Test
    void valuesForCommandsAreTakenFromOnesOwnRunsOnly() throws Exception {
        var run = run("r1", "One.", Map.of(), true);
        var begun = new BegunRuns(folder.resolve("state"));
        assertEquals(Map.of(), earlier(begun).variables());
        begun.add(run);
        assertEquals(Map.of("port", "80"), earlier(begun).variables());
    }

    @Test
    void theSpecificationIsThatOfTheLastRunWhichBuiltOne() throws Exception {
        var begun = new BegunRuns(folder.resolve("state"));
        assertEquals(Optional.empty(), earlier(begun).spec());
        run("r1", "One.", Map.of(), true);
        run("r2", "Say it twice.", Map.of(Earlier.CHANGE, "request"), true);
        assertEquals(Optional.of("One."), earlier(begun).spec());
        run("r3", "Two.", Map.of(Earlier.CHANGE, "specification"), true);
        run("r4", "Three.", Map.of(Earlier.CHANGE, "specification"), false);
        assertEquals(Optional.of("Two."), earlier(begun).spec());
        Files.writeString(folder.resolve(".swarm/runs/r3/journal.jsonl"), "{\"type\": 7}\n{}\n");
        assertEquals(Optional.of("One."), earlier(begun).spec());
        assertEquals(List.of("store", "voice", "main", "docs"), earlier(begun).tasks().stream().map(task -> task.id())
                .toList());
    }
}
