package llmswarm.model.habits;

import java.util.Set;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** One thing in which a server differs from what is sent to any; a request is edited accordingly. */
public sealed interface Habit permits Habit.Without, Habit.NewerLimit, Habit.OlderLimit, Habit.AnswerLimit,
        Habit.Context, Habit.NoSchema, Habit.NoSystem, Habit.NoAnswers, Habit.NoStream, ThinkingHabit {
    /** The names of the limit on an answer's tokens: the older one, and the one that counts thinking too. */
    String MAX_TOKENS = "max_tokens", MAX_COMPLETION_TOKENS = "max_completion_tokens";

    /** How long to think, as OpenAI's clients say it. */
    String EFFORT = "reasoning_effort";
    /** How long to think, as Anthropic's own clients say it: whether, and in a word. */
    String THINKING = "thinking", OUTPUT_CONFIG = "output_config";

    /** How many tokens an answer to that request may have; 0 where it does not say. */
    static int limit(ObjectNode request) {
        return Math.max(request.path(MAX_TOKENS).asInt(), request.path(MAX_COMPLETION_TOKENS).asInt());
    }

    /** Parameters without which a request means the same to a person, if not to the model. */
    Set<String> OPTIONAL = Set.of("temperature", "stream_options", EFFORT, THINKING, OUTPUT_CONFIG);

    /** Makes the request one that the server takes. */
    void edit(ObjectNode request);

    /** What was learnt, and what is done instead; follows the model's alias and a colon. */
    String told();

    /** What is done, in a list of such; follows "asked with". */
    String brief();

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

        @Override
        public String brief() {
            return "no '%s'".formatted(parameter);
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

        @Override
        public String brief() {
            return "'max_completion_tokens'";
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

        @Override
        public String brief() {
            return "'max_tokens'";
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
            return "the model writes at most %d tokens an answer; no more are asked for. An agent's 'max-tokens' of so many spares the refused call"
                    .formatted(tokens);
        }

        @Override
        public String brief() {
            return "answers of at most %d tokens".formatted(tokens);
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

        @Override
        public String brief() {
            return "a context of %d tokens".formatted(tokens);
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

        @Override
        public String brief() {
            return "the schema in words";
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

        @Override
        public String brief() {
            return "no system message";
        }
    }

    /** The server takes no earlier answer of the model without the thought behind it, which is not kept. */
    record NoAnswers() implements Habit {
        @Override
        public void edit(ObjectNode request) {
            Messages.joinAnswers(request);
        }

        @Override
        public String told() {
            return "the server takes no earlier answer without its thinking; telling it in the user's message";
        }

        @Override
        public String brief() {
            return "no message of the model";
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

        @Override
        public String brief() {
            return "whole answers";
        }
    }

    private static void limit(ObjectNode request, int most) {
        for (var name : new String[] {MAX_TOKENS, MAX_COMPLETION_TOKENS}) {
            if (request.path(name).asInt() > most) request.put(name, most);
        }
    }
}
