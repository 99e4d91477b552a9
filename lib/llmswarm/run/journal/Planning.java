package llmswarm.run.journal;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import llmswarm.config.stack.PartName;
import llmswarm.plan.Cut;
import llmswarm.plan.Plan;

/**
 * What happens on the way to a plan: which kind of project it is, how the work is cut, and what this machine has for
 * it.
 */
public sealed interface Planning extends Event.Kept {
    /**
     * The planner's first look: the stack, why, and what the work is.
     *
     * @param name    for the project; empty when the planner gave none
     * @param summary one sentence; empty when the planner gave none
     * @param lines   of the whole project, as the planner guesses; 0 when it does not say
     * @param checks  commands that show that the project works, where the stack wants them planned
     * @param parts   which pack stands in which folder, where it is more than one for the whole
     */
    record StackChosen(String stack, String reason, String name, String summary, int lines,
            List<Plan.PlannedCheck> checks, @JsonInclude(JsonInclude.Include.NON_EMPTY) List<PartName> parts)
            implements Planning {
        public StackChosen {
            name = name == null ? "" : name;
            summary = summary == null ? "" : summary;
            checks = checks == null ? List.of() : List.copyOf(checks);
            parts = parts == null ? List.of() : List.copyOf(parts);
        }

        /** A stack and nothing more. */
        public StackChosen(String stack, String reason) {
            this(stack, reason, "", "", 0, List.of(), List.of());
        }
    }

    /**
     * Into how many tasks the work is cut.
     *
     * @param lines     of the whole project; 0 when unknown
     * @param taskLines what one task may have
     * @param why       one sentence without its end
     */
    record Sized(Cut cut, int lines, int taskLines, String why) implements Planning {
    }

    /**
     * What the plan is likely to cost, and first the other ways to cut the work.
     *
     * @param shares of the plan, by agent and model
     */
    record Forecasted(List<Estimate> others, Estimate plan,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Share> shares) implements Planning {
        public Forecasted {
            others = List.copyOf(others);
            shares = shares == null ? List.of() : List.copyOf(shares);
        }
    }

    /**
     * What one agent's calls of one model are likely to take.
     *
     * @param reckoned tokens of prompts and answers, as if nothing was known of earlier runs
     * @param low      tokens that four of five runs take at least, as far as earlier ones tell
     * @param high     tokens that four of five runs take at most
     */
    record Share(String agent, String alias, int calls, long reckoned, long low, long high) {
    }

    /**
     * What one way to cut the work is likely to cost.
     *
     * @param tokens  of prompts and answers
     * @param seconds at 60 tokens of answer a second, as many calls at once as the models take
     * @param dollars -1 where a price is unknown
     * @param low     tokens that it takes at least, as far as earlier runs tell; seconds and dollars go with them
     * @param high    tokens that it takes at most, likewise
     */
    record Estimate(Cut cut, int tasks, long tokens, double seconds, double dollars, long low, long high) {
        /** Journals of before tell no range. */
        public Estimate {
            if (high <= 0) {
                low = tokens;
                high = tokens;
            }
        }

        /** One without a range. */
        public Estimate(Cut cut, int tasks, long tokens, double seconds, double dollars) {
            this(cut, tasks, tokens, seconds, dollars, tokens, tokens);
        }
    }

    /**
     * The programs of this machine that the planner is told of, such as {@code gcc 12.2.0}.
     *
     * @param stacks whose lists were gone through
     */
    record ProgramsFound(List<String> stacks, List<String> programs) implements Planning {
        public ProgramsFound {
            stacks = List.copyOf(stacks);
            programs = List.copyOf(programs);
        }
    }

    /**
     * A plan went back to the planner, as its checks call what is not here.
     *
     * @param attempt of the planner at a plan that is told so, from 1; else one of the constants
     */
    record ProgramsMissing(int attempt, List<String> faults) implements Planning {
        /**
         * In place of an attempt at a plan: what the planner was told of its first look, what stood in the way when
         * that was settled, and what packs lack of which it may choose one.
         */
        public static final int OF_FIRST_LOOK = 0, OF_SETTLEMENT = -1, OF_PACKS = -2;

        public ProgramsMissing {
            faults = List.copyOf(faults);
        }
    }
}
