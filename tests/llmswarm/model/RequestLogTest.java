package llmswarm.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import llmswarm.StubAnswer;
import llmswarm.StubServer;
import llmswarm.config.ModelSpec;
import llmswarm.guard.RequestLog;
import llmswarm.model.choice.Models;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class RequestLogTest {
    private final List<String> told = new CopyOnWriteArrayList<>();

    @Test
    void eachTryIsALineWithWhatCameOfIt() throws Exception {
        try (var server = StubServer.answering(StubAnswer.status(503, "later"), StubAnswer.cutAfter(8, "one two three"),
                StubAnswer.text("hi").counting(new Usage(12_345, 2_000, 1)))) {
            ask(Given.planner(server.baseUrl()));
            assertTold(server.baseUrl(), "503  * s  planner, try 1: the server failed (503)",
                    "200  * s  planner, try 2: the answer broke off",
                    "200  * s  planner, try 3: 12,345 tokens in (2,000 cached), 1 out");
        }
    }

    @Test
    void whatAServerRefusesIsALineToo() throws Exception {
        try (var server = StubServer.answering(StubAnswer.status(400, "unknown parameter 'temperature'"),
                StubAnswer.text("hi").counting(Usage.NONE), StubAnswer.status(401, Given.KEY))) {
            var spec = Given.planner(server.baseUrl());
            ask(spec);
            assertThrows(ModelFailed.class, () -> ask(spec));
            assertTold(server.baseUrl(), "400  * s  planner, try 1: the server refused the request (400)",
                    "200  * s  planner, try 1: tokens not counted",
                    "401  * s  planner, try 1: the server refused the request (401)");
        }
    }

    @Test
    void aCallWithoutAnAnswerIsALineToo() throws Exception {
        try (var server = StubServer.answering(new StubAnswer.Hang())) {
            assertThrows(ModelFailed.class, () -> ask(Given.planner(server.baseUrl(), 1, Duration.ofMillis(300))));
            assertTold(server.baseUrl(), "no answer  * s  planner, try 1: no whole answer within 0.3 s");
        }
        told.clear();
        var nobody = nobody();
        assertThrows(ModelFailed.class, () -> ask(Given.planner(nobody)));
        assertEquals(5, told.size());
        told.subList(1, 5).clear();
        assertTold(nobody, "no answer  * s  planner, try 1: could not connect to " + nobody);
    }

    @Test
    void aCallThatIsInterruptedIsALineToo() throws Exception {
        var asked = new CountDownLatch(1);
        try (var server = new StubServer(request -> {
            asked.countDown();
            return new StubAnswer.Hang();
        })) {
            var call = Thread.ofVirtual()
                    .start(() -> assertThrows(InterruptedException.class, () -> ask(Given.planner(server.baseUrl()))));
            asked.await();
            call.interrupt();
            call.join();
            assertTold(server.baseUrl(), "no answer  * s  planner, try 1: cancelled");
        }
    }

    @Test
    void anAddressIsToldWithoutUserAndQuery() {
        RequestLog log = told::add;
        log.request("GET", URI.create("https://me:secret@hub.example:8443/a%20b?sig=secret#part"), 200,
                Duration.ofMillis(1234), "1 KB");
        log.request("GET", URI.create("https://hub.example"), 0, Duration.ZERO, "cancelled");
        assertEquals(List.of("sent  GET https://hub.example:8443/a%20b?...  200  1.2 s  1 KB",
                "sent  GET https://hub.example  no answer  0.0 s  cancelled"), told);
    }

    private void assertTold(URI address, String... ends) {
        assertEquals(List.of(ends).stream().map(("sent  POST " + address + "/chat/completions  ")::concat).toList(),
                told.stream().map(line -> line.replaceFirst("  \\d+\\.\\d s  ", "  * s  ")).toList());
    }

    private static URI nobody() throws IOException {
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return URI.create("http://127.0.0.1:%d/v1".formatted(free.getLocalPort()));
        }
    }

    private Reply ask(ModelSpec spec) throws InterruptedException {
        var quick = Given.quick();
        var settings = new Settings(false, any -> true, quick.firstWait(), quick.idle(), quick.clock(), List.of(),
                told::add, quick.kept(),
                Duration.ZERO, false);
        try (var models = new Models(Map.of("planner", spec), Given.ENV, line -> { }, settings)) {
            return models.endpoint(spec).ask(Given.question(), text -> { });
        }
    }
}
