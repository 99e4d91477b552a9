package llmswarm.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
import llmswarm.model.habits.KeptHabits;
import org.junit.jupiter.api.Test;

/** A server that has answered, and then answers nobody for a while. */
class OutageTest {
    private static final StubAnswer HELLO = StubAnswer.text("Hello."), DOWN = StubAnswer.status(503, "maintenance"),
            SPENT = StubAnswer.status(402, "pay");

    private final List<String> notices = new CopyOnWriteArrayList<>();

    private Models models(StubServer server, Duration outage, boolean attended) {
        var spec = Given.planner(server.baseUrl());
        var settings = new Settings(false, any -> true, Duration.ofMillis(1), Duration.ofSeconds(10),
                InstantSource.system(), List.of(), RequestLog.SILENT, KeptHabits.NONE, outage, attended);
        return new Models(Map.of("planner", spec), Given.ENV, notices::add, settings);
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
}
