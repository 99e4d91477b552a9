package llmswarm.model;

import java.io.InputStream;
import java.util.Optional;
import java.util.function.UnaryOperator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.langchain4j.http.client.sse.ServerSentEvent;
import dev.langchain4j.http.client.sse.ServerSentEventContext;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import llmswarm.model.Fault.TryFailed;

/**
 * Judges each event of one answer before langchain4j sees it: that library takes a stream which breaks off for a whole
 * answer, and an error in mid-stream for an empty piece.
 */
final class AnswerStream implements ServerSentEventListener {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ServerSentEventListener reader;
    private final UnaryOperator<String> printable;
    private boolean finished;
    private boolean over;
    private Fault fault;
    private String odd;

    AnswerStream(ServerSentEventListener reader, UnaryOperator<String> printable) {
        this.reader = reader;
        this.printable = printable;
    }

    /** Reads to the end of the stream; the answer is handed over as soon as it is whole, which may be earlier. */
    void read(InputStream body, ServerSentEventParser parser) {
        parser.parse(body, this);
        if (fault != null) throw new TryFailed(fault);
        if (!finished) throw new TryFailed(odd == null ? new Fault.Cut() : new Fault.Garbage(printable.apply(odd)));
        handOver();
    }

    /** Takes an answer that came in one piece. */
    void whole(JsonNode answer) {
        take(answer.toString());
        if (fault == null && odd != null) fault = new Fault.Garbage(printable.apply(odd));
        if (fault != null) throw new TryFailed(fault);
        handOver();
    }

    @Override
    public void onEvent(ServerSentEvent event, ServerSentEventContext context) {
        if (over) return;
        if (event.data().strip().equals("[DONE]")) {
            finished = true;
            handOver();
        } else {
            take(event.data());
        }
        if (fault != null) context.parsingHandle().cancel();
    }

    /** The connection broke; without consequence if the model had finished. */
    @Override
    public void onError(Throwable broken) {
        if (fault == null && !finished) fault = new Fault.Cut();
    }

    private void take(String data) {
        var object = object(data).orElse(null);
        if (object == null) {
            fault = new Fault.Garbage(printable.apply(data));
        } else if (object.hasNonNull("error")) {
            fault = error(object.path("error"));
        } else {
            if (!object.path("choices").isArray() && !object.has("usage")) odd = data;
            finished |= object.path("choices").path(0).hasNonNull("finish_reason");
            reader.onEvent(new ServerSentEvent(null, data));
        }
    }

    private Fault error(JsonNode error) {
        var code = error.path("code").asInt(500);
        var text = error.isTextual() ? error.textValue() : error.path("message").asText(error.toString());
        return new Fault.Status(code >= 400 && code < 600 ? code : 500, printable.apply(text), false, Optional.empty());
    }

    private void handOver() {
        if (over) return;
        over = true;
        reader.onClose();
    }

    static Optional<ObjectNode> object(String text) {
        try {
            return JSON.readTree(text) instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
        } catch (JsonProcessingException broken) {
            return Optional.empty();
        }
    }
}
