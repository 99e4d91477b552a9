package llmswarm.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import llmswarm.StubAnswer;
import llmswarm.StubServer;
import llmswarm.config.ModelSpec;
import llmswarm.config.ModelSpec.Price;
import llmswarm.config.layer.Layer;
import llmswarm.model.choice.Models;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AskTest {
    private static final String TEXT = "Grüße an die Welt 🌍, and a line\nthat goes on for more than forty characters.";

    private final List<String> said = new ArrayList<>();
    private StubServer server;

    @AfterEach
    void stop() {
        if (server != null) server.close();
    }

    @Test
    void aStreamedAnswerArrivesInPiecesAndWhole() throws Exception {
        var pieces = new ArrayList<String>();
        var reply = ask(StubAnswer.text(TEXT).inPiecesOf(7), Given.question(), pieces);
        assertEquals(TEXT, reply.text());
        assertEquals(TEXT, String.join("", pieces));
        assertTrue(pieces.size() > 5, pieces.toString());
        assertFalse(reply.cutOff());
        assertEquals(List.of(), said);
    }

    @Test
    void aServerThatDoesNotStreamIsUnderstood() throws Exception {
        var pieces = new ArrayList<String>();
        var reply = ask(StubAnswer.text(TEXT).counting(new Usage(9, 4, 3)).inOnePiece(), Given.question(), pieces);
        assertEquals(new Reply(TEXT, new Usage(9, 4, 3), false), reply);
        assertEquals(List.of(TEXT), pieces);
    }

    @Test
    void cachedTokensAreCountedAndCostLess() throws Exception {
        var reply = ask(StubAnswer.text(TEXT).counting(new Usage(2_000, 1_500, 300)), Given.question(),
                new ArrayList<>());
        assertEquals(new Usage(2_000, 1_500, 300), reply.usage());
        assertEquals((500 * 1.25 + 1_500 * 0.13 + 300 * 10) / 1e6, reply.usage().cost(new Price(1.25, 0.13, 10)),
                1e-12);
        assertEquals(new Usage(2_001, 1_500, 302), reply.usage().plus(new Usage(1, 0, 2)));
    }

    @Test
    void anAnswerThatStopsAtTheTokenLimitIsCutOff() throws Exception {
        assertTrue(ask(StubAnswer.text("half a sen").finishing("length"), Given.question(), new ArrayList<>())
                .cutOff());
        assertTrue(ask(StubAnswer.text("half a sen").finishing("length").inOnePiece(), Given.question(),
                new ArrayList<>()).cutOff());
    }

    @Test
    void theRequestHoldsWhatWasAskedAndTheKeyAndNoUpgrade() throws Exception {
        ask(StubAnswer.text("hi"), Given.question(), new ArrayList<>());
        var request = server.requests().getFirst();
        assertEquals("Bearer " + Given.KEY, request.header("Authorization"));
        assertNull(request.header("Upgrade"));
        assertNull(request.header("HTTP2-Settings"));
        assertEquals("gpt-x", request.body().path("model").asText());
        assertEquals("Say hello.", request.body().path("messages").path(1).path("content").asText());
        assertEquals(0.2, request.body().path("temperature").asDouble());
        assertEquals(500, request.body().path("max_tokens").asInt());
        assertFalse(request.body().has("max_completion_tokens"));
        assertTrue(request.body().path("stream_options").path("include_usage").asBoolean());
    }

    @Test
    void noKeyIsSentToAServerThatWantsNone() throws Exception {
        server = StubServer.answering(StubAnswer.text("hi"));
        var spec = Given.openai("local", server.baseUrl(), Optional.empty(), 1, Duration.ofSeconds(20),
                Optional.empty(), Layer.Origin.PROJECT);
        try (var models = new Models(Map.of("local", spec), Given.ENV, said::add, Given.quick())) {
            models.endpoint(spec).ask(Given.question(), text -> { });
        }
        assertNull(server.requests().getFirst().header("Authorization"));
    }

    @Test
    void aJsonSchemaIsSentStrictlyAndOnlyToServersThatTakeOne() throws Exception {
        var schema = JsonSchema.builder().name("plan").rootElement(
                JsonObjectSchema.builder().addStringProperty("name").required("name").build()).build();
        var request = ChatRequest.builder().messages(Given.question().messages())
                .responseFormat(ResponseFormat.builder().type(ResponseFormatType.JSON).jsonSchema(schema).build())
                .build();
        ask(StubAnswer.text("{}"), request, new ArrayList<>());
        var format = server.requests().getFirst().body().path("response_format");
        assertEquals("json_schema", format.path("type").asText());
        assertTrue(format.path("json_schema").path("strict").asBoolean());

        stop();
        server = StubServer.answering(StubAnswer.text("{}"));
        var without = Given.planner(server.baseUrl());
        without = new ModelSpec(without.alias(), without.provider(), without.model(), without.baseUrl(),
                without.apiKeyEnv(),
                without.context(), without.parallel(), without.timeout(), false, without.price(), without.absent(),
                without.escalate(), without.layer());
        try (var models = Given.models(without, said::add)) {
            models.endpoint(without).ask(request, text -> { });
        }
        var body = server.requests().getFirst().body();
        assertFalse(body.has("response_format"));
        var last = body.path("messages").path(1).path("content").asText();
        assertTrue(last.startsWith("Say hello.\n\nAnswer with one JSON object and nothing else, after this schema:\n{"), last);
        assertTrue(last.contains("\"required\":[\"name\"]"),
                "the schema is told once, in words where it cannot be sent: " + last);
        assertFalse(server.requests().getFirst().body().path("messages").path(0).path("content").asText()
                .contains("schema"));
        assertEquals(List.of(), said);
    }

    @Test
    void noMoreCallsThanParallelAreUnderWay() throws Exception {
        server = new StubServer(request -> StubAnswer.text("hi").after(Duration.ofMillis(40)));
        var spec = Given.planner(server.baseUrl(), 2, Duration.ofSeconds(20));
        try (var models = Given.models(spec, said::add); var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            assertSame(models.endpoint(spec), models.endpoint(spec));
            var calls = IntStream.range(0, 8).<Future<Reply>>mapToObj(call -> threads.submit(() -> {
                try (var turn = models.queue(spec).queue(0)) {
                    turn.await();
                    return models.endpoint(spec).ask(Given.question(), text -> { });
                }
            })).toList();
            for (var call : calls) assertEquals("hi", call.get().text());
        }
        assertEquals(8, server.requests().size());
        assertEquals(2, server.busiest());
    }

    private Reply ask(StubAnswer answer, ChatRequest request, List<String> pieces) throws InterruptedException {
        stop();
        server = StubServer.answering(answer);
        var spec = Given.planner(server.baseUrl());
        try (var models = Given.models(spec, said::add)) {
            return models.endpoint(spec).ask(request, pieces::add);
        }
    }
}
