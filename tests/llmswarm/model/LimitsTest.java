package llmswarm.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import llmswarm.StubAnswer;
import llmswarm.StubServer;
import llmswarm.model.ModelFailed.Kind;
import llmswarm.model.choice.Models;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class LimitsTest {
    private static final String PIECE = "data: {\"choices\": [{\"delta\": {\"content\": \"hi\"}}]}\n\n";

    private final List<String> said = new CopyOnWriteArrayList<>();

    @Test
    void aServerThatNeverAnswersMeetsTheTimeOut() {
        try (var server = StubServer.answering(new StubAnswer.Hang())) {
            var spec = Given.planner(server.baseUrl(), 1, Duration.ofMillis(300));
            try (var models = Given.models(spec, said::add)) {
                var failed = assertThrows(ModelFailed.class, () ->
                        models.endpoint(spec).ask(Given.question(), text -> { }));
                assertEquals(Kind.TIMEOUT, failed.kind());
                assertEquals("planner: no whole answer within 0.3 s; raise 'timeout' of planner in models.yaml, or use a faster model.",
                        failed.getMessage());
            }
            assertEquals(1, server.requests().size());
        }
    }

    @Test
    void anAnswerThatPausesForLongIsBrokenOff() throws Exception {
        try (var server = new RawServer(RawServer.CHUNKED + RawServer.chunk(PIECE))) {
            var spec = Given.planner(server.baseUrl(), 1, Duration.ofSeconds(15));
            var quick = Given.quick();
            var settings = new Settings(false, any -> true, quick.firstWait(), Duration.ofMillis(100), quick.clock(),
                    List.of(), quick.log(), quick.kept(),
                    Duration.ZERO, false);
            try (var models = new Models(Map.of("planner", spec), Given.ENV, said::add, settings)) {
                assertThrows(ModelFailed.class, () -> models.endpoint(spec).ask(Given.question(), text -> { }));
            }
            assertEquals("planner: the answer broke off; trying again in 0.1 s (2 of 5)", said.getFirst());
        }
    }

    @Test
    void aServerThatKeepsTheConnectionOpenAfterTheEndDoesNotDelayTheAnswer() throws Exception {
        var end = "data: {\"choices\": [{\"delta\": {}, \"finish_reason\": \"stop\"}]}\n\ndata: [DONE]\n\n";
        try (var server = new RawServer(RawServer.CHUNKED + RawServer.chunk(PIECE) + RawServer.chunk(end))) {
            var spec = Given.planner(server.baseUrl(), 1, Duration.ofSeconds(15));
            try (var models = Given.models(spec, said::add)) {
                assertEquals("hi", models.endpoint(spec).ask(Given.question(), text -> { }).text());
            }
            assertTrue(server.clientLeft.get(2, TimeUnit.SECONDS));
        }
    }

    @Test
    void noNetworkIsToldWithTheAddress() throws Exception {
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        var spec = Given.planner(URI.create("http://127.0.0.1:%d/v1".formatted(port)));
        try (var models = Given.models(spec, said::add)) {
            var failed = assertThrows(ModelFailed.class, () ->
                    models.endpoint(spec).ask(Given.question(), text -> { }));
            assertEquals(Kind.NETWORK, failed.kind());
            assertEquals("planner: could not connect to http://127.0.0.1:%d/v1; start the server, or check 'base-url' in models.yaml."
                    .formatted(port), failed.getMessage());
        }
        assertEquals("planner: could not connect to http://127.0.0.1:%d/v1; trying again in 0.1 s (2 of 5)".formatted(port), said.getFirst());
        assertEquals(4, said.size());
    }

    @Test
    void anInterruptClosesTheConnection() throws Exception {
        try (var silent = new RawServer(""); var midway = new RawServer(RawServer.CHUNKED + RawServer.chunk(PIECE))) {
            for (var server : List.of(silent, midway)) {
                var spec = Given.planner(server.baseUrl(), 1, Duration.ofSeconds(15));
                try (var models = Given.models(spec, said::add)) {
                    interrupted(models.endpoint(spec), server.asked);
                    assertTrue(server.clientLeft.get(1, TimeUnit.SECONDS));
                }
            }
        }
        assertEquals(List.of(), said);
    }

    @Test
    void anInterruptEndsTheWaitBeforeATry() throws Exception {
        try (var server = StubServer.answering(StubAnswer.status(429, "").with("Retry-After", "90"),
                StubAnswer.text("hi"))) {
            var spec = Given.planner(server.baseUrl());
            var waiting = new CountDownLatch(1);
            try (var models = Given.models(spec, sentence -> waiting.countDown())) {
                interrupted(models.endpoint(spec), waiting);
            }
            assertEquals(1, server.requests().size());
        }
    }

    @Test
    void anInterruptEndsTheUsualWaitToo() throws Exception {
        try (var server = StubServer.answering(StubAnswer.status(500, ""))) {
            var spec = Given.planner(server.baseUrl());
            var quick = Given.quick();
            var patient = new Settings(false, any -> true, Duration.ofSeconds(50), quick.idle(), quick.clock(),
                    List.of(), quick.log(), quick.kept(),
                    Duration.ZERO, false);
            var waiting = new CountDownLatch(1);
            try (var models = new Models(Map.of("planner", spec), Given.ENV, sentence -> waiting.countDown(),
                    patient)) {
                interrupted(models.endpoint(spec), waiting);
            }
            assertEquals(1, server.requests().size());
        }
    }

    /** Asks on a thread of its own, and interrupts it at that moment: it must end within a second, saying so. */
    private static void interrupted(Endpoint endpoint, CountDownLatch moment) throws Exception {
        var ended = new CompletableFuture<Throwable>();
        var thread = Thread.ofVirtual().start(() -> {
            try {
                endpoint.ask(Given.question(), text -> { });
                ended.complete(null);
            } catch (Throwable thrown) {
                ended.complete(Thread.interrupted() ? new AssertionError("the interrupt is told twice", thrown)
                        : thrown);
            }
        });
        moment.await();
        thread.interrupt();
        assertInstanceOf(InterruptedException.class, ended.get(1, TimeUnit.SECONDS));
    }
}
