package llmswarm.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.openai.OpenAiChatRequestParameters;
import llmswarm.StubAnswer;
import llmswarm.StubServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that differ from the protocol: an answer is right, or there is one sentence, at one call more at most. */
@Timeout(60)
class WildServerTest extends WildServer {
    private static final String THOUGHT = "data: {\"choices\": [{\"delta\": {\"content\": null, \"reasoning_content\": \"hm\"}}]}\n\n";
    private static final String MISLAID = "planner: the answer held %s, twice; use another model in models.yaml.";

    @Test
    void anAnswerWithoutTextIsAskedForOnceMoreAndThenToldWithWhatCame() {
        var call = "data: {\"choices\": [{\"delta\": {\"content\": null, \"tool_calls\": [{\"index\": 0, \"function\": {\"name\": \"write\", "
                + "\"arguments\": \"{}\"}}]}}]}\n\n" + STOP.replace("stop", "tool_calls");
        assertEquals(MISLAID.formatted("the call of a tool, 'write', and no text"), failed(stream(call)));
        assertEquals(MISLAID.formatted("no text"), failed(stream(STOP)));
        assertEquals(MISLAID.formatted("no text"), failed(stream("")));
        assertEquals("planner: the answer held thinking and no text, twice; lower the 'effort' of planner in models.yaml ('none', where the "
                + "model can do without), or use another model.", failed(stream(THOUGHT + STOP)));
        assertEquals(MISLAID.formatted("no text"), failed(StubAnswer.text(" \n")));
        assertEquals(2, requests.size());
        assertEquals("planner: the answer holds no text; trying again in 0.1 s (2 of 2)", said.getLast());
    }

    @Test
    void anEmptyAnswerIsNoReasonNotToReadTheNext() throws Exception {
        assertEquals("here", ask(stream(STOP), StubAnswer.text("here")));
    }

