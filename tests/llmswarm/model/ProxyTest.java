package llmswarm.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import llmswarm.StubAnswer;
import llmswarm.StubProxy;
import llmswarm.StubServer;
import llmswarm.config.layer.Layer;
import llmswarm.guard.Stop;
import llmswarm.model.choice.Models;
import org.junit.jupiter.api.Test;

/** Servers that are asked through the proxies of the environment. */
class ProxyTest {
    private static final URI AWAY = URI.create("http://llm.example.invalid/v1");

    private static String ask(URI address, Map<String, String> environment) throws InterruptedException {
        var env = new HashMap<>(environment);
        env.putAll(Given.ENV);
        var spec = Given.planner(address);
        try (var models = new Models(Map.of("planner", spec), env, line -> { }, Given.quick())) {
            return models.endpoint(spec).ask(Given.question(), token -> { }).text();
        }
    }

    private static String failure(URI address, Map<String, String> environment) {
        return assertThrows(ModelFailed.class, () -> ask(address, environment)).getMessage();
    }

    @Test
    void aServerThatOnlyTheProxyKnowsAnswers() throws InterruptedException {
        try (var server = StubServer.answering(StubAnswer.text("Hello.")); var proxy = new StubProxy(server.baseUrl())) {
            assertEquals("Hello.", ask(AWAY, proxy.environment("me:se%40cret")));
            assertTrue(proxy.heads().getFirst().startsWith("POST http://llm.example.invalid/v1/chat/completions "));
            assertTrue(proxy.heads().getFirst().contains("Proxy-Authorization: Basic bWU6c2VAY3JldA=="));
        }
    }

    @Test
    void aServerOnThisMachineIsAskedWithoutAProxy() throws InterruptedException {
        try (var server = StubServer.answering(StubAnswer.text("Hello.")); var proxy = StubProxy.refusing("502 Bad")) {
            assertEquals("Hello.", ask(server.baseUrl(), proxy.environment("")));
            assertEquals(List.of(), proxy.heads());
        }
    }

    @Test
    void aProxyThatIsNotThereIsNamed() {
        var said = failure(AWAY, Map.of("HTTP_PROXY", "http://me:secret@127.0.0.1:1"));
        assertEquals("planner: could not connect to http://llm.example.invalid/v1; check the network and 'base-url' "
                + "in models.yaml. It was asked through the proxy http://127.0.0.1:1 of HTTP_PROXY.", said);
    }

    @Test
    void whatTheProxyItselfRefusesIsToldAsThat() {
        try (var proxy = StubProxy.refusing("407 Proxy Authentication Required")) {
            assertTrue(failure(AWAY, proxy.environment("")).contains(
                    "(the proxy http://%s of HTTP_PROXY wants a user name and a password (407))".formatted(proxy
                    .place())));
            var said = failure(AWAY, proxy.environment("me:secret"));
            assertTrue(said.contains("refuses the user name or the password (407)"), said);
            assertFalse(said.contains("secret"));
        }
        try (var proxy = StubProxy.refusing("403 Forbidden")) {
            var said = failure(URI.create("https://llm.example.invalid/v1"), proxy.environment(""));
            assertTrue(said.contains("of HTTPS_PROXY refuses to connect (403)"), said);
        }
        try (var proxy = StubProxy.refusing("502 Bad Gateway")) {
            var said = failure(AWAY, proxy.environment(""));
            assertTrue(said.endsWith("It was asked through the proxy http://%s of HTTP_PROXY.".formatted(proxy
                    .place())), said);
        }
    }

    @Test
    void aServersOwnRefusalIsNotBlamedOnTheProxy() {
        var refused = new StubAnswer.Status(401, Map.of(), "{\"error\": {\"message\": \"no\"}}");
        try (var server = StubServer.answering(refused); var proxy = new StubProxy(server.baseUrl())) {
            assertFalse(failure(AWAY, proxy.environment("me:secret")).contains("proxy"));
        }
    }

    @Test
    void aProxyThatCannotBeUsedEndsTheCommandBeforeAnythingIsSent() {
        var said = assertThrows(Stop.class, () -> ask(AWAY, Map.of("ALL_PROXY", "socks5h://127.0.0.1:1080")))
                .getMessage();
        assertTrue(said.startsWith("planner: ALL_PROXY names socks5h://127.0.0.1:1080, and only proxies"), said);
    }

    @Test
    void wherePromptsMustStayNearbyNoProxyIsToldThem() {
        var spec = Given.openai("near", URI.create("http://192.168.1.5:8080/v1"), Optional.empty(), 1,
                Duration.ofSeconds(1), Optional.empty(), Layer.Origin.USER);
        var quick = Given.quick();
        var near = new Settings(true, any -> true, quick.firstWait(), quick.idle(), quick.clock(), List.of(),
                quick.log(), quick.kept(),
                Duration.ZERO, false);
        var proxy = Map.of("HTTP_PROXY", "p.example:3128");
        try (var models = new Models(Map.of("near", spec), proxy, line -> { }, near)) {
            assertTrue(assertThrows(Stop.class, () -> models.usable("near")).getMessage().startsWith(
                    "No model can be used for 'near': --local-only forbids http://192.168.1.5:8080/v1, which is asked "
                    + "through the proxy http://p.example:3128 of HTTP_PROXY unless NO_PROXY names it. Choose one:"));
        }
        var exempt = Map.of("HTTP_PROXY", "p.example:3128", "NO_PROXY", "192.168.0.0/16");
        try (var models = new Models(Map.of("near", spec), exempt, line -> { }, near)) {
            assertEquals(spec, models.usable("near"));
        }
    }
}
