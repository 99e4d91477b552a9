package llmswarm.model;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import llmswarm.model.Fault.TryFailed;
import llmswarm.model.stream.Chunks;
import llmswarm.model.stream.Ending;
import llmswarm.model.stream.EventReader;
import llmswarm.model.stream.EventReader.ServerSentEvent;
import llmswarm.model.stream.LimitedStream;
import llmswarm.model.stream.LimitedStream.TooMuch;

/**
 * Reads one answer and hands on what counts: the text, how it ended, the tokens. Langchain4j's own reader would take a
 * stream that breaks off for a whole answer and an error in mid-stream for an empty piece, and keep every event in
 * memory.
 */
final class AnswerStream {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Characters that are kept of what is no text. */
    private static final int TOLD = 200;
    /** As servers word it that answer any address with status 200. */
    static final Pattern NO_CHAT = Pattern.compile("(?i)unexpected endpoint|(unknown|no such|invalid) "
            + "(request )?(endpoint|route|url|path)|cannot post|no context found|(page|path|route) not found");

    private final AnswerSink sink;
    private final int most;
    private final UnaryOperator<String> printable;
    private final StringBuilder refusal = new StringBuilder();
    private final StringBuilder tool = new StringBuilder();
    private boolean thought;
    private int length;
    /** Of the text so far, as {@link String#hashCode} counts it. */
    private int hash;
    private Usage usage = Usage.NONE;
    private Ending ending;
    private boolean over;
    private boolean done;
    private Fault fault;
    private String odd;

    /** @param most characters of an event, and of the whole text */
    AnswerStream(AnswerSink sink, int most, UnaryOperator<String> printable) {
        this.sink = sink;
        this.most = most;
        this.printable = printable;
    }

    /** Reads to the end of the stream; the answer is handed over as soon as it is whole, which may be earlier. */
    void read(InputStream body) throws TooMuch {
        try {
            EventReader.read(body, most, this::take);
        } catch (TooMuch endless) {
            if (ending == null) throw endless;
        } catch (IOException broken) {
            // without consequence if the model had finished
        }
        if (fault == null && ending == null && odd != null) fault = garbage(odd);
        if (fault == null && ending == null) fault = done ? new Fault.NoReason() : new Fault.Cut("");
        handOver();
    }

    /** Takes an answer that came as no stream; a single object needs no word for its end. */
    void whole(List<ObjectNode> answer) throws TooMuch {
        for (var object : answer) {
            boolean second = length > 0 && !object.at("/choices/0").hasNonNull("delta") && !object.has("usage");
            if (fault == null && second) fault = garbage(object.toString());
            if (fault == null) take(object);
        }
        if (fault == null && odd != null) fault = garbage(odd);
        if (fault == null && ending == null && answer.size() > 1) fault = new Fault.Cut("");
        if (ending == null) ending = Ending.WHOLE;
        handOver();
    }

    /** Whether there is more to be read. */
    private boolean take(ServerSentEvent event) {
        if (over) return true;
        try {
            for (var part : Chunks.parts(event.data())) if (!take(event.name(), part)) return false;
        } catch (TooMuch endless) {
            fault = new Fault.Endless(endless.getMessage());
        }
        return fault == null;
    }

    private boolean take(String name, String data) throws TooMuch {
        if (data.equals(Chunks.DONE)) {
            done = true;
            if (ending == null && length == 0) fault = nothing();
            else if (ending == null) return false;
            if (fault == null) handOver();
            return fault == null;
        }
        // what comes behind the end and is no object takes nothing away from the answer
        if (over || Chunks.isSilent(data) || ending != null && data.indexOf('{') < 0) return true;
        var objects = Chunks.in(data).orElse(List.of());
        if (objects.isEmpty()) fault = garbage(data);
        for (var object : objects) {
            if (name.equals("error") && !object.has("error")) fault = error(object);
            else if (fault == null) take(object);
        }
        return fault == null;
    }

    private void take(ObjectNode object) throws TooMuch {
        var choice = object.path("choices").path(0);
        if (object.hasNonNull("error")) fault = error(object.path("error"));
        else if (choice.hasNonNull("error")) fault = error(choice.path("error"));
        else if (object.path("object").asText().equals("error")) fault = error(object);
        if (fault != null) return;
        if (!object.path("choices").isArray() && !object.has("usage")) odd = object.toString();
        if (object.path("usage").isObject()) sink.counted(usage = usage(object.path("usage")));
        var reason = choice.path("finish_reason").asText(choice.path("finishReason").asText(""));
        // a server that does not stream says message
        var delta = choice.hasNonNull("delta") ? choice.path("delta") : message(choice.path("message"), reason);
        if (delta.isValueNode() && !delta.isNull() || delta.isArray()) fault = garbage(object.toString());
        else add(delta);
        if (fault == null) end(reason);
    }

