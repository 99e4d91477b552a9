package llmswarm.model.hub;

import static llmswarm.model.hub.StubHub.weights;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

import llmswarm.guard.Digest;
import llmswarm.guard.Stop;
import llmswarm.model.hub.StubHub.Cut;
import llmswarm.model.hub.StubHub.Other;
import llmswarm.model.hub.StubHub.Silence;
import llmswarm.model.hub.StubHub.Stall;
import llmswarm.model.hub.StubHub.Status;
import machine.Proxies;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PullTest {
    private static final String WEIGHTS = "model.safetensors";
    private static final List<String> WHOLE =
            List.of("acme", "acme/tiny", "acme/tiny/config.json", "acme/tiny/" + WEIGHTS, "acme/tiny/tokenizer.json");

    @TempDir
    Path folder;

    private Puller puller() {
        return new Puller(folder.resolve("models"));
    }

    private static List<String> ranges(StubHub hub) {
        return hub.requests(WEIGHTS).stream().map(request -> request.headers().getOrDefault("range", "all")).toList();
    }

    @Test
    void onlyTheFilesOfTheModelAreBrought() {
        var puller = puller();
        try (var hub = StubHub.withModel()) {
            assertEquals(new Pull.Pulled(folder.resolve("models/acme/tiny"), 3, 5025, false), puller.pull(hub.hub()));
        }
        assertEquals(WHOLE, puller.left());
        assertEquals(List.of(), puller.said);
        var last = puller.progress.getLast();
        assertEquals(List.of(WEIGHTS, 3, 3, 5025L, 5025L, 100),
                List.of(last.file(), last.number(), last.files(), last.done(), last.total(), last.percent()));
    }

    @Test
    void eachRequestIsToldWithoutWhatItsAddressHides() {
        var puller = puller();
        try (var hub = StubHub.withModel()) {
            hub.next(WEIGHTS, new Status(302, Map.of("Location",
                    "/acme/tiny/resolve/main/config.json?X-Signature=a-secret")), new Status(503, Map.of()));
            puller.pull(hub.hub());
            var file = "sent  GET %s/acme/tiny/resolve/main/".formatted(hub.address());
            assertEquals(List.of("sent  GET %s/api/models/acme/tiny/tree/main?...  200  * s  817 B".formatted(hub.address()), file + "tokenizer.json  200  * s  2 B",
                    file + "config.json  200  * s  23 B", file + WEIGHTS + "  302  * s  0 B", file
                    + "config.json?...  200  * s  23 B",
                    file + WEIGHTS + "  503  * s  0 B", file + WEIGHTS + "  200  * s  5 KB"),
                    puller.requests.stream().map(line -> line.replaceAll("\\d\\.\\d s", "* s")).toList());
        }
    }

    @Test
    void aPullThatIsCutTwiceGoesOnWhereItStoodAndEndsWhole() throws Exception {
        var puller = puller();
        try (var hub = StubHub.withModel().next(WEIGHTS, new Cut(1000), new Cut(1500))) {
            puller.pull(hub.hub());
            assertEquals(List.of("all", "bytes=1000-", "bytes=2500-"), ranges(hub));
            var tag = "\"" + Digest.of(weights(5000)).substring(0, 8) + "\"";
            assertEquals(List.of("none", tag, tag),
                    hub.requests(WEIGHTS).stream().map(r -> r.headers().getOrDefault("if-range", "none")).toList());
        }
        assertEquals(WHOLE, puller.left());
        assertArrayEquals(weights(5000), Files.readAllBytes(folder.resolve("models/acme/tiny/" + WEIGHTS)));
        assertEquals(List.of("the connection broke off; trying again in 1 s (2 of 6)",
                "the connection broke off; trying again in 1 s (3 of 6)"), puller.said);
    }

    @Test
    void aHubThatLiesAboutADigestLeavesNothing() {
        var puller = puller();
        try (var hub = StubHub.withModel().large(WEIGHTS, weights(5000), "ab".repeat(32))) {
            var stop = puller.refused(hub.hub());
            assertEquals("model.safetensors of acme/tiny is not what %s lists by its size and digest; nothing of it is kept. ".formatted(hub.address())
                    + "Type the same again later, or name another hub in HF_ENDPOINT.", stop.getMessage());
            assertEquals(Stop.UNFINISHED, stop.exit());
            assertEquals(List.of("all"), ranges(hub));
        }
        assertEquals(List.of(), puller.left());
    }

    @Test
    void aSmallFileIsHeldToItsGitDigestToo() {
        var puller = puller();
        try (var hub = StubHub.withModel().next("config.json", new Other("{\"model_type\": \"lxama\"}".getBytes()))) {
            assertTrue(puller.refused(hub.hub()).getMessage().startsWith("config.json of acme/tiny is not what "));
        }
        assertEquals(List.of(), puller.left());
    }

    @Test
    void aFileLongerThanListedIsRefusedWithoutReadingItAll() {
        var puller = puller();
        try (var hub = StubHub.withModel().next(WEIGHTS, new Other(new byte[3_000_000]))) {
            assertTrue(puller.refused(hub.hub()).getMessage()
                    .startsWith("model.safetensors of acme/tiny is not what "));
        }
        assertEquals(List.of(), puller.left());
    }

    @Test
    void whatArrivedBeforeThePullWasGivenUpIsNotFetchedAgain() throws Exception {
        var puller = puller();
        try (var hub = StubHub.withModel().next(WEIGHTS, new Cut(1000), new Cut(10), new Cut(10), new Cut(10),
                new Cut(10), new Cut(10))) {
            var stop = puller.refused(hub.hub());
            assertEquals("The connection to %s broke off at all 6 tries; type the same again to go on with acme/tiny where it stands."
                    .formatted(hub.address()), stop.getMessage());
            assertFalse(Files.exists(folder.resolve("models/acme")), "half a model lies where a whole one should");
            new Puller(folder.resolve("models")).pull(hub.hub());
            assertEquals("bytes=1050-", ranges(hub).getLast());
            assertEquals(1, hub.requests("config.json").size());
        }
        assertEquals(WHOLE, puller.left());
        assertArrayEquals(weights(5000), Files.readAllBytes(folder.resolve("models/acme/tiny/" + WEIGHTS)));
    }

    @Test
    void whatIsKeptOfAnotherVersionIsThrownAway() throws Exception {
        try (var hub = StubHub.withModel().next(WEIGHTS, new Cut(1000))
                .next(WEIGHTS, new Cut(0), new Cut(0), new Cut(0), new Cut(0), new Cut(0), new Cut(0))) {
            puller().refused(hub.hub());
            var newer = Arrays.copyOf(weights(5000), 4000);
            hub.large(WEIGHTS, newer);
            var puller = puller();
            puller.pull(hub.hub());
            assertEquals("all", ranges(hub).getLast());
            assertEquals(WHOLE, puller.left());
            assertArrayEquals(newer, Files.readAllBytes(folder.resolve("models/acme/tiny/" + WEIGHTS)));
        }
    }

    @Test
    void aFileWithoutADigestIsHeldToItsSizeAndNoLaterPullGoesOnWithIt() throws Exception {
        try (var hub = StubHub.withModel().large(WEIGHTS, weights(5000), "none")
                .next(WEIGHTS, new Cut(1000), new Cut(0), new Cut(0), new Cut(0), new Cut(0), new Cut(0), new Cut(0),
                new Other(weights(5001)))) {
            puller().refused(hub.hub());
            assertTrue(puller().refused(hub.hub()).getMessage()
                    .startsWith("model.safetensors of acme/tiny is not what "));
            assertEquals("all", ranges(hub).getLast());
            var puller = puller();
            puller.pull(hub.hub());
            assertEquals(WHOLE, puller.left());
        }
        assertArrayEquals(weights(5000), Files.readAllBytes(folder.resolve("models/acme/tiny/" + WEIGHTS)));
    }

    @Test
    void aFileWhoseBeginningIsSpoiltIsBroughtOnceMoreAsAWhole() throws Exception {
        var puller = puller();
        var partial = Files.createDirectories(folder.resolve("models/.partial/acme/tiny"));
        Files.write(partial.resolve(".part-" + Digest.of(weights(5000))), new byte[700]);
        try (var hub = StubHub.withModel()) {
            puller.pull(hub.hub());
            assertEquals(List.of("bytes=700-", "all"), ranges(hub));
        }
        assertEquals(List.of("model.safetensors is not whole; bringing it anew"), puller.said);
        assertEquals(WHOLE, puller.left());
    }

    @Test
    void aServerThatKnowsNoRangesStartsAgainFromTheBeginning() throws Exception {
        var puller = puller();
        try (var hub = StubHub.withModel().next(WEIGHTS, new Cut(1000), new Other(weights(5000)))) {
            puller.pull(hub.hub());
        }
        assertArrayEquals(weights(5000), Files.readAllBytes(folder.resolve("models/acme/tiny/" + WEIGHTS)));
    }

    @Test
    void aConnectionOnWhichNothingComesAnyMoreCountsAsBroken() {
        var puller = puller();
        try (var hub = StubHub.withModel().next(WEIGHTS, new Silence(), new Stall(2000, false))) {
            puller.pull(new Hub(hub.address(), Optional.empty(), Duration.ofMillis(1), Duration.ofMillis(300),
                    new Proxies(Map.of())));
            assertEquals(List.of("all", "all", "bytes=2000-"), ranges(hub));
        }
        assertEquals(List.of("the connection broke off; trying again in 1 s (2 of 6)",
                "the connection broke off; trying again in 1 s (3 of 6)"), puller.said);
    }

    /** It would bring the rest in a minute; for the weights of a real model it would take centuries. */
    @Test
    void aConnectionOnWhichAByteComesNowAndThenCountsAsBroken() {
        var puller = puller();
        try (var hub = StubHub.withModel().next(WEIGHTS, new Stall(2000, true))) {
            puller.pull(new Hub(hub.address(), Optional.empty(), Duration.ofMillis(1), Duration.ofMillis(300),
                    new Proxies(Map.of())));
            assertEquals(2, hub.requests(WEIGHTS).size());
        }
        assertEquals(List.of("the connection broke off; trying again in 1 s (2 of 6)"), puller.said);
        assertEquals(WHOLE, puller.left());
    }

    @Test
    void aBusyServerIsAskedAgainAsLongAsItSays() {
        var puller = puller();
        try (var hub = StubHub.withModel().next(WEIGHTS, new Status(429, Map.of("Retry-After", "0")),
                new Status(503, Map.of()))) {
            puller.pull(hub.hub());
        }
        assertEquals(List.of("the server is busy (429); trying again in 0 s (2 of 6)",
                "the server failed (503); trying again in 1 s (3 of 6)"), puller.said);
    }

    @Test
    void aListOfManyPagesIsReadToItsEnd() {
        var puller = puller();
        try (var hub = StubHub.withModel()) {
            hub.pageSize = 2;
            puller.pull(hub.hub());
        }
        assertEquals(WHOLE, puller.left());
    }

    @Test
    void anInterruptKeepsWhatIsHere() throws Exception {
        var puller = puller();
        try (var hub = StubHub.withModel().next(WEIGHTS, new Stall(2000, false))) {
            var pulling = Thread.currentThread();
            var watcher = Thread.startVirtualThread(() -> {
                while (hub.requests(WEIGHTS).isEmpty()) LockSupport.parkNanos(1_000_000);
                pulling.interrupt();
            });
            var stop = puller.refused(hub.hub());
            watcher.join();
            assertEquals(Stop.INTERRUPTED, stop.exit());
            assertTrue(stop.getMessage()
                    .matches("Interrupted; \\d+(\\.\\d)? K?B are kept\\. Go on with: \\./jbang swarm\\.java models pull acme/tiny"), stop.getMessage());
            puller.pull(hub.hub());
        }
        assertEquals(WHOLE, puller.left());
    }
}
