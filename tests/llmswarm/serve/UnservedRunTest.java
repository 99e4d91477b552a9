package llmswarm.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import llmswarm.Tape;
import llmswarm.Workshop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run without the page costs of it: nothing. */
class UnservedRunTest {
    @Test
    void noClassOfTheServerIsLoaded(@TempDir Path folder) throws Exception {
        var shop = new Workshop(folder);
        var log = folder.resolve("classes.log");
        var example = Tape.example("python-cli");
        var words = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElseThrow(), "--add-modules=jdk.incubator.vector",
                "-Xlog:class+load:file=" + log, "-Duser.dir=" + shop.folder, "-cp", System.getProperty("java.class.path"), "swarm"));
        words.addAll(List.of(example.resolve("spec.md").toString(), "--replay", example.resolve("tape.jsonl").toString()));
        var process = Workshop.process(shop.folder, words);
        process.environment().clear();
        process.environment().putAll(shop.env);
        var run = process.start();
        run.getOutputStream().close();
        var said = new String(run.getInputStream().readAllBytes());
        assertEquals(0, run.waitFor(), said);
        var loaded = Files.readAllLines(log);
        assertTrue(loaded.stream().anyMatch(line -> line.contains(" llmswarm.run.Run ")));
        assertEquals(List.of(), loaded.stream().filter(line -> line.contains(" llmswarm.serve.") || line.contains("sun.net.httpserver")).toList());
    }
}
