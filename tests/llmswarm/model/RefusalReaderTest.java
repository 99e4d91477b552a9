package llmswarm.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import llmswarm.config.Effort;
import llmswarm.model.habits.Habit;
import llmswarm.model.habits.RefusalReader;
import llmswarm.model.habits.ThinkingHabit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is learnt from refusals as servers word them in public reports. */
class RefusalReaderTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ALL = """
            {"model": "m", "messages": [{"role": "system", "content": "%s"}, {"role": "user", "content": "hello"}],
             "temperature": 0.2, "max_tokens": 16000, "stream": true, "stream_options": {}, "reasoning_effort": "high",
             "response_format": {"type": "json_schema", "json_schema": {"schema": {"type": "object"}}}}
            """.formatted("x".repeat(17_995));

    private static ObjectNode sent() {
        try {
            return (ObjectNode) JSON.readTree(ALL);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Optional<Habit> learnt(String said) {
        return new RefusalReader(said, sent()).habit();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            4096  | Invalid max_tokens value, the valid range of max_tokens is [1, 4096]
            4096  | max_tokens is too large: 16000. This model supports at most 4096 completion tokens, whereas you provided 16000.
            4096  | The parameter `max_completion_tokens` specified in the request are not valid: expected a value <= 4096, but got 16000 instead. Request id: 02174
            8192  | max_tokens: 16000 > 8192, which is the maximum allowed number of output tokens for claude-3-5-sonnet-20241022
            8192  | Range of max_tokens should be [1, 8192]
            8,192 | `max_tokens` must be less than or equal to `8192`, the maximum value for `max_tokens` is less than the `context_window` for this model
            8192  | Error code: 400 - maxOutputTokens value of 16000 but the supported range is from 1 (inclusive) to 8193 (exclusive).
            4,096 | too many tokens: max tokens must be at most 4,096
            """)
    void theLimitOfAnAnswerIsTakenFromTheWords(String limit, String said) {
        assertEquals(Optional.of(new Habit.AnswerLimit(Integer.parseInt(limit.replace(",", "")))), learnt(said));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            8192   | 4500   | 'max_tokens' or 'max_completion_tokens' is too large: 16000. This model's maximum context length is 8192 tokens and your request has 4500 input tokens (16000 > 8192 - 4500).
            8192   | 4500   | This model's maximum context length is 8192 tokens. However, you requested 20500 tokens (4500 in the messages, 16000 in the completion). Please reduce the length of the messages or completion.
            8193   | 4500   | `inputs` tokens + `max_new_tokens` must be <= 8193. Given: 4500 `inputs` tokens and 16000 `max_new_tokens`
            200000 | 188240 | input length and `max_tokens` exceed context limit: 188240 + 16000 > 200000, decrease input length or `max_tokens` and try again
            18000  | 4500   | This endpoint's maximum context length is 18000 tokens. However, you requested about 20500 tokens (4500 of text input, 16000 in the output).
            """)
    void soIsTheContextTogetherWithWhatAPromptTakesOfIt(int context, int prompt, String said) {
        assertEquals(Optional.of(new Habit.Context(context, 18_000.0 / prompt)), learnt(said));
    }

    @Test
    void anAnswerIsAskedForThatFitsBesideItsOwnPrompt() {
        var request = sent();
        new Habit.Context(8192, 4).edit(request);
        assertEquals(8192 - 4590 - 16, request.path("max_tokens").asInt());
        request.put("max_tokens", 100);
        new Habit.Context(8192, 4).edit(request);
        assertEquals(100, request.path("max_tokens").asInt());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "This model does not support response format `json_schema`. See supported models at https://example.org",
        "Failed to initialize samplers: failed to parse grammar",
        "The specified schema produces a constraint that has too many states for serving.",
        "Invalid schema for response_format 'plan': In context=(), 'additionalProperties' is required to be supplied",
        "'response_format.type' must be 'json_schema' or 'text'",
        "structured_outputs is not supported by this model",
        "guided_json is not supported with --speculative-model",
        "This response_format type is unavailable now",
        "Grammar error: Unimplemented keys: [\"uniqueItems\"]"})
    void aSchemaThatIsRefusedIsToldInWords(String said) {
        assertEquals(Optional.of(new Habit.NoSchema()), learnt(said));
    }

    @ParameterizedTest
    @ValueSource(strings = {"System role not supported", "Developer instruction is not enabled for models/gemma-3-27b-it",
        "Conversation roles must alternate user/assistant/user/assistant/...", "Only user and assistant roles are supported!",
        "Unexpected role 'system' after role 'system'", "system messages are not supported by this model"})
    void aSystemMessageThatIsRefusedBeginsTheUsers(String said) {
        assertEquals(Optional.of(new Habit.NoSystem()), learnt(said));
    }

    @Test
    void theUsersMessageThenHoldsBoth() {
        var request = sent();
        new Habit.NoSystem().edit(request);
        assertEquals("[{\"role\":\"user\",\"content\":\"" + "x".repeat(17_995) + "\\n\\nhello\"}]",
                request.path("messages").toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Your organization must be verified to stream this model.",
        "Unsupported value: 'stream' does not support true with this model. Only the default (false) value is supported.",
        "Streaming is not supported for this model"})
    void aStreamThatIsRefusedIsAWholeAnswer(String said) {
        assertEquals(Optional.of(new Habit.NoStream()), learnt(said));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            temperature      | Unsupported value: 'temperature' does not support 0.2 with this model. Only the default (1) value is supported.
            stream_options   | [{'type': 'extra_forbidden', 'loc': ('body', 'stream_options'), 'msg': 'Extra inputs are not permitted'}]
            reasoning_effort | Unrecognized request argument supplied: reasoning_effort
            reasoning_effort | 400: "qwen2.5-coder:7b" does not support thinking
            temperature      | Unsupported parameter: 'temperature' is not supported with this model when reasoning_effort is other than 'none'.
            """)
    void aParameterThatIsRefusedIsLeftOut(String name, String said) {
        assertEquals(Optional.of(new Habit.Without(name)), learnt(said));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            high | low     | Invalid value: 'reasoning_effort' does not support 'high' with this model. Supported values are: 'low'
            max  | xhigh   | Unsupported value: 'reasoning_effort' does not support 'max' with this model. Supported values are: 'low', 'medium', 'high', and 'xhigh'.
            none | low     | Unsupported value: 'reasoning_effort' does not support 'none' with this model. Supported values are: 'low', 'medium', 'high', and 'xhigh'.
            low  | high    | {"detail":[{"type":"enum","loc":["body","reasoning_effort"],"msg":"Input should be 'high' or 'none'","input":"low"}]}
            high | medium  | invalid reasoning value: "high" (must be "low", "medium", or "none")
            high | medium  | invalid think value: "high" (must be "low", "medium", true, or false)
            none | minimal | Budget 0 is invalid. This model only works in thinking mode.
            none | minimal | Reasoning is mandatory for this endpoint and cannot be disabled.
            """)
    void theNearestOfTheWordsThatAServerKnowsIsSaid(String asked, String nearest, String said) {
        var request = sent().put("reasoning_effort", asked);
        new RefusalReader(said, request).habit().orElseThrow().edit(request);
        assertEquals(nearest, request.path("reasoning_effort").asText());
        assertEquals(0.2, request.path("temperature").asDouble());
    }

    @Test
    void aWordThatTheServerKnowsStays() {
        var request = sent();
        new ThinkingHabit.Efforts(Set.of(Effort.LOW, Effort.HIGH)).edit(request);
        assertEquals("high", request.path("reasoning_effort").asText());
        request.remove("reasoning_effort");
        new ThinkingHabit.Efforts(Set.of(Effort.LOW)).edit(request);
        assertFalse(request.has("reasoning_effort"));
    }

    @Test
    void whoWantsAWordAndNoNumberOfTokensIsGivenTheWord() {
        var request = sent();
        new ThinkingHabit.Budget().edit(request);
        assertEquals("{\"type\":\"enabled\",\"budget_tokens\":14976}", request.path("thinking").toString());
        assertEquals(Optional.of(new ThinkingHabit.Adaptive()), new RefusalReader("\"thinking.type.enabled\" is not supported "
                + "for this model. Use \"thinking.type.adaptive\" and \"output_config.effort\" to control thinking "
                + "behavior.", request).habit());
    }

    @Test
    void aModelWithThinkingInItsNameHasRefusedNothing() {
        for (var said : List.of("The model `qwen3-4b-thinking` does not exist", "model 'x-thinking-2507' is not served here",
                "qwen3-4b-thinking is loading",
                "no capacity for reasoning models, try later")) {
            assertEquals(Optional.empty(), learnt(said), said);
        }
    }

    @Test
    void theNameOfTheLimitGoesBothWays() {
        assertEquals(Optional.of(new Habit.NewerLimit()), learnt("Unsupported parameter: 'max_tokens' is not supported "
                + "with this model. Use 'max_completion_tokens' instead. (code 400)"));
        var newer = sent();
        new Habit.NewerLimit().edit(newer);
        assertEquals(Optional.of(new Habit.OlderLimit()),
                new RefusalReader("Extra inputs are not permitted: max_completion_tokens", newer).habit());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no", "The model `m` does not exist", "Request id 4096 failed", "messages: field required",
        "prompt is too long: 208310 tokens > 200000 maximum", "This model's maximum context length is 4097 tokens. However, "
        + "your messages resulted in 4500 tokens. Please reduce the length of the messages.",
        "the request exceeds the available context size, try increasing it",
        "Your ecosystem is out of order", "context canceled (request id: 20251130190512345678901AbCdEf)", "upstream connect error or disconnect"})
    void whatIsNotSaidIsNotLearnt(String said) {
        assertEquals(Optional.empty(), learnt(said));
    }

    @Test
    void onlyWhatWasSentCanHaveBeenRefused() throws Exception {
        var little = (ObjectNode) JSON.readTree("{\"messages\": [{\"role\": \"user\", \"content\": \"hi\"}]}");
        for (var said : new String[] {"'temperature' is wrong", "json_schema is wrong", "System role not supported",
            "'stream' is not supported", "max_tokens must be at most 300"}) {
            assertEquals(Optional.empty(), new RefusalReader(said, little).habit(), said);
        }
    }
}
