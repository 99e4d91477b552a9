package llmswarm.model.habits;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.node.ObjectNode;
import llmswarm.config.Effort;

/** How a server wants to be told how long its model thinks before it answers. */
public sealed interface ThinkingHabit extends Habit {
    /**
     * How long the model thinks is said in tokens by {@code thinking}, as in the documents of Anthropic's layer for
     * OpenAI clients, which ignores {@code reasoning_effort}; the temperature is the model's own then.
     */
    record Budget() implements ThinkingHabit {
        private static final int LEAST = 1024;

        @Override
        public void edit(ObjectNode request) {
            var effort = effort(request);
            request.remove(EFFORT);
            int limit = Math.max(request.path(MAX_TOKENS).asInt(), request.path(MAX_COMPLETION_TOKENS).asInt());
            // a budget that is not smaller than the limit of the answer is refused
            int budget = Math.min(effort.map(Effort::room).orElse(0), limit > 0 ? limit - LEAST : Integer.MAX_VALUE);
            if (budget < LEAST) return;
            request.putObject(THINKING).put("type", "enabled").put("budget_tokens", budget);
            request.remove("temperature");
        }

        @Override
        public String told() {
            return "how long the model thinks is sent as 'thinking'";
        }

        @Override
        public String brief() {
            return "the effort as 'thinking'";
        }
    }

    /**
     * The model decides itself how many tokens it thinks, and is told in a word how thoroughly, as in the documents of
     * Anthropic for its models from 4.6 on; none of those words switches thinking off.
     */
    record Adaptive() implements ThinkingHabit {
        @Override
        public void edit(ObjectNode request) {
            var effort = effort(request);
            request.remove(EFFORT);
            if (effort.isEmpty()) return;
            var word = effort.get().compareTo(Effort.LOW) < 0 ? Effort.LOW : effort.get();
            request.putObject(OUTPUT_CONFIG).put("effort", word.word());
            if (effort.get() == Effort.NONE) return;
            request.putObject(THINKING).put("type", "adaptive");
            request.remove("temperature");
        }

        @Override
        public String told() {
            return "the server takes no number of tokens to think; saying it in a word, as 'output_config'";
        }

        @Override
        public String brief() {
            return "the effort as 'output_config'";
        }
    }

    /** Thinking is switched off by {@code thinking}, as in the documents of DeepSeek. */
    record Switch() implements ThinkingHabit {
        @Override
        public void edit(ObjectNode request) {
            if (effort(request).filter(Effort.NONE::equals).isEmpty()) return;
            request.remove(EFFORT);
            request.putObject(THINKING).put("type", "disabled");
        }

        @Override
        public String told() {
            return "thinking is switched off by 'thinking'";
        }

        @Override
        public String brief() {
            return "'thinking' to switch it off";
        }
    }

    /**
     * The server knows only some of the words for how long to think; the nearest one is said.
     *
     * @param known not empty
     */
    record Efforts(Set<Effort> known) implements ThinkingHabit {
        public Efforts {
            known = Set.copyOf(known);
        }

        @Override
        public void edit(ObjectNode request) {
            effort(request).ifPresent(asked -> request.put(EFFORT, nearest(asked).word()));
        }

        /** Of two that are as near, the longer: whoever asks for thinking wants some. */
        private Effort nearest(Effort asked) {
            return known.stream().min(Comparator
                    .comparingInt((Effort effort) -> Math.abs(effort.ordinal() - asked.ordinal()))
                    .thenComparing(Comparator.reverseOrder())).orElse(asked);
        }

        @Override
        public String told() {
            return "the server takes as 'effort' only %s; asking with the nearest".formatted(
                    known.stream().sorted().map(Effort::word).collect(Collectors.joining(", ")));
        }

        @Override
        public String brief() {
            return "an effort of " + known.stream().sorted().map(Effort::word).collect(Collectors.joining(" or "));
        }
    }

    /** The model thinks before it answers, in tokens that count towards the limit. */
    record RoomToThink(int tokens) implements ThinkingHabit {
        @Override
        public void edit(ObjectNode request) {
            for (var name : new String[] {MAX_TOKENS, MAX_COMPLETION_TOKENS}) {
                if (request.has(name)) request.put(name, request.path(name).asInt() + tokens);
            }
        }

        @Override
        public String told() {
            return "the model used its whole answer for thinking; asking once more with room for %d tokens more".formatted(tokens);
        }

        @Override
        public String brief() {
            return "room for %d tokens of thinking".formatted(tokens);
        }
    }

    /** What the request says so far. */
    private static Optional<Effort> effort(ObjectNode request) {
        var word = request.path(EFFORT).asText();
        return Arrays.stream(Effort.values()).filter(effort -> effort.word().equals(word)).findFirst();
    }
}
