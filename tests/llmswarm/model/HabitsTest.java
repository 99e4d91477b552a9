package llmswarm.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import llmswarm.StubAnswer;
import llmswarm.StubServer;
import llmswarm.config.Agent;
import llmswarm.config.Effort;
import llmswarm.config.ModelSpec.Price;
import llmswarm.config.layer.Layer;
import llmswarm.model.habits.Habit;
import llmswarm.model.habits.Habits;
import llmswarm.model.habits.ThinkingHabit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HabitsTest {
    private final List<String> said = new ArrayList<>();

    @Test
    void whatAReasoningModelRefusesIsLeftOutAndRemembered() throws Exception {
        try (var server = new StubServer(HabitsTest::asAReasoningModel)) {
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
        assertEquals(List.of(new Habit.NewerLimit()), known("https://api.openai.com/v1"));
        assertEquals(List.of(new Habit.NewerLimit()), known("https://mine.openai.azure.com/openai/v1"));
        assertEquals(List.of(), known("http://localhost:11434/v1"));
        assertEquals(List.of(), known("https://notopenai.com.example/v1"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            https://api.openai.com/v1    | high | {"temperature":0.2,"reasoning_effort":"high"}
            http://localhost:11434/v1    | none | {"temperature":0.2,"reasoning_effort":"none"}
            https://api.anthropic.com/v1 | high | {"thinking":{"type":"enabled","budget_tokens":24576}}
            https://api.anthropic.com/v1 | none | {"temperature":0.2}
            https://api.deepseek.com     | max  | {"temperature":0.2,"reasoning_effort":"max"}
            https://api.deepseek.com     | none | {"temperature":0.2,"thinking":{"type":"disabled"}}
            """)
    void howLongAModelThinksIsSaidAsItsServerWantsIt(String address, String effort, String expected) {
        var request = JsonNodeFactory.instance.objectNode().put("temperature", 0.2).put("reasoning_effort", effort);
        for (var habit : known(address)) habit.edit(request);
        assertEquals(expected, request.toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            high    | {"thinking":{"type":"adaptive"},"output_config":{"effort":"high"}}
            minimal | {"thinking":{"type":"adaptive"},"output_config":{"effort":"low"}}
            none    | {"temperature":0.2,"output_config":{"effort":"low"}}
            """)
    void aModelThatTakesNoNumberOfTokensToThinkIsToldInAWord(String effort, String expected) throws Exception {
        var address = URI.create("https://api.anthropic.com/v1");
        var habits = Habits.known(Given.planner(address), address);
        assertTrue(habits.learn(new ThinkingHabit.Adaptive()));
        var request = JsonNodeFactory.instance.objectNode().put("temperature", 0.2).put("reasoning_effort", effort);
        assertEquals(new ObjectMapper().readTree(expected), habits.edited(request));
    }

    @Test
    void aBudgetToThinkIsSmallerThanTheAnswerItIsPartOf() {
        var request = JsonNodeFactory.instance.objectNode().put("reasoning_effort", "high").put("max_tokens", 12_288);
        new ThinkingHabit.Budget().edit(request);
        assertEquals(12_288 - 1024, request.at("/thinking/budget_tokens").asInt());
        request.put("reasoning_effort", "high").put("max_tokens", 2000).remove("thinking");
        new ThinkingHabit.Budget().edit(request);
        assertEquals("{\"max_tokens\":2000}", request.toString());
    }

    @Test
    void roomToThinkIsKeptBesideAnAnswer() {
        var spec = Given.planner(URI.create("http://localhost:1/v1"));
        var agent = new Agent("backend", "d", "planner", "task", "r", 0.2, 4096, 3, OptionalInt.empty(), Optional.of(Effort.HIGH), "digest");
        assertEquals(List.of(4096, 24_576, 128_000 - 4096 - 24_576),
                List.of(spec.forAnswer(agent), spec.toThink(agent), spec.forPrompt(agent)));
        var small = Given.within(8192, Duration.ofSeconds(1), URI.create("http://localhost:1/v1"));
        assertEquals(List.of(4096, 2048, 2048),
                List.of(small.forAnswer(agent), small.toThink(agent), small.forPrompt(agent)));
    }

    @Test
    void aLongPromptMayCostMoreForEveryTokenOfItsCall() {
        var price = new Price(2, 0.1, 10, Optional.of(new Price.Step(272_000, new Price(4, 0.2, 15))));
        assertEquals((272_000 * 2 + 1_000 * 10) / 1e6, new Usage(272_000, 0, 1_000).cost(price), 1e-12);
        assertEquals((172_001 * 4 + 100_000 * 0.2 + 1_000 * 15) / 1e6, new Usage(272_001, 100_000, 1_000).cost(price),
                1e-12);
    }

    private static List<Habit> known(String address) {
        var spec = Given.openai("planner", URI.create(address), Optional.empty(), 1, Duration.ofSeconds(1),
                Optional.empty(), Layer.Origin.USER);
        return Habits.known(spec, URI.create(address)).all();
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
