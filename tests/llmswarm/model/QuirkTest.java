package llmswarm.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import llmswarm.StubAnswer;
import llmswarm.StubServer;
import llmswarm.config.Layer;
import org.junit.jupiter.api.Test;

class QuirkTest {
    private final List<String> said = new ArrayList<>();

    @Test
    void whatAReasoningModelRefusesIsLeftOutAndRemembered() throws Exception {
        try (var server = new StubServer(QuirkTest::asAReasoningModel)) {
            var spec = Given.planner(server.baseUrl());
            try (var models = Given.models(spec, said::add)) {
                assertEquals("thought", models.endpoint(spec).ask(Given.question(), text -> { }).text());
                assertEquals("thought", models.endpoint(spec).ask(Given.question(), text -> { }).text());
            }
            assertEquals(4, server.requests().size());
            assertEquals(500, server.requests().getLast().body().path("max_completion_tokens").asInt());
        }
        assertEquals(List.of("planner: the server refuses 'max_tokens'; sending 'max_completion_tokens' instead",
                "planner: the server refuses 'temperature'; asking without it"), said);
    }

    @Test
    void aRefusalThatLastsIsTold() {
        try (var server = StubServer.answering(StubAnswer.status(400, "'temperature' must be cold"))) {
            var spec = Given.planner(server.baseUrl());
            try (var models = Given.models(spec, said::add)) {
                var failed = assertThrows(ModelFailed.class, () ->
                        models.endpoint(spec).ask(Given.question(), text -> { }));
                assertEquals("planner: the server refused the request (400): 'temperature' must be cold; check planner in models.yaml.",
                        failed.getMessage());
            }
            assertEquals(2, server.requests().size());
        }
    }

    @Test
    void usageIsNotCountedWhereItCannotBeAskedFor() throws Exception {
        try (var server = new StubServer(request -> request.has("stream_options")
                ? StubAnswer.status(422, "extra fields not permitted: stream_options") : StubAnswer.text("hi"))) {
            var spec = Given.planner(server.baseUrl());
            try (var models = Given.models(spec, said::add)) {
                assertEquals(new Reply("hi", Usage.NONE, false),
                        models.endpoint(spec).ask(Given.question(), text -> { }));
            }
        }
        assertEquals(List.of("planner: the server refuses 'stream_options'; asking without it, so tokens are not counted"), said);
    }

    @Test
    void theNewerNameOfTheTokenLimitIsUsedWhereItIsKnownToBeWanted() {
        assertEquals(Set.of(Quirk.MAX_TOKENS), known("https://api.openai.com/v1"));
        assertEquals(Set.of(Quirk.MAX_TOKENS), known("https://mine.openai.azure.com/openai/v1"));
        assertEquals(Set.of(), known("http://localhost:11434/v1"));
        assertEquals(Set.of(), known("https://notopenai.com.example/v1"));
    }

    private static Set<Quirk> known(String address) {
        var spec = Given.openai("planner", URI.create(address), Optional.empty(), 1, Duration.ofSeconds(1),
                Optional.empty(), Layer.Origin.USER);
        return Quirk.known(spec, URI.create(address));
    }

    private static StubAnswer asAReasoningModel(JsonNode request) {
        if (request.has("max_tokens")) {
            return StubAnswer.status(400, "Unsupported parameter: 'max_tokens' is not supported with this model. "
                    + "Use 'max_completion_tokens' instead.");
        }
        return request.has("temperature")
                ? StubAnswer.status(400, "Unsupported value: 'temperature' does not support 0.2 with this model.")
                : StubAnswer.text("thought");
    }
}
