package llmswarm.model.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import llmswarm.guard.RequestLog;
import llmswarm.guard.Stop;
import llmswarm.model.hub.StubHub.Other;
import llmswarm.model.hub.StubHub.Status;
import machine.Proxies;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PullRefusedTest {
    private static final String WEIGHTS = "model.safetensors";
    private static final Optional<String> TOKEN = Optional.of("hf_a_token_that_stays_secret");

    @TempDir
    Path folder;

    private Puller puller() {
        return new Puller(folder.resolve("models"));
    }

    private static Status status(int code) {
        return new Status(code, Map.of());
    }

    /** The sentence with HUB for its address. */
    private String refused(StubHub hub, Optional<String> token) {
        var puller = puller();
        var sentence = puller.refused(hub.hub(token)).getMessage();
        assertEquals(List.of(), puller.left());
        assertFalse(sentence.contains("secret"), sentence);
        return sentence.replace(hub.address().toString(), "HUB");
    }

    @Test
    void theTokenGoesToTheHubAndToNoOtherHost() {
        try (var store = StubHub.withModel(); var hub = StubHub.withModel()) {
            var there = store.address() + "/acme/tiny/resolve/main/" + WEIGHTS;
            hub.next(WEIGHTS, new Status(302, Map.of("Location", there)));
            puller().pull(hub.hub(TOKEN));
            assertTrue(hub.requests().stream()
                    .allMatch(request -> "Bearer hf_a_token_that_stays_secret".equals(request.headers()
                    .get("authorization"))));
            assertEquals(1, store.requests().size());
            assertNull(store.requests().getFirst().headers().get("authorization"));
        }
    }

    @Test
    void theTokenFollowsARedirectWithinTheHub() {
        try (var hub = StubHub.withModel()) {
            hub.next(WEIGHTS, new Status(307, Map.of("Location", "/acme/tiny/resolve/main/" + WEIGHTS)));
            puller().pull(hub.hub(TOKEN));
            assertEquals(2, hub.requests(WEIGHTS).size());
            assertTrue(hub.requests(WEIGHTS).stream()
                    .allMatch(request -> request.headers().containsKey("authorization")));
        }
    }

    @Test
    void aStoreBehindTheHubThatRefusesIsReachedAnewThroughTheHub() {
        try (var store = new StubHub().always(status(403)); var hub = StubHub.withModel()) {
            hub.next(WEIGHTS, new Status(302, Map.of("Location", store.address() + "/expired")));
            var puller = puller();
            puller.pull(hub.hub());
            assertEquals(List.of("the server failed (403); trying again in 1 s (2 of 6)"), puller.said);
        }
    }

    @Test
    void aRedirectThatNeverEndsOrLeadsNowhereIsTold() {
        try (var hub = new StubHub().always(new Status(302, Map.of("Location", "/again")))) {
            assertEquals("HUB redirects in circles; check HF_ENDPOINT.", refused(hub, TOKEN));
            assertEquals(11, hub.requests().size());
        }
        try (var hub = new StubHub().always(new Status(302, Map.of("Location", "file:///etc/passwd")))) {
            assertEquals("HUB redirects to no address (302); check HF_ENDPOINT.", refused(hub, TOKEN));
        }
    }

    @Test
    void anUnknownModelIsTold() {
        try (var hub = new StubHub().always(status(404))) {
            assertEquals("HUB has no model acme/tiny (404); check owner and name.", refused(hub, TOKEN));
        }
        try (var hub = new StubHub().always(status(401))) {
            assertEquals("HUB shows nobody a model acme/tiny (401): check its name, or, if it is private, set HF_TOKEN to a token of your account.",
                    refused(hub, Optional.empty()));
        }
    }

    @Test
    void aGatedModelIsToldWithItsRemedy() {
        try (var hub = StubHub.withModel().next("tokenizer.json",
                new Status(401, Map.of("X-Error-Code", "GatedRepo")))) {
            assertEquals("acme/tiny is gated (401): accept its licence at HUB/acme/tiny, then set HF_TOKEN to a token of your account.",
                    refused(hub, Optional.empty()));
        }
        try (var hub = new StubHub().always(status(403))) {
            assertEquals("acme/tiny is gated, and the account of HF_TOKEN may not read it (403): accept its licence at HUB/acme/tiny, "
                    + "and allow the token to read gated repositories.", refused(hub, TOKEN));
        }
    }

    @Test
    void aWrongTokenIsTold() {
        try (var hub = new StubHub().always(status(401))) {
            assertEquals("HUB refuses the token in HF_TOKEN (401); check it.", refused(hub, TOKEN));
        }
    }

    @Test
    void aHubThatFailsOrIsNotThereIsTold() {
        try (var hub = new StubHub().always(status(500))) {
            assertEquals("HUB failed (500) at all 3 tries; wait a while and type the same again.", refused(hub, TOKEN));
        }
        var gone = new StubHub();
        gone.close();
        assertEquals("There is no connection to HUB; check the network, or name a mirror in HF_ENDPOINT.",
                refused(gone, TOKEN));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>hello</html>", "{\"error\": \"no\"}", "",
            "[{\"type\": \"file\", \"path\": \"model.safetensors\"}]",
        "[{\"type\": \"file\", \"path\": \"model.safetensors\", \"size\": 9223372036854775807}]"})
    void anAnswerThatIsNoListIsTold(String answer) {
        try (var hub = new StubHub().always(new Other(answer.getBytes(StandardCharsets.UTF_8)))) {
            assertEquals("HUB answers something else than a list of files; check HF_ENDPOINT.", refused(hub, TOKEN));
        }
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void aHostileFileNameStopsThePull(String name, String why) {
        try (var hub = StubHub.withModel().large(name, StubHub.weights(6000))) {
            assertEquals("acme/tiny on HUB lists a file that is not let in: %s.".formatted(why), refused(hub, TOKEN));
            assertEquals(1, hub.requests().size());
        }
    }

    static List<Arguments> hostile() {
        return List.of(Arguments.of("../../evil.safetensors", "'../../evil.safetensors' climbs out of the project"),
                Arguments.of("/etc/config.json",
                "'/etc/config.json' is an absolute path; it must be relative to the project"),
                Arguments.of("..\\config.json", "'..\\config.json' holds a backslash; folders are divided by '/'"),
                Arguments.of("C:/model.safetensors",
                "'C:/model.safetensors' names a drive; it must be relative to the project"),
                Arguments.of(".git/config.json", "'.git/config.json' belongs to git"),
                Arguments.of("a\u0000\u001b[2J.safetensors",
                "'a\\u{0}\\u{1b}[2J.safetensors' holds a control or invisible character"),
                Arguments.of("Model.safetensors", "'Model.safetensors' differs from 'model.safetensors' only by case"));
    }

    @Test
    void whatIsNoModelForUsIsTold() {
        try (var hub = new StubHub().small("config.json", "{}").large("tiny.gguf", new byte[9])) {
            assertEquals("acme/tiny on HUB has no *.safetensors file, the only format that runs here; look for the model it was made from.",
                    refused(hub, TOKEN));
        }
        try (var hub = new StubHub().large(WEIGHTS, new byte[9])) {
            assertEquals("acme/tiny on HUB has no config.json, so it is no model that runs here.", refused(hub, TOKEN));
        }
    }

    @Test
    void theSameWeightsInAnotherFormAreNotFetched() {
        try (var hub = StubHub.withModel().large("consolidated.safetensors", new byte[7])) {
            assertEquals(3, puller().pull(hub.hub()).files());
        }
    }

    @Test
    void aNameWithoutAnOwnerIsToldBeforeAnybodyIsAsked() {
        var pull = new Pull(new Hub(URI.create("http://127.0.0.1:1"), TOKEN, Duration.ZERO, Duration.ZERO,
                new Proxies(Map.of())),
                puller().store, puller(), Pull.Space.REAL, RequestLog.SILENT);
        assertEquals("'tiny' is no repository; write owner/name, such as Qwen/Qwen2.5-Coder-1.5B-Instruct.",
                assertThrows(Stop.class, () -> pull.run("tiny")).getMessage());
    }
}
