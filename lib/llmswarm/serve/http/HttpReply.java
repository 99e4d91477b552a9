package llmswarm.serve.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import text.Printable;

/** What a request is answered. */
public sealed interface HttpReply {
    /** All at once. */
    record Whole(int status, String type, byte[] body, Map<String, String> headers) implements HttpReply {
        /** With no header of its own. */
        public Whole(int status, String type, byte[] body) {
            this(status, type, body, Map.of());
        }
    }

    /** As it comes; the client sees the end of it. */
    record Flow(String type, Source source) implements HttpReply {
    }

    /** Writes until it ends or the client is gone. */
    interface Source {
        void writeTo(OutputStream out) throws IOException, InterruptedException;
    }

    static HttpReply json(JsonNode node) {
        return json(200, node);
    }

    static HttpReply json(int status, JsonNode node) {
        return new Whole(status, "application/json", bytes(node));
    }

    static HttpReply text(String text) {
        return new Whole(200, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    /** Nothing but that it is done, or being done. */
    static HttpReply accepted() {
        return new Whole(202, "", new byte[0]);
    }

    /** Characters that a screen obeys stand as their numbers. */
    static byte[] bytes(JsonNode node) {
        return Printable.json(node.toString()).getBytes(StandardCharsets.UTF_8);
    }
}