    /** The message that ends a stream may say the whole text once more, of which only what is new counts. */
    private JsonNode message(JsonNode message, String reason) {
        var said = message.path("content").asText("");
        boolean again = length > 0 && !reason.isEmpty() && said.length() >= length
                && said.substring(0, length).hashCode() == hash;
        return again ? ((ObjectNode) message.deepCopy()).put("content", said.substring(length)) : message;
    }

    private void add(JsonNode delta) throws TooMuch {
        text(delta.path("content"));
        for (var name : List.of("reasoning_content", "reasoning")) thought |= !delta.path(name).asText("").isEmpty();
        keep(refusal, delta.path("refusal").asText(""));
        keep(tool, delta.path("tool_calls").path(0).path("function").path("name").asText(""));
        keep(tool, delta.path("function_call").path("name").asText(""));
    }

    /** What is only told a person. */
    private static void keep(StringBuilder words, String more) {
        if (words.length() < TOLD) words.append(more);
    }

    /** Some servers send a list of parts, of which those of another type hold what the model thought. */
    private void text(JsonNode content) throws TooMuch {
        if (content.isArray()) {
            for (var part : content) {
                if (part.path("type").asText().equals("text")) text(part.path("text"));
                else thought |= part.path("type").asText().contains("think");
            }
        } else if (!content.asText("").isEmpty()) {
            var piece = content.asText();
            if (length > most - piece.length()) throw LimitedStream.tooLong("a text", most);
            length += piece.length();
            for (int i = 0; i < piece.length(); i++) hash = 31 * hash + piece.charAt(i);
            sink.text(piece);
        }
    }

    private void end(String word) {
        var said = Ending.of(word);
        if (said.isEmpty()) return;
        if (said.get() == Ending.BROKEN) {
            fault = new Fault.Cut(printable.apply(word));
        } else {
            ending = said.get();
            if (ending != Ending.WITHHELD) sink.ended(ending == Ending.CUT_OFF);
        }
    }

    private void handOver() {
        if (fault == null && ending == Ending.WITHHELD) fault = new Fault.Withheld(printable.apply(refusal.toString()));
        if (fault == null && length == 0) fault = nothing();
        if (fault != null) throw new TryFailed(fault);
        if (over) return;
        over = true;
        sink.whole(ending == Ending.CUT_OFF, usage);
    }

    /** Why there is no text in an answer that ended. */
    private Fault nothing() {
        if (!refusal.isEmpty()) return new Fault.Withheld(printable.apply(refusal.toString()));
        if (!tool.isEmpty()) {
            return new Fault.Empty("the call of a tool, '%s', and no text".formatted(Excerpt.of(printable.apply(tool
                    .toString()), 40)));
        }
        if (ending == Ending.CUT_OFF && (thought || usage.thinking() > 0)) return new Fault.Thought();
        if (ending == Ending.CUT_OFF) return new Fault.Empty("no text before its limit of tokens");
        return new Fault.Empty(thought ? "thinking and no text" : "no text");
    }

    /** Some servers count thinking only in the sum of all tokens. */
    private static Usage usage(JsonNode counted) {
        long input = counted.path("prompt_tokens").asLong(), output = counted.path("completion_tokens").asLong();
        return Usage.counted(input, counted.path("prompt_tokens_details").path("cached_tokens").asLong(),
                Math.max(output, counted.path("total_tokens").asLong() - input),
                counted.path("completion_tokens_details").path("reasoning_tokens").asLong());
    }

    private Fault garbage(String said) {
        return new Fault.Garbage(printable.apply(said));
    }

    private Fault error(JsonNode error) {
        var said = said(error).orElse(error.toString());
        var code = error.path("code").asInt(NO_CHAT.matcher(said).find() ? 404 : 500);
        // what broke amidst an answer was no fault of the request, whatever a server calls it
        boolean amidst = (length > 0 || thought) && code < 500 && code != 429;
        return new Fault.Status(code >= 400 && code < 600 && !amidst ? code : 500, printable.apply(said), false,
                Optional.empty());
    }

    /**
     * What an error says: its text or its message. A router adds what the server behind it said, as in OpenRouter's
     * document "Errors and Debugging" ({@code metadata.raw}), as JSON in a text or not.
     */
    static Optional<String> said(JsonNode error) {
        var raw = error.at("/metadata/raw");
        var behind = raw.isTextual() ? object(raw.textValue()).<JsonNode>map(object -> object).orElse(raw) : raw;
        var message = error.isTextual() ? error : error.path("message");
        return Stream.of(Optional.of(message.asText("")),
                behind.isMissingNode() ? Optional.<String>empty() : said(behind.has("error") ? behind.path("error") : behind))
                .flatMap(Optional::stream).filter(sentence -> !sentence.isBlank())
                .reduce((first, second) -> first + ": " + second);
    }

    /** The object that a text is, or the only one of its list, as some servers send an error. */
    static Optional<ObjectNode> object(String text) {
        try {
            var read = JSON.readTree(text);
            var one = read != null && read.isArray() && read.size() == 1 ? read.get(0) : read;
            return one instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
        } catch (JsonProcessingException broken) {
            return Optional.empty();
        }
    }
}
