package llmswarm.run.journal;

import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalLong;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import llmswarm.config.Budget;
import llmswarm.model.Usage;

/**
 * What calls of models may take, and what those take that no {@link Event.AnsweredModel} tells. A request is reserved
 * before it is sent, and over with the answer of the same key, or with {@link Settled}.
 */
public sealed interface Spending extends Event.Kept {
    /**
     * What may be spent in all, from here on; -1 where there is no such bound.
     *
     * @param dollars US dollars
     * @param tokens  of prompts and answers
     * @param calls   requests
     * @param agent   whose calls a person gave that; empty for all
     * @param task    likewise
     */
    record Allowed(double dollars, long tokens, long calls,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) String agent,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) String task) implements Spending {
        public Allowed {
            agent = agent == null ? "" : agent;
            task = task == null ? "" : task;
        }

        /** As a budget says it. */
        public static Allowed of(SpendingScope scope, Budget budget) {
            double dollars = budget.dollars().orElse(Double.POSITIVE_INFINITY);
            return new Allowed(Double.isInfinite(dollars) ? -1 : dollars, bound(budget.tokens()),
                    bound(budget.calls()), scope instanceof SpendingScope.OfAgent(var name) ? name : "",
                    scope instanceof SpendingScope.About(var id) ? id : "");
        }

        private static long bound(OptionalLong most) {
            return most.orElse(Long.MAX_VALUE) == Long.MAX_VALUE ? -1 : most.getAsLong();
        }

        /** For whose calls it is. */
        public SpendingScope whose() {
            return !agent.isEmpty() ? new SpendingScope.OfAgent(agent) : !task.isEmpty() ? new SpendingScope.About(task)
                    : new SpendingScope.OfRun();
        }

        /** Without end where there is no bound, so that no usual one takes its place. */
        public Budget budget() {
            return new Budget(OptionalDouble.of(dollars < 0 ? Double.POSITIVE_INFINITY : dollars),
                    OptionalLong.of(tokens < 0 ? Long.MAX_VALUE : tokens),
                    OptionalLong.of(calls < 0 ? Long.MAX_VALUE : calls));
        }
    }

    /**
     * A request is about to be sent, and may take so much.
     *
     * @param key     of the step
     * @param input   tokens of the prompt at most
     * @param output  tokens of the answer at most
     * @param dollars -1 where the price is unknown
     */
    record Reserved(String key, String agent, String task, String alias, long input, long output, double dollars)
            implements Spending {
        /** No journal makes room by taking less than nothing. */
        public Reserved {
            Objects.requireNonNull(key, "key");
            Objects.requireNonNull(agent, "agent");
            Objects.requireNonNull(task, "task");
            input = Math.max(0, input);
            output = Math.max(0, output);
            dollars = dollars >= 0 ? dollars : -1;
        }

        /** All of it. */
        @JsonIgnore
        public Usage usage() {
            return new Usage(input, 0, output, 0, input + output);
        }
    }

    /**
     * A call was left undone, as it did not fit into a budget; the first of the run.
     *
     * @param sentence which budget it is, without its end
     * @param remedy   a flag for a resume that goes on; empty where only the configuration can
     */
    record Reached(String sentence, String remedy) implements Spending {
    }

    /**
     * A request is over without an answer that is kept.
     *
     * @param usage what it is taken to have taken
     * @param cost  US dollars; -1 where the price is unknown
     * @param sent  whether it reached a server
     */
    record Settled(String key, String agent, String task, String alias, Usage usage, double cost, boolean sent)
            implements Spending {
        public Settled {
            Objects.requireNonNull(key, "key");
            Objects.requireNonNull(agent, "agent");
            Objects.requireNonNull(task, "task");
            usage = usage == null ? Usage.NONE : usage;
        }
    }
}
