package llmswarm.model.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

import llmswarm.guard.Digest;
import llmswarm.model.hub.StubHub.Cut;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** What lies where a model is to lie. */
class PullPlaceTest {
    private static final String WEIGHTS = "model.safetensors";
    /** A device of Linux on which every write fails as on a full disk. */
    private static final Path FULL = Path.of("/dev/full");

    @TempDir
    Path folder;

    private Puller puller() {
        return new Puller(folder.resolve("models"));
    }

    @Test
    void aModelThatIsHereAlreadyIsComparedAndNothingIsFetched() {
        try (var hub = StubHub.withModel()) {
            puller().pull(hub.hub());
            var puller = puller();
            assertEquals(new Pull.Pulled(folder.resolve("models/acme/tiny"), 3, 5025, true), puller.pull(hub.hub()));
            assertEquals(1, hub.requests(WEIGHTS).size());
            assertEquals(List.of("acme/tiny is on disk already; comparing it with the hub"), puller.said);
        }
    }

    @Test
    void aModelThatSomebodyChangedIsNotOverwritten() throws Exception {
        try (var hub = StubHub.withModel()) {
            puller().pull(hub.hub());
            var place = folder.resolve("models/acme/tiny");
            Files.writeString(place.resolve("config.json"), "{\"mine\": true}");
            assertEquals("acme/tiny lies in %s, but its config.json is not the hub's; move that folder away to pull it anew.".formatted(place),
                    puller().refused(hub.hub()).getMessage());
            assertEquals("{\"mine\": true}", Files.readString(place.resolve("config.json")));
        }
    }

    @Test
    void tooLittleSpaceIsToldBeforeAnythingIsFetched() {
        var puller = puller();
        puller.space = anywhere -> 4096;
        try (var hub = StubHub.withModel()) {
            assertEquals("5 KB more are needed in %s, where 4 KB are left; make room, or name another folder in LLM_SWARM_MODELS."
                    .formatted(folder.resolve("models")), puller.refused(hub.hub()).getMessage());
            assertEquals(1, hub.requests().size());
        }
        assertEquals(List.of(), puller.left());
    }

    @Test
    @EnabledIf("hasFullDevice")
    void aDiskThatFillsUpIsToldAndNotTriedAgain() throws Exception {
        var puller = puller();
        var partial = Files.createDirectories(folder.resolve("models/.partial/acme/tiny"));
        Files.createSymbolicLink(partial.resolve(".part-" + Digest.of(StubHub.weights(5000))), FULL);
        try (var hub = StubHub.withModel()) {
            assertEquals("%s cannot be written: no space left on device.".formatted(folder.resolve("models")),
                    puller.refused(hub.hub()).getMessage());
            assertEquals(1, hub.requests(WEIGHTS).size());
        }
        assertEquals(List.of(), puller.said);
        assertFalse(Files.exists(folder.resolve("models/acme")), "half a model lies where a whole one should");
    }

    @Test
    void aFileInTheFoldersPlaceIsTold() throws Exception {
        Files.writeString(folder.resolve("models"), "mine");
        try (var hub = StubHub.withModel()) {
            assertEquals("%s cannot be written: not a directory.".formatted(folder.resolve("models")),
                    puller().refused(hub.hub()).getMessage());
        }
        assertEquals("mine", Files.readString(folder.resolve("models")));
    }

    static boolean hasFullDevice() {
        return Files.isWritable(FULL);
    }

    @Test
    void whatIsThereAlreadyNeedsNoSpace() {
        var puller = puller();
        puller.space = anywhere -> 4096;
        try (var hub = StubHub.withModel().next(WEIGHTS, new Cut(4000), new Cut(0), new Cut(0), new Cut(0), new Cut(0),
                new Cut(0), new Cut(0))) {
            puller().refused(hub.hub());
            puller.pull(hub.hub());
        }
        assertEquals(List.of("acme", "acme/tiny", "acme/tiny/config.json", "acme/tiny/" + WEIGHTS,
                "acme/tiny/tokenizer.json"), puller.left());
    }

    @Test
    void aSecondPullOfTheSameModelIsRefusedWhileTheFirstIsUnderWay() throws Exception {
        var puller = puller();
        var partial = Files.createDirectories(folder.resolve("models/.partial/acme/tiny"));
        try (var hub = StubHub.withModel();
             var lock = FileChannel.open(partial.resolve(".lock"), StandardOpenOption.CREATE,
                     StandardOpenOption.WRITE); var _ = lock.lock()) {
            assertEquals("Another pull of acme/tiny is under way; wait for its end.",
                    puller.refused(hub.hub()).getMessage());
        }
    }
}
