package llmswarm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import llmswarm.model.Usage;

/** What a {@link StubServer} does with one request. */
public sealed interface StubAnswer {
    /** The text at once, in pieces of 40 characters; usage counts a token for four characters. */
    static Text text(String text) {
        return new Text(text, new Usage(10, 0, (text.length() + 3) / 4), Duration.ZERO, 40, "stop", true);
    }

    /** A status without headers; the body as servers word an error. */
    static Status status(int code, String message) {
        var body = JsonNodeFactory.instance.objectNode();
        body.putObject("error").put("message", message);
        return new Status(code, Map.of(), body.toString());
    }

    /** The stream breaks off after so many characters of the text, by a dropped connection. */
    static Cut cutAfter(int characters, String text) {
        return new Cut(text(text), characters, false);
    }

    /**
     * An answer.
     *
     * @param latency from the arrival of the request to the first piece
     * @param piece   characters of one event
     * @param finish  the reason the model stopped
     * @param streams whether it streams when asked to; otherwise it answers in one piece
     */
    record Text(String text, Usage usage, Duration latency, int piece, String finish, boolean streams)
            implements StubAnswer {
        public Text after(Duration wait) {
            return new Text(text, usage, wait, piece, finish, streams);
        }

        public Text counting(Usage tokens) {
            return new Text(text, tokens, latency, piece, finish, streams);
        }

        public Text inPiecesOf(int characters) {
            return new Text(text, usage, latency, characters, finish, streams);
        }

        public Text finishing(String reason) {
            return new Text(text, usage, latency, piece, reason, streams);
        }

        public Text inOnePiece() {
            return new Text(text, usage, latency, piece, finish, false);
        }

        /** The first characters of the text, piece by piece; no surrogate pair is torn. */
        List<String> pieces(int most) {
            var pieces = new ArrayList<String>();
            for (int from = 0, to; from < most; from = to) {
                to = Math.min(from + piece, most);
                if (to < text.length() && Character.isLowSurrogate(text.charAt(to))) to++;
                pieces.add(text.substring(from, to));
            }
            return pieces;
        }

        ObjectNode delta(String content) {
            return event("chat.completion.chunk", "delta", content, null);
        }

        ObjectNode end() {
            return event("chat.completion.chunk", "delta", null, finish);
        }

        ObjectNode counted() {
            var event = head("chat.completion.chunk");
            event.putArray("choices");
            return count(event);
        }

        String whole() {
            return count(event("chat.completion", "message", text, finish)).toString();
        }

        private ObjectNode event(String kind, String part, String content, String reason) {
            var event = head(kind);
            var choice = event.putArray("choices").addObject().put("index", 0);
            var message = choice.putObject(part);
            if (content != null) message.put("role", "assistant").put("content", content);
            choice.put("finish_reason", reason);
            return event;
        }

        private ObjectNode count(ObjectNode event) {
            event.putObject("usage").put("prompt_tokens", usage.input()).put("completion_tokens", usage.output())
                    .put("total_tokens", usage.input() + usage.output())
                    .putObject("prompt_tokens_details").put("cached_tokens", usage.cachedInput());
            return event;
        }

        private static ObjectNode head(String kind) {
            return JsonNodeFactory.instance.objectNode().put("id", "stub-1").put("object", kind).put("created", 0)
                    .put("model", "stub");
        }
    }

    /** Another status than 200, say. */
    record Status(int code, Map<String, String> headers, String body) implements StubAnswer {
        public Status with(String header, String value) {
            var more = new HashMap<>(headers);
            more.put(header, value);
            return new Status(code, Map.copyOf(more), body);
        }
    }

    /** A stream that ends early, by a dropped connection or politely, but never with a finish reason. */
    record Cut(Text of, int after, boolean politely) implements StubAnswer {
    }

    /** Status 200 and something else than the protocol. */
    record Garbage(String contentType, String body) implements StubAnswer {
    }

    /** No answer until the server is closed. */
    record Hang() implements StubAnswer {
    }
}
