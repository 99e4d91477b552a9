package llmswarm.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.openai.OpenAiChatRequestParameters;
import llmswarm.StubAnswer;
import llmswarm.StubServer;
import llmswarm.config.layer.Layer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What servers answered by public reports: the sentence names the cause and the remedy, at no more calls than help. */
@Timeout(60)
class ReportedServerTest {
    private static final String STOP = "data: {\"choices\": [{\"delta\": {}, \"finish_reason\": \"stop\"}]}\n\n", DONE = "data: [DONE]\n\n";

    private final List<String> said = new CopyOnWriteArrayList<>();
    private List<JsonNode> requests = List.of();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            400 | {"error":"The number of tokens to keep from the initial prompt is greater than the context length (n_keep: 13055>= n_ctx: 4096). Try to load the model with a larger context length, or provide a shorter input."}
            400 | {"error":"Trying to keep the first 111490 tokens when context the overflows. However, the model is loaded with context length of only 32768 tokens, which is not enough."}
            400 | {"error":{"code":400,"message":"request (4390 tokens) exceeds the available context size (4096 tokens), try increasing it","type":"exceed_context_size_error","n_prompt_tokens":4390,"n_ctx":4096}}
            500 | {"error":{"code":500,"message":"Context size has been exceeded.","type":"server_error"}}
            200 | {"error":{"code":400,"message":"the request exceeds the available context size. try increasing the context size or enable context shift"}}
            400 | {"error":"Prompt is 11543 tokens but the model context window is 4096 tokens."}
            400 | {"error":{"message":"Prompt tokens (9000) exceeds context size (4096)","type":"context_exceeded"}}
            400 | {"object":"error","message":"This model's maximum context length is 4096 tokens. However, your messages resulted in 4500 tokens.","code":400}
            400 | {"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 208310 tokens > 200000 maximum"}}
            """)
    void aPromptThatDoesNotFitIsSentOnce(int status, String body) {
        assertSaid(1, "the prompt and its answer do not fit into the server's context \\((400|500)\\): .*; say what the server has "
                + "as 'context' of planner in models.yaml, or start it with more\\.", answer(status, body));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            1 | 400 | {"error":{"message":"The response was filtered due to the prompt triggering Azure OpenAI's content management policy. Please modify your prompt and retry.","param":"prompt","code":"content_filter","status":400}} | the server's content filter refused the prompt .400.: The response was filtered.*; word the request differently, or use another model in models.yaml\\.
            1 | 403 | {"error":{"message":"Your chosen model requires moderation and your input was flagged","code":403}} | the server's content filter refused the prompt .403.: .*
            1 | 404 | {"error":{"message":"No endpoints available matching your guardrail restrictions and data policy. Configure: https://example.org/privacy","code":404}} | nobody behind @ serves 'gpt-x' as your account there allows it .404.: No endpoints .*; change that account's settings, or use another model in models.yaml\\.
            1 | 404 | {"error":{"message":"No endpoints found that can handle the requested parameters.","code":404}} | nobody behind @ serves 'gpt-x' .*
            1 | 404 | {"error":{"code":"DeploymentNotFound","message":"The API deployment for this resource does not exist. If you created the deployment within the last 5 minutes, please wait a moment and try again."}} | nothing at @ goes by the name 'gpt-x' .404.: The API deployment .*
            1 | 404 | {"error":{"code":"404","message":"Resource not found"}} | @ is no address for chat completions .404.: Resource not found; check 'base-url' in models.yaml\\.
            1 | 402 | {"error":{"message":"This request requires more credits, or fewer max_tokens. You requested up to 500 tokens, but can only afford 391.","code":402}} | the account at @ is used up .402.: .*; top it up, or use another model in models.yaml\\.
            1 | 429 | {"error":"you (somebody) have reached your session usage limit, upgrade for higher limits: https://example.org/upgrade"} | the account at @ is used up .429.: .*
            2 | 500 | {"error":{"message":"model requires more system memory (5.3 GiB) than is available (3.3 GiB)"}} | the server cannot hold the model .500., twice: model requires .*; give it a smaller context there, or use a smaller model in models.yaml\\.
            2 | 500 | {"error":"llama runner process has terminated: error:failed to allocate buffer, size = 16571.89 MiB"} | the server cannot hold the model .500., twice: .*
            2 | 524 | <html><head><title>524</title></head><body><h1>A timeout occurred</h1><p>Error code 524</p></body></html> | a gateway in front of the model did not wait for its answer .524., twice: A timeout occurred Error code 524; raise the gateway's time-out, name the server behind it as 'base-url' in models.yaml, or use a faster model\\.
            5 | 529 | {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}} | the server failed .529. at all 5 tries: Overloaded; wait a while, or use another model in models.yaml\\.
            5 | 429 | {"object":"error","message":"Service tier capacity exceeded for this model.","type":"invalid_request_error","code":null} | the rate limit is reached .429, 5 tries.: Service tier capacity exceeded for this model; wait a while, .*
            """)
    void theSentenceNamesTheCauseAndTheRemedy(int calls, int status, String body, String sentence) {
        assertSaid(calls, sentence, answer(status, body));
    }

    @Test
    void whatNeedsMoreThanAKeyDoesNotAskForOne() {
        var words = "this model requires a subscription, upgrade for access: https://example.org/upgrade";
        try (var server = StubServer.answering(StubAnswer.status(403, words))) {
            var spec = Given.openai("local", server.baseUrl(), Optional.empty(), 1, Duration.ofSeconds(20),
                    Optional.empty(), Layer.Origin.USER);
            try (var models = Given.models(spec, said::add)) {
                var failed = assertThrows(ModelFailed.class, () -> models.endpoint(spec).ask(Given.question(), text -> { }));
                assertEquals("local: the server refused the request (403): " + words + "; check what may be used there, or use another "
                        + "model in models.yaml.", failed.getMessage());
                assertEquals(2, failed.exit());
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            {"error":{"message":"Unexpected token 200002 while expecting start token 200006","type":"BadRequestError","code":400}}
            {"error":{"code":500,"message":"The model produced output that does not match the expected peg-native format","type":"server_error"}}
            {"error":{"message":"litellm.MidStreamFallbackError: upstream went away. Received Model Group=m","type":"None","param":"None","code":"503"}}
            {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}
            {"object":"error","message":"Rate limit exceeded","type":"rate_limited","param":null,"code":"1300","raw_status_code":429}
            """)
    void whatBreaksAmidstAnAnswerIsAskedForAgain(String error) throws Exception {
        assertEquals("whole", reply(Given.question(), events(piece("half") + "data: " + error + "\n\n" + DONE), StubAnswer.text("whole"))
                .text());
        assertEquals(2, requests.size());
    }

    @Test
    void remarksOfAFilterAreNoPieces() throws Exception {
        var prompt = "data: {\"id\":\"\",\"choices\":[],\"created\":0,\"model\":\"\",\"object\":\"\",\"prompt_filter_results\":[{\"prompt_index\":0}]}\n\n";
        var remark = "data: {\"id\":\"\",\"object\":\"\",\"choices\":[{\"finish_reason\":null,\"index\":0,\"content_filter_results\":{},"
                + "\"content_filter_offsets\":{\"check_offset\":44}}],\"usage\":null}\n\n";
        assertEquals("one two", reply(Given.question(), events(prompt + piece("one ") + remark + piece("two") + STOP + remark + DONE)).text());
        assertEquals(1, requests.size());
        assertEquals(List.of(), said);
    }

    @Test
    void aModelThatAlwaysThinksMayRefuseToStopWithoutAWordOfThinking() throws Exception {
        var question = Given.question().toBuilder().parameters(OpenAiChatRequestParameters.builder()
                .maxOutputTokens(500).reasoningEffort("none").build()).build();
        assertEquals("here", asked(question, request -> request.path("reasoning_effort").asText().equals("none")
                ? answer(400, "[{\"error\":{\"code\":400,\"message\":\"Request contains an invalid argument.\",\"status\":\"INVALID_ARGUMENT\"}}]")
                : StubAnswer.text("here")).text());
        assertEquals("minimal", requests.getLast().path("reasoning_effort").asText());
        assertEquals(2, requests.size());
        assertSaid(1, "the server refused the request .400.: Request contains an invalid argument; check planner in models.yaml\\.",
                answer(400, "[{\"error\":{\"message\":\"Request contains an invalid argument.\"}}]"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            {"error":{"message":"Failed to generate JSON. Please adjust your prompt. See 'failed_generation' for more details.","type":"invalid_request_error","code":"json_validate_failed","failed_generation":"{"}}
            {"error":{"message":"invalid schema for response format: response_format/json_schema/plan: minItems is not supported","type":"invalid_request_error"}}
            """)
    void aServerThatFailsAtItsOwnJsonIsAskedInWords(String body) throws Exception {
        var schema = JsonSchema.builder().name("plan").rootElement(JsonObjectSchema.builder().addStringProperty("name")
                .build()).build();
        var question = Given.question().toBuilder().responseFormat(ResponseFormat.builder()
                .type(ResponseFormatType.JSON).jsonSchema(schema).build()).build();
        assertEquals("here", asked(question, request -> request.has("response_format") ? answer(400, body) : StubAnswer.text("here")).text());
        assertEquals(2, requests.size());
    }

    @Test
    void aServerThatWantsItsThoughtsBackIsToldItsAnswerInTheUsersWords() throws Exception {
        var question = ChatRequest.builder().messages(SystemMessage.from("You are brief."), UserMessage.from("Count."), AiMessage.from("One, two"),
                UserMessage.from("Go on.")).maxOutputTokens(500).build();
        var words = "The `reasoning_content` in the thinking mode must be passed back to the API.";
        assertEquals("three", asked(question, request -> request.path("messages").toString().contains("\"assistant\"")
                ? StubAnswer.status(400, words) : StubAnswer.text("three")).text());
        assertEquals("[{\"role\":\"system\",\"content\":\"You are brief.\"},{\"role\":\"user\",\"content\":\"Count.\\n\\nSo far you answered:"
                + "\\n\\nOne, two\\n\\nGo on.\"}]", requests.getLast().path("messages").toString());
        assertEquals(2, requests.size());
        assertFalse(said.isEmpty());
    }

    private static StubAnswer answer(int status, String body) {
        return status == 200 ? new StubAnswer.Garbage("application/json", body) : new StubAnswer.Status(status, Map.of(), body);
    }

    private static StubAnswer events(String events) {
        return new StubAnswer.Garbage("text/event-stream", events);
    }

    private static String piece(String text) {
        return "data: {\"choices\": [{\"delta\": {\"content\": \"" + text + "\"}}]}\n\n";
    }

    private Reply reply(ChatRequest question, StubAnswer... answers) throws InterruptedException {
        var next = new AtomicInteger();
        return asked(question, request -> answers[Math.min(next.getAndIncrement(), answers.length - 1)]);
    }

    private Reply asked(ChatRequest question, Function<JsonNode, StubAnswer> script) throws InterruptedException {
        try (var server = new StubServer(script)) {
            var spec = Given.planner(server.baseUrl());
            try (var models = Given.models(spec, said::add)) {
                return models.endpoint(spec).ask(question, text -> { });
            } finally {
                requests = server.requests().stream().map(StubServer.Request::body).toList();
            }
        }
    }

    /** @param sentence a pattern, in which the server's address is an @ */
    private void assertSaid(int calls, String sentence, StubAnswer answer) {
        var failed = assertThrows(ModelFailed.class, () -> reply(Given.question(), answer)).getMessage()
                .replaceAll("http://127\\.0\\.0\\.1:\\d+/v1", "@");
        assertTrue(failed.matches("planner: " + sentence), failed);
        assertEquals(calls, requests.size(), failed);
    }
}
