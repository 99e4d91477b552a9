package llmswarm.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import llmswarm.StubAnswer;
import llmswarm.StubServer;
import llmswarm.Workshop;
import llmswarm.guard.RequestLog;
import llmswarm.guard.Stop;
import llmswarm.model.choice.Models;
import llmswarm.model.habits.KeptHabits;
import llmswarm.model.rate.Parked;
import org.junit.jupiter.api.Test;

/** A server that answers nobody for a while. */
class OutageTest {
    private static final StubAnswer HELLO = StubAnswer.text("Hello."), DOWN = StubAnswer.status(503, "maintenance"),
            SPENT = StubAnswer.status(402, "pay");

    private final List<String> notices = new CopyOnWriteArrayList<>();

    private Models models(StubServer server, Duration outage, boolean attended) {
        var spec = Given.planner(server.baseUrl());
        return new Models(Map.of("planner", spec), Given.ENV, notices::add, settings(outage, attended));
    }

    private static Settings settings(Duration outage, boolean attended) {
        return new Settings(false, any -> true, Duration.ofMillis(1), Duration.ofSeconds(10), InstantSource.system(),
                List.of(), RequestLog.SILENT, KeptHabits.NONE, outage, attended);
    }

    private static Endpoint endpoint(Models models) {
        return models.endpoint(models.usable("planner"));
    }

