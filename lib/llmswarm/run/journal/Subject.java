package llmswarm.run.journal;

import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;

/** What a step is about: a task, or something that concerns the whole. Journals keep its {@link #id}. */
public sealed interface Subject {
    /** As journals keep it. */
    String id();

    /** The subject with that id. */
    static Subject of(String id) {
        return Arrays.stream(Whole.values()).<Subject>map(whole -> whole).filter(whole -> whole.id().equals(id))
                .findFirst()
                .orElseGet(() -> new OfTask(id));
    }

    /** One of the plan's tasks, or one that a plan of before had. */
    record OfTask(String id) implements Subject {
        public OfTask {
            Objects.requireNonNull(id, "id");
        }
    }

    /** What is no task. In journals a colon stands before the word, as no task's id begins with one. */
    enum Whole implements Subject {
        /** The choice of the stack. */ STACK,
        /** The plan. */ PLAN,
        /** A change of the plan. */ REPLAN,
        /** Whose fault a failure of the whole is. */ BLAME,
        /** What departs from the requirements. */ REVIEW,
        /** What an agent asks the planner. */ QUESTION,
        /** The project before a change. */ BEFORE,
        /** The project before a change, with the tests of the change. */ TESTS,
        /** The project as it stands, such as in an end check; its id is empty. */ PROJECT;

        @Override
        public String id() {
            return this == PROJECT ? "" : ':' + word();
        }

        /** What the planner does about it, in a few words; empty for what it does not. */
        public String doing() {
            return switch (this) {
                case STACK -> "choosing the stack";
                case PLAN -> "making the plan";
                case REPLAN -> "changing the plan";
                case BLAME, REVIEW, QUESTION, BEFORE, TESTS, PROJECT -> "";
            };
        }

        /** As it is printed. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
