package llmswarm.run;

import static llmswarm.run.Notes.note;
import static llmswarm.run.Notes.task;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Set;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal says what its checks showed; that of the whole is looked at again on every resume. */
class ForgedCheckTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    @Test
    void anEndCheckThatAJournalGivesToATaskIsRunAllTheSame() throws IOException {
        try (var notes = new Notes(folder).plan(task("a", "a.txt")).say("a", note("a.txt", "good"))) {
            var stack = notes.shop.folder.resolve("config/stacks/notes/stack.yaml");
            Files.writeString(stack, Files.readString(stack).replace("test -n", "false; exit 1; test -n"));
            assertEquals(3, notes.run().exit());
            var told = new ArrayList<String>();
            for (var line : Files.readAllLines(notes.journal())) {
                var event = (ObjectNode) JSON.readTree(line);
                var type = event.path("type").asText();
                if (Set.of("run-ended", "noted", "evidenced").contains(type)) continue;
                if (type.equals("checked") && event.path("task").asText().isEmpty()) event.put("task", "a")
                        .put("exit", 0).put("failure", "").put("tail", "42 passed");
                told.add(JSON.writeValueAsString(event.put("seq", told.size() + 1)));
            }
            assertTrue(told.stream().anyMatch(line -> line.contains("42 passed")));
            Files.write(notes.journal(), told);
            assertEquals(3, notes.resume(notes.project()).exit());
        }
    }
}
