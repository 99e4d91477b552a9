package llmswarm.model.hub;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import llmswarm.guard.Stop;

/** Pulls into a folder of the test's and keeps what it was told. */
final class Puller implements Pull.Watcher {
    final ModelStore store;
    final List<Progress> progress = Collections.synchronizedList(new ArrayList<>());
    final List<String> said = Collections.synchronizedList(new ArrayList<>());
    final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    Pull.Space space = Pull.Space.REAL;

    Puller(Path root) {
        store = ModelStore.of(Map.of("LLM_SWARM_MODELS", root.toString()));
    }

    Pull.Pulled pull(Hub hub) {
        return new Pull(hub, store, this, space, requests::add).run(StubHub.REPOSITORY);
    }

    /** The one sentence in which the pull ends. */
    Stop refused(Hub hub) {
        return assertThrows(Stop.class, () -> pull(hub));
    }

    /** All files below the root. */
    List<String> left() {
        if (!Files.exists(store.root())) return List.of();
        try (var all = Files.walk(store.root())) {
            return all.filter(one -> !one.equals(store.root())).map(one -> store.root().relativize(one).toString())
                    .sorted().toList();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    @Override
    public void progress(Progress now) {
        progress.add(now);
    }

    @Override
    public void say(String line) {
        said.add(line);
    }
}
