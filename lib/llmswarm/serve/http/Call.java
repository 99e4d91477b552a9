package llmswarm.serve.http;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import llmswarm.config.yaml.Nearest;

/**
 * One request.
 *
 * @param variables of its path
 */
public record Call(HttpExchange exchange, Map<String, String> variables) {
    /** Bytes of a body at most. */
    public static final int LARGEST = 1 << 20;
    private static final JsonMapper JSON = JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    public String variable(String name) {
        return variables.get(name);
    }

    /** A number of the path, the query or a header, from 0. */
    public static long number(String name, String text) {
        if (!text.matches("\\d{1,15}")) throw Problem.of(400, "%s has to be a number, not '%s'".formatted(name, text));
        return Long.parseLong(text);
    }

    public Optional<String> query(String name) {
        var raw = Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
        var values = new HashMap<String, String>();
        for (var pair : raw.split("&")) {
            int at = pair.indexOf('=');
            if (at > 0) values.putIfAbsent(pair.substring(0, at), decoded(pair.substring(at + 1)));
        }
        return Optional.ofNullable(values.get(name));
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException broken) {
            throw Problem.of(400, "the query cannot be read: '%s'".formatted(text));
        }
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
    }

    /** The body, which has none but these keys. */
    public JsonNode body(List<String> keys) throws IOException {
        var body = body();
        if (!body.isObject()) throw Problem.of(400, "the body has to be a JSON object");
        body.fieldNames().forEachRemaining(key -> {
            if (!keys.contains(key)) throw Problem.of(400, "unknown key '%s'%s".formatted(key, hint(key, keys)));
        });
        return body;
    }

    private static String hint(String key, List<String> keys) {
        var hint = Nearest.hint(key, keys);
        return hint.isEmpty() ? "; known: " + String.join(", ", keys) : hint;
    }

    /** Any JSON. */
    public JsonNode body() throws IOException {
        var type = header("Content-Type").orElse("");
        if (!type.matches("(?i)application/json *(;.*)?")) throw Problem.of(415, "the body has to be application/json");
        try {
            return JSON.readTree(bytes());
        } catch (JsonProcessingException broken) {
            throw Problem.of(400, "the body is no JSON: " + broken.getOriginalMessage());
        }
    }

    private byte[] bytes() throws IOException {
        // What a client says is believed only where it says too much.
        if (header("Content-Length").filter(length -> length.length() > 7 || Long.parseLong(length) > LARGEST)
                .isPresent()) throw tooLarge();
        var bytes = exchange.getRequestBody().readNBytes(LARGEST + 1);
        if (bytes.length > LARGEST) throw tooLarge();
        return bytes;
    }

    private static Problem tooLarge() {
        return Problem.of(413, "the body has more than %d MB".formatted(LARGEST >> 20));
    }
}
