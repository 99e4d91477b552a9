package llmswarm.run.task;

import llmswarm.check.Failure;

/** What an attempt, or all attempts at one piece of work, came to. */
public sealed interface Ended {
    /** The draft holds; evidence says what showed it. */
    record Accepted(Draft draft, String evidence) implements Ended {
    }

    /** It does not hold, as the draft's failure says. */
    record Rejected(Draft draft) implements Ended {
        public Failure failure() {
            return draft.failure().orElseThrow();
        }
    }

    /** The work cannot be done as it is planned. */
    record Undoable(String reason) implements Ended {
    }
}