    @Test
    void aRefusalIsToldInItsWordsAndNotAskedForAgain() {
        var refusal = "data: {\"choices\": [{\"delta\": {\"content\": null, \"refusal\": \"I cannot help with that.\"}}]}\n\n";
        assertEquals("planner: the model refused: \"I cannot help with that.\"; word the request differently, or use another model in "
                + "models.yaml.", failed(stream(refusal + STOP)));
        assertEquals(1, requests.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {THOUGHT, "data: {\"choices\": [{\"delta\": {\"content\": \"<think>hm, \"}}]}\n\n"})
    void whereThinkingTookTheWholeAnswerThereIsMoreRoomTheNextTime(String thought) throws Exception {
        assertEquals("here", ask(stream(thought + LENGTH), StubAnswer.text("here")));
        assertEquals(List.of(500, 500 + 16_384), asked("max_tokens"));
        assertEquals(List.of("planner: the model used its whole answer for thinking; asking once more with room for 16384 tokens more"),
                said);
    }

    @Test
    void whereNoRoomHelpsTheSentenceNamesTheKeys() {
        assertEquals("planner: the model used its whole answer for thinking; lower the 'effort' of planner in models.yaml, raise its "
                + "'context' if the model has more, or use another model.", failed(stream(THOUGHT + LENGTH)));
        assertEquals(2, requests.size());
    }

    @Test
    void aTextThatWasCutOffBehindItsThinkingIsThatText() throws Exception {
        assertEquals("half a", ask(stream(THOUGHT
                + "data: {\"choices\": [{\"delta\": {\"content\": \"half a\"}}]}\n\n" + LENGTH)));
        assertEquals(1, requests.size());
    }

    @Test
    void thinkingIsCountedWhereAServerCountsIt() throws Exception {
        var openai = "{\"prompt_tokens\": 7, \"completion_tokens\": 30, \"total_tokens\": 37, \"completion_tokens_details\": {\"reasoning_tokens\": 20}}";
        var apart = "{\"prompt_tokens\": 7, \"completion_tokens\": 10, \"total_tokens\": 37, \"completion_tokens_details\": {\"reasoning_tokens\": 20}}";
        for (var usage : List.of(openai, apart)) {
            var text = "data: {\"choices\": [{\"delta\": {\"content\": \"hi\"}}]}\n\n";
            assertEquals(new Usage(7, 0, 30, 20), reply(Given.question(), stream(text + STOP
                    + "data: {\"choices\": [], \"usage\": " + usage + "}\n\n")).usage());
        }
    }

    @Test
    void theLimitOfAModelIsLearntFromItsWordsAndKept() throws Exception {
        var asked = new AtomicInteger();
        Function<JsonNode, StubAnswer> server = request -> {
            asked.incrementAndGet();
            return request.path("max_tokens").asInt() > 300
                    ? StubAnswer.status(400, "Invalid max_tokens value, the valid range of max_tokens is [1, 300]")
                    : StubAnswer.text("here");
        };
        assertEquals("here", twice(server));
        assertEquals(3, asked.get());
        assertEquals(List.of(500, 300, 300), asked("max_tokens"));
        assertEquals(List.of("planner: the model writes at most 300 tokens an answer; no more are asked for. An agent's 'max-tokens' of "
                + "so many spares the refused call"), said);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 500})
    void aSystemMessageThatIsRefusedIsSentAsTheUsers(int status) throws Exception {
        assertEquals("here", twice(request -> request.at("/messages/0/role").asText().equals("system")
                ? StubAnswer.status(status, "System role not supported") : StubAnswer.text("here")));
        assertEquals(3, requests.size());
        assertEquals("[{\"role\":\"user\",\"content\":\"You are brief.\\n\\nSay hello.\"}]",
                requests.getLast().path("messages").toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            400 | {\"error\": {\"message\": \"This model does not support response format `json_schema`.\"}}
            500 | {\"error\": {\"code\": 500, \"message\": \"Failed to initialize samplers: failed to parse grammar\"}}
            400 | [{\"error\": {\"message\": \"The specified schema produces a constraint that has too many states\", \"code\": 400}}]
            400 | {\"error\": \"'response_format.type' must be 'json_schema' or 'text'\"}
            422 | {\"detail\": [{\"loc\": [\"body\", \"response_format\"], \"msg\": \"Extra inputs are not permitted\"}]}
            """)
    void aSchemaThatIsRefusedIsToldInWords(int status, String body) throws Exception {
        var schema = JsonSchema.builder().name("plan").rootElement(JsonObjectSchema.builder().addStringProperty("name")
                .build()).build();
        var question = Given.question().toBuilder().responseFormat(ResponseFormat.builder()
                .type(ResponseFormatType.JSON).jsonSchema(schema).build()).build();
        assertEquals("here", reply(question, request -> request.has("response_format")
                ? new StubAnswer.Status(status, Map.of(), body) : StubAnswer.text("here")).text());
        assertEquals(2, requests.size());
        assertEquals(List.of("planner: the server refuses 'response_format'; telling the JSON schema in words, as 'json-schema: false' in "
                + "models.yaml does at once"), said);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            {"error": {"code": 400, "message": "Provider returned error", "metadata": {"provider_name": "P", "raw": "{\\"error\\": {\\"message\\": \\"'temperature' must be 1\\"}}"}}}
            {"error": {"code": 400, "message": "Provider returned error", "metadata": {"raw": {"message": "'temperature' must be 1"}}}}
            {"error": {"code": 400, "message": "Provider returned error", "metadata": {"provider_name": "P", "raw": "'temperature' must be 1"}}}
            """)
    void whatAServerBehindTheServerRefusesIsLearntToo(String body) throws Exception {
        for (var refusal : List.of(new StubAnswer.Status(400, Map.of(), body),
                new StubAnswer.Garbage("text/event-stream", "data: " + body + "\n\n"))) {
            assertEquals("here", ask(refusal, StubAnswer.text("here")));
            assertFalse(requests.getLast().has("temperature"));
            assertEquals("planner: the server refuses 'temperature'; asking without it", said.getLast());
        }
        assertEquals("planner: the server refused the request (400): Provider returned error: 'temperature' must be 1; check "
                + "planner in models.yaml.", failed(new StubAnswer.Status(400, Map.of(), body)));
    }

    @Test
    void aModelThatCannotThinkIsAskedWithoutAWordOfIt() throws Exception {
        var question = Given.question().toBuilder().parameters(OpenAiChatRequestParameters.builder()
                .maxOutputTokens(500).reasoningEffort("high").build()).build();
        assertEquals("here", reply(question, request -> request.has("reasoning_effort")
                ? StubAnswer.status(400, "\"qwen2.5-coder:7b\" does not support thinking") : StubAnswer.text("here")).text());
        assertEquals(List.of("planner: the server refuses 'reasoning_effort'; asking without it"), said);
    }

    @Test
    void anAddressThatIsNoChatIsToldAtOnceWithTheOneThatMayBeMeant() {
        var address = new URI[1];
        try (var server = StubServer.answering(StubAnswer.text("never"))) {
            address[0] = URI.create(server.baseUrl().toString().replace("/v1", ""));
            var failed = assertThrows(ModelFailed.class, () -> ask(address[0]));
            assertEquals("planner: %1$s is no address for chat completions (404): 404 Not Found No context found for request; did you mean 'base-url: %1$s/v1' in models.yaml?"
                    .formatted(address[0]), failed.getMessage());
        }
        assertEquals(List.of(), said);
    }

    @Test
    void soIsOneThatAnswersEverythingWithStatus200() {
        var text = "{\"error\": \"Unexpected endpoint or method. (POST /chat/completions)\"}";
        var failed = failed(new StubAnswer.Garbage("application/json", text));
        assertEquals(1, requests.size());
        assertEquals("planner: @ is no address for chat completions (404): Unexpected endpoint or method. (POST /chat/completions); "
                + "check 'base-url' in models.yaml.", failed);
    }

    @Test
    void aServerThatIsLoadingItsModelIsWaitedFor() throws Exception {
        var times = new AtomicInteger();
        assertEquals("here", reply(Given.question(), request -> times.incrementAndGet() < 20
                ? StubAnswer.status(503, "Loading model") : StubAnswer.text("here")).text());
        assertEquals(List.of("planner: the server is loading the model; waiting for it"), said);
    }

    @Test
    void aModelThatCouldNotBeLoadedIsNotWaitedFor() {
        assertEquals("planner: the server cannot hold the model (500), twice: runner has terminated: error loading model: no memory; give "
                + "it a smaller context there, or use a smaller model in models.yaml.",
                failed(StubAnswer.status(500, "runner has terminated: error loading model: no memory")));
        assertEquals(2, requests.size());
    }

    @Test
    void aLessonThatDoesNotHelpEndsInTheServersWords() {
        var failed = failed(StubAnswer.status(400, "max_tokens must be less than 301, temperature, stream_options, System role"));
        assertEquals("planner: the server refused the request (400): max_tokens must be less than 301, temperature, stream_options, "
                + "System role; check planner in models.yaml.", failed);
        assertFalse(requests.size() > 7);
    }

    private List<Integer> asked(String limit) {
        return requests.stream().map(request -> request.path(limit).asInt()).toList();
    }

    private String twice(Function<JsonNode, StubAnswer> script) throws InterruptedException {
        try (var server = new StubServer(script)) {
            var spec = Given.planner(server.baseUrl());
            try (var models = Given.models(spec, said::add)) {
                models.endpoint(spec).ask(Given.question(), text -> { });
                return models.endpoint(spec).ask(Given.question(), text -> { }).text();
            } finally {
                requests = server.requests().stream().map(StubServer.Request::body).toList();
            }
        }
    }

    /** The sentence of the failure; the server's address is an @ in it. */
    private String failed(StubAnswer answer) {
        return assertThrows(ModelFailed.class, () -> ask(answer)).getMessage()
                .replaceAll("http://127\\.0\\.0\\.1:\\d+/v1", "@");
    }
}
