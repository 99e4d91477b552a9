package llmswarm.model;

import java.net.URI;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import com.fasterxml.jackson.databind.node.ObjectNode;
import llmswarm.config.ModelSpec;

/**
 * A parameter of the protocol that some servers or models refuse; a request is edited accordingly. What is not known
 * beforehand is learnt from the refusal, which names the parameter.
 */
enum Quirk {
    /** Reasoning models count their thinking too and want the newer name; most local servers know only the older. */
    MAX_TOKENS("max_completion_tokens", "max_tokens", "sending 'max_completion_tokens' instead") {
        @Override
        void edit(ObjectNode request) {
            if (request.has(refused)) request.set("max_completion_tokens", request.remove(refused));
        }
    },
    /** Reasoning models take only their own. */
    TEMPERATURE("temperature", "temperature", "asking without it"),
    STREAM_OPTIONS("stream_options", "stream_options", "asking without it, so tokens are not counted"),
    /** What the answer has to look like is told in words then. */
    RESPONSE_FORMAT("response_format", "response_format", "telling the JSON schema in words") {
        @Override
        void edit(ObjectNode request) {
            var schema = request.at("/response_format/json_schema/schema");
            var messages = request.path("messages");
            if (schema.isObject() && messages.path(messages.size() - 1) instanceof ObjectNode last) {
                last.put("content", last.path("content").asText() + SchemaText.of(schema.toString()));
            }
            super.edit(request);
        }
    };

    final String refused;
    final String remedy;
    private final String named;

    /**
     * @param named   what the refusal contains
     * @param refused the parameter
     * @param remedy  what is done instead, for a person
     */
    Quirk(String named, String refused, String remedy) {
        this.named = named;
        this.refused = refused;
        this.remedy = remedy;
    }

    /** Makes the request one that the server takes. */
    void edit(ObjectNode request) {
        request.remove(refused);
    }

    /** What is known before the first call; the set may grow while calls are under way. */
    static Set<Quirk> known(ModelSpec spec, URI address) {
        Set<Quirk> quirks = ConcurrentHashMap.newKeySet();
        var host = Optional.ofNullable(address.getHost()).orElse("");
        if (host.endsWith(".openai.com") || host.endsWith(".openai.azure.com")) quirks.add(MAX_TOKENS);
        if (!spec.jsonSchema()) quirks.add(RESPONSE_FORMAT);
        return quirks;
    }

    /** The parameter that a refusal names, unless it was not sent. */
    static Optional<Quirk> namedIn(Fault fault, Set<Quirk> known) {
        return fault instanceof Fault.Status(var code, var text, _, _) && (code == 400 || code == 422)
                ? Arrays.stream(values()).filter(quirk -> !known.contains(quirk) && text.contains(quirk.named))
                .findFirst()
                : Optional.empty();
    }
}
