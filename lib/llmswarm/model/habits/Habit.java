package llmswarm.model.habits;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.jackson.databind.node.ObjectNode;
import llmswarm.config.Effort;

/** One thing in which a server differs from what is sent to any; a request is edited accordingly. */
public sealed interface Habit {
    /** The names of the limit on an answer's tokens: the older one, and the one that counts thinking too. */
    String MAX_TOKENS = "max_tokens", MAX_COMPLETION_TOKENS = "max_completion_tokens";

    /** How many tokens an answer to that request may have; 0 where it does not say. */
    static int limit(ObjectNode request) {
        return Math.max(request.path(MAX_TOKENS).asInt(), request.path(MAX_COMPLETION_TOKENS).asInt());
    }

    /** Parameters without which a request means the same to a person, if not to the model. */
    Set<String> OPTIONAL = Set.of("temperature", "stream_options", "reasoning_effort", "thinking");

    /** Makes the request one that the server takes. */
    void edit(ObjectNode request);

    /** What was learnt, and what is done instead; follows the model's alias and a colon. */
    String told();

    /** A parameter that the server refuses, whatever its value. */
    record Without(String parameter) implements Habit {
        @Override
        public void edit(ObjectNode request) {
            request.remove(parameter);
        }

        @Override
        public String told() {
            return "the server refuses '%s'; asking without it%s".formatted(parameter,
                    parameter.equals("stream_options") ? ", so tokens are not counted" : "");
        }
    }

    /** The limit on the answer has to be called by its newer name, as of models that think first. */
    record NewerLimit() implements Habit {
        @Override
        public void edit(ObjectNode request) {
            if (request.has(MAX_TOKENS)) request.set(MAX_COMPLETION_TOKENS, request.remove(MAX_TOKENS));
        }

        @Override
        public String told() {
            return "the server refuses 'max_tokens'; sending 'max_completion_tokens' instead";
        }
    }

    /** The limit on the answer has to be called by its older name. */
    record OlderLimit() implements Habit {
        @Override
        public void edit(ObjectNode request) {
            if (request.has(MAX_COMPLETION_TOKENS)) request.set(MAX_TOKENS, request.remove(MAX_COMPLETION_TOKENS));
        }

        @Override
        public String told() {
            return "the server refuses 'max_completion_tokens'; sending 'max_tokens' instead";
        }
    }

    /** No answer of this model has more tokens. */
    record AnswerLimit(int tokens) implements Habit {
        @Override
        public void edit(ObjectNode request) {
            limit(request, tokens);
        }

        @Override
        public String told() {
            return "the server gives at most %d tokens an answer; asking for no more. Agents' 'max-tokens' says how many are wanted"
                    .formatted(tokens);
        }
    }

    /**
     * Prompt and answer share a context that is smaller than models.yaml says.
     *
     * @param tokens       of both together
     * @param charsToToken characters of a prompt that make one token, as the server counted them
     */
    record Context(int tokens, double charsToToken) implements Habit {
        private static final int LEAST = 16;
        private static final double MARGIN = 1.02;

        @Override
        public void edit(ObjectNode request) {
            int left = tokens - (int) Math.ceil(Messages.length(request) / charsToToken * MARGIN) - LEAST;
            if (left >= LEAST) limit(request, left);
        }

        @Override
        public String told() {
            return "the server's context is %1$d tokens; asking for shorter answers. Say 'context: %1$d' in models.yaml"
                    .formatted(tokens);
        }
    }

    /** The server holds no answer to a JSON schema; what the answer has to look like is told in words. */
    record NoSchema() implements Habit {
        @Override
        public void edit(ObjectNode request) {
            var schema = request.at("/response_format/json_schema/schema");
            if (schema.isObject()) Messages.add(request, SchemaText.of(schema.toString()));
            request.remove("response_format");
        }

        @Override
        public String told() {
            return "the server refuses 'response_format'; telling the JSON schema in words, as 'json-schema: false' in models.yaml does at once";
        }
    }

    /** The model's template has no system role; what would stand there begins the first message of the user. */
    record NoSystem() implements Habit {
        @Override
        public void edit(ObjectNode request) {
            Messages.joinSystem(request);
        }

        @Override
        public String told() {
            return "the model takes no system message; sending it in front of the first message";
        }
    }

    /** The server does not send an answer in pieces. */
    record NoStream() implements Habit {
        @Override
        public void edit(ObjectNode request) {
            request.put("stream", false);
            request.remove("stream_options");
        }

        @Override
        public String told() {
            return "the server does not stream this model's answers; waiting for whole ones";
        }
    }

    /**
     * How long the model thinks is said by {@code thinking}, as in the documents of Anthropic's layer for OpenAI
     * clients, which ignores {@code reasoning_effort}; the temperature is the model's own then.
     */
    record Budget() implements Habit {
        private static final int LEAST = 1024;

        @Override
        public void edit(ObjectNode request) {
            var effort = effort(request);
            request.remove("reasoning_effort");
            if (effort.filter(how -> how.room() >= LEAST).isEmpty()) return;
            request.putObject("thinking").put("type", "enabled").put("budget_tokens", effort.get().room());
            request.remove("temperature");
        }

        @Override
        public String told() {
            return "how long the model thinks is sent as 'thinking'";
        }
    }

    /** Thinking is switched off by {@code thinking}, as in the documents of DeepSeek. */
    record Switch() implements Habit {
        @Override
        public void edit(ObjectNode request) {
            if (effort(request).filter(Effort.NONE::equals).isEmpty()) return;
            request.remove("reasoning_effort");
            request.putObject("thinking").put("type", "disabled");
        }

        @Override
        public String told() {
            return "thinking is switched off by 'thinking'";
        }
    }

    private static Optional<Effort> effort(ObjectNode request) {
        var word = request.path("reasoning_effort").asText();
        return Arrays.stream(Effort.values()).filter(effort -> effort.word().equals(word)).findFirst();
    }

    /** The model thinks before it answers, in tokens that count towards the limit. */
    record RoomToThink(int tokens) implements Habit {
        @Override
        public void edit(ObjectNode request) {
            for (var name : new String[] {MAX_TOKENS, MAX_COMPLETION_TOKENS}) {
                if (request.has(name)) request.put(name, request.path(name).asInt() + tokens);
            }
        }

        @Override
        public String told() {
            return "the model's thinking took all the tokens of its answer; asking with %d more".formatted(tokens);
        }
    }

    private static void limit(ObjectNode request, int most) {
        for (var name : new String[] {MAX_TOKENS, MAX_COMPLETION_TOKENS}) {
            if (request.path(name).asInt() > most) request.put(name, most);
        }
    }
}
