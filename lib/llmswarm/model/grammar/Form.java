package llmswarm.model.grammar;

import java.util.List;

/** What a local model's answer must be, whatever the model. */
public sealed interface Form {
    /**
     * A plan that reads without fault and that linting passes.
     *
     * @param agents whom the tasks may be given to
     * @param checks whether the planner proposes end checks
     */
    record PlanForm(String stack, List<String> agents, boolean checks, Size size) implements Form {
        public PlanForm {
            agents = List.copyOf(agents);
        }

        /** A plan of the usual size. */
        public PlanForm(String stack, List<String> agents, boolean checks) {
            this(stack, agents, checks, Size.USUAL);
        }
    }

    /**
     * The most a plan may have, so that it ends.
     *
     * @param tasks      at least 3
     * @param files      of one task
     * @param characters of one text, such as a description or a name; at least 8, so that names can differ
     */
    record Size(int tasks, int contracts, int files, int characters) {
        /** Plans of a small project fit. */
        public static final Size USUAL = new Size(12, 8, 3, 1000);

        public Size {
            if (tasks < PlanGrammar.LEAST_TASKS) throw new IllegalArgumentException("a plan has at least three tasks");
            if (characters < 8) throw new IllegalArgumentException("texts have room for eight characters");
        }
    }

    /** The choice of one of the stacks, with a reason. */
    record ChoiceForm(List<String> names) implements Form {
        public ChoiceForm {
            names = List.copyOf(names);
        }
    }

    /**
     * All those files in this order, each in a fenced block below its path; then those of folders, at least one for
     * each.
     *
     * @param paths      one that ends in a slash is a folder
     * @param characters of one file at most
     */
    record FilesForm(List<String> paths, int characters) implements Form {
        /** More than a local model writes in one answer. */
        private static final int LONGEST = 100_000;

        public FilesForm {
            paths = List.copyOf(paths);
            if (paths.isEmpty()) throw new IllegalArgumentException("an answer has at least one file");
        }

        /** Files of any length. */
        public FilesForm(List<String> paths) {
            this(paths, LONGEST);
        }
    }
}
