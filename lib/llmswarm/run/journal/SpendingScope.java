package llmswarm.run.journal;

import java.util.List;

/** Whose calls a budget is for. */
public sealed interface SpendingScope {
    /** As sentences name it: "the run", "the agent 'tester'". */
    String told();

    /** All calls of the run. */
    record OfRun() implements SpendingScope {
        @Override
        public String told() {
            return "the run";
        }
    }

    /** All calls of an agent. */
    record OfAgent(String name) implements SpendingScope {
        @Override
        public String told() {
            return "the agent '%s'".formatted(name);
        }
    }

    /** All calls about one task. */
    record About(String task) implements SpendingScope {
        @Override
        public String told() {
            return "the task '%s'".formatted(task);
        }
    }

    /** Those that a call is paid from, all of them. */
    static List<SpendingScope> of(String agent, String task) {
        return List.of(new OfRun(), new OfAgent(agent), new About(task));
    }
}