    @Test
    void allWaitForAServerThatIsBackAndNoneOfThemFails() throws Exception {
        var down = new AtomicBoolean();
        try (var server = new StubServer(request -> down.get() ? DOWN : HELLO);
                var models = models(server, Duration.ofMinutes(1), false)) {
            var endpoint = endpoint(models);
            endpoint.ask(Given.question(), token -> { });
            down.set(true);
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                var calls = new ArrayList<Future<Reply>>();
                for (int i = 0; i < 8; i++) calls.add(threads.submit(() -> endpoint.ask(Given.question(), token -> { })));
                Workshop.until(() -> notices.stream().anyMatch(line -> line.contains("Still so; asked again")));
                down.set(false);
                for (var call : calls) assertEquals("Hello.", call.get().text());
            }
        }
        assertEquals(1, notices.stream().filter(line -> line.contains("Whatever needs it waits")).count(), notices::toString);
        assertEquals(1, notices.stream().filter(line -> line.contains("the server answers again")).count(), notices::toString);
    }

    @Test
    void whereNobodyCanTopAnAccountUpNothingMoreIsAsked() throws Exception {
        var asked = new AtomicInteger();
        try (var server = new StubServer(request -> asked.incrementAndGet() < 3 ? HELLO : SPENT);
                var models = models(server, Duration.ofMinutes(1), false)) {
            var endpoint = endpoint(models);
            for (int i = 0; i < 2; i++) endpoint.ask(Given.question(), token -> { });
            for (int i = 0; i < 5; i++) {
                var stop = assertThrows(Stop.class, () -> endpoint.ask(Given.question(), token -> { }));
                assertTrue(stop.leaves());
                assertTrue(stop.getMessage().matches("planner: the account at \\S+ is used up \\(402\\): pay; top it up, or .*"),
                        stop::getMessage);
            }
        }
        assertEquals(3, asked.get());
    }

    @Test
    void whereSomebodyIsThereTheCallsWaitForTheAccount() throws Exception {
        var asked = new AtomicInteger();
        try (var server = new StubServer(request -> asked.incrementAndGet() == 2 ? SPENT : HELLO);
                var models = models(server, Duration.ofMinutes(1), true)) {
            var endpoint = endpoint(models);
            for (int i = 0; i < 2; i++) assertEquals("Hello.", endpoint.ask(Given.question(), token -> { }).text());
        }
        assertEquals(3, asked.get());
    }

    @Test
    void aRequestThatFailsWhileOthersAreAnsweredFailsAlone() throws Exception {
        try (var server = new StubServer(request -> request.at("/messages/1/content").asText().contains("hello") ? DOWN : HELLO);
                var models = models(server, Duration.ofMinutes(1), false)) {
            var endpoint = endpoint(models);
            var other = ChatRequest.builder().messages(
                    SystemMessage.from("x"), UserMessage.from("y")).build();
            endpoint.ask(other, token -> { });
            var over = new AtomicBoolean();
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                threads.submit(() -> {
                    while (!over.get()) endpoint.ask(other, token -> { });
                    return null;
                });
                assertThrows(ModelFailed.class, () -> endpoint.ask(Given.question(), token -> { }));
                over.set(true);
            }
        }
        assertTrue(notices.stream().noneMatch(line -> line.contains("waits")), notices::toString);
    }

    @Test
    void aServerThatStaysAwayIsGivenUpOnceForAll() throws Exception {
        var down = new AtomicBoolean();
        try (var server = new StubServer(request -> down.get() ? DOWN : HELLO);
                var models = models(server, Duration.ofMillis(30), false)) {
            var endpoint = endpoint(models);
            endpoint.ask(Given.question(), token -> { });
            down.set(true);
            assertThrows(Stop.class, () -> endpoint.ask(Given.question(), token -> { }));
            int asked = server.requests().size();
            assertThrows(Stop.class, () -> endpoint.ask(Given.question(), token -> { }));
            assertEquals(asked, server.requests().size());
        }
    }

    @Test
    void aNewRunTriesAgainWhatAnEarlierOneGaveUp() throws Exception {
        var down = new AtomicBoolean();
        try (var server = new StubServer(request -> down.get() ? DOWN : HELLO);
                var models = models(server, Duration.ofMillis(30), false)) {
            var endpoint = endpoint(models);
            endpoint.ask(Given.question(), token -> { });
            down.set(true);
            assertThrows(Stop.class, () -> endpoint.ask(Given.question(), token -> { }));
            int asked = server.requests().size();
            models.anew();
            var stop = assertThrows(Stop.class, () -> endpoint.ask(Given.question(), token -> { }));
            assertTrue(server.requests().size() > asked, "it was not asked");
            assertTrue(stop.leaves());
            assertEquals(2, notices.stream().filter(line -> line.contains("Nothing more is asked of it")).count());
            down.set(false);
            models.anew();
            assertEquals("Hello.", endpoint.ask(Given.question(), token -> { }).text());
        }
    }

    @Test
    void aRunWaitsForAServerThatIsNotUpYet() throws Exception {
        var down = new AtomicBoolean(true);
        var told = new CopyOnWriteArrayList<Parked>();
        try (var server = new StubServer(request -> down.get() ? DOWN : HELLO);
                var models = models(server, Duration.ofMinutes(1), false);
                var running = models.run(told::add);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var call = threads.submit(() -> endpoint(models).ask(Given.question(), token -> { }));
            Workshop.until(() -> notices.stream().anyMatch(line -> line.contains("Whatever needs it waits")));
            assertTrue(told.getFirst().left().isPresent());
            down.set(false);
            assertEquals("Hello.", call.get().text());
            assertTrue(told.getLast().left().isEmpty());
        }
    }

    @Test
    void aRunWaitsAtAnAddressWhereNobodyListensYet() throws Exception {
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        var spec = Given.planner(URI.create("http://127.0.0.1:%d/v1".formatted(port)));
        try (var models = new Models(Map.of("planner", spec), Given.ENV, notices::add, settings(Duration.ofMillis(30), false));
                var running = models.run(parked -> { })) {
            var stop = assertThrows(Stop.class, () -> models.endpoint(spec).ask(Given.question(), token -> { }));
            assertTrue(stop.leaves());
            assertTrue(stop.getMessage().startsWith("planner: could not connect to http://127.0.0.1:%d/v1; start the server, or check".formatted(port)),
                    stop::getMessage);
        }
        assertTrue(notices.getFirst().startsWith("planner: could not connect to"), "told at once");
        assertEquals(1, notices.stream().filter(line -> line.contains("Whatever needs it waits")).count(), notices::toString);
    }

    /** What no waiting mends. */
    @Test
    void whatIsEvidentlyWrongEndsAtOnceAlsoInARun() throws Exception {
        try (var server = StubServer.answering(StubAnswer.status(401, "wrong key"));
                var models = models(server, Duration.ofMinutes(1), true); var running = models.run(parked -> { })) {
            assertThrows(ModelFailed.class, () -> endpoint(models).ask(Given.question(), token -> { }));
        }
        var spec = Given.planner(URI.create("http://models.invalid/v1"));
        try (var models = new Models(Map.of("planner", spec), Given.ENV, notices::add, settings(Duration.ofMinutes(1), true));
                var running = models.run(parked -> { })) {
            var failed = assertThrows(ModelFailed.class, () -> models.endpoint(spec).ask(Given.question(), token -> { }));
            assertEquals("planner: could not connect to http://models.invalid/v1 (there is no such host); check the network and 'base-url' in models.yaml.",
                    failed.getMessage());
        }
    }

    @Test
    void aSingleQuestionDoesNotWaitForAServerThatNeverAnswered() {
        try (var server = StubServer.answering(DOWN); var models = models(server, Duration.ofMinutes(1), false)) {
            models.anew();
            assertThrows(ModelFailed.class, () -> endpoint(models).ask(Given.question(), token -> { }));
        }
    }

    /** As one that breaks down while it still writes what it had begun. */
    @Test
    void whoeverTriesDoesNotFailWhereACallFromBeforeIsAnsweredMeanwhile() {
        var gate = new Gate(Duration.ofMillis(1), () -> false);
        gate.breaker().answered(false);
        var down = new Fault.Status(503, "", false, Optional.empty());
        assertFalse(gate.out(down, 0, false));
        assertTrue(gate.out(down, 0, true));
    }
}
