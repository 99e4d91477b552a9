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
import llmswarm.run.journal.Undone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Journals tell what was made of a project; they may have come along with it. */
class PriorRunsTest {
    @TempDir
    Path folder;

    private Path run(String id, String spec, Map<String, String> options, boolean whole) throws Exception {
        return run(id, spec, options, whole ? List.of("store", "voice", "main", "docs") : List.of(), whole ? 0 : 3);
    }

    private Path run(String id, String spec, Map<String, String> options, List<String> done, int exit,
            Event.Kept... more) throws Exception {
        var place = folder.resolve(RunFolder.RUNS).resolve(id);
        Files.createDirectories(place.getParent());
        try (var journal = Journal.create(place, new Redactor(Map.of()))) {
            journal.append(new Event.RunStarted(id, spec, "spec.md", Map.of("port", "80"), options, "1", ""));
            journal.append((Event.Kept) Story.planned());
            journal.append((Event.Kept) Story.integrated("scaffold", "ready.txt"));
            for (var task : List.of("store", "voice", "main", "docs")) {
                if (exit == 3 || done.contains(task)) journal.append((Event.Kept) Story.ended(task,
                        done.contains(task) ? State.DONE : State.FAILED, "", 1));
            }
            journal.append((Event.Kept) Story.runEnded(exit));
            for (var event : more) journal.append(event);
        }
        return place;
    }

    private PriorRuns prior(BegunRuns begun) {
        return PriorRuns.of(folder, "", begun);
    }

    @Test
    void valuesForCommandsAreTakenFromOnesOwnRunsOnly() throws Exception {
        var run = run("r1", "One.", Map.of(), true);
        var begun = new BegunRuns(folder.resolve("state"));
        assertEquals(Map.of(), prior(begun).variables());
        begun.add(run);
        assertEquals(Map.of("port", "80"), prior(begun).variables());
    }

    @Test
    void theSpecificationIsThatOfTheLastRunWhichBuiltOne() throws Exception {
        var begun = new BegunRuns(folder.resolve("state"));
        assertEquals(Optional.empty(), prior(begun).spec());
        run("r1", "One.", Map.of(), true);
        run("r2", "Say it twice.", Map.of(Change.Kind.OPTION, "request"), true);
        assertEquals(Optional.of("One."), prior(begun).spec());
        run("r3", "Two.", Map.of(Change.Kind.OPTION, "specification"), true);
        run("r4", "Three.", Map.of(Change.Kind.OPTION, "specification"), false);
        assertEquals(Optional.of("Two."), prior(begun).spec());
        Files.writeString(folder.resolve(".swarm/runs/r3/journal.jsonl"), "{\"type\": 7}\n{}\n");
        assertEquals(Optional.of("One."), prior(begun).spec());
        assertEquals(List.of("store", "voice", "main", "docs"), prior(begun).tasks().stream().map(task -> task.id())
                .toList());
    }

    /** Which tasks were done, how the run ended, and which were taken back; whether its specification is built. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            store voice main docs | 0   |                       | true
            store voice main docs | 3   |                       | true
            store voice main docs | 130 |                       | true
            store voice           | 130 |                       | false
            store voice main      | 5   |                       | false
                                  | 130 |                       | false
            store voice main docs | 0   | store                 | false
            store voice main docs | 0   | store voice main docs | false
            """)
    void onlyWhatWasDoneAndNotTakenBackIsBuilt(String done, int exit, String undone, boolean built) throws Exception {
        run("r1", "One.", Map.of(), true);
        run("r2", "Two.", Map.of(), words(done), exit, undone == null ? new Event.Kept[0]
                : new Event.Kept[] {new Undone(words(undone), Map.of(), List.of())});
        assertEquals(Optional.of(built ? "Two." : "One."), prior(new BegunRuns(folder.resolve("state"))).spec());
    }

    private static List<String> words(String line) {
        return line == null ? List.of() : List.of(line.split(" "));
    }
}
