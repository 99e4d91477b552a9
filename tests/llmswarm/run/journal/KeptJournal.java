package llmswarm.run.journal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import llmswarm.guard.Redactor;
import llmswarm.model.Usage;
import org.junit.jupiter.api.io.TempDir;
/** A journal in a folder of its own. */
abstract class KeptJournal {
    static final Event.Kept STARTED =
            new Event.RunStarted("1", "Build \"it\"\nnow: naïve → 日本 😀", "spec.md", Map.of(),
            Map.of("stack", "plain"), "0.1.0", "");
    static final Event.Kept ANSWERED =
            new Event.AnsweredModel("k", "backend", "a", 1, "text", new Usage(3, 2, 1), 0.5, 1.25, false, false);

    static final Redactor NO_SECRETS = new Redactor(Map.of());

    @TempDir
    Path folder;

    Path file() {
        return folder.resolve(Journal.FILE);
    }

    List<Event> events() {
        return Journal.read(file()).stream().map(Entry::event).toList();
    }

    void write(Event.Kept... events) {
        write(folder, events);
    }

    static void write(Path folder, Event.Kept... events) {
        try (var journal = Journal.create(folder, NO_SECRETS)) {
            for (var event : events) journal.append(event);
        }
    }

    static List<Long> follow(Journal journal, long after) {
        var seen = Collections.synchronizedList(new ArrayList<Long>());
        journal.follow(after, entry -> {
            if (entry.kept()) seen.add(entry.seq());
        });
        return seen;
    }
}
