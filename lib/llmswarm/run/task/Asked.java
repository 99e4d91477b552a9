package llmswarm.run.task;

import java.util.Set;

/** What came of asking for a task's files. */
sealed interface Asked {
    /**
     * An answer.
     *
     * @param cutOff whether it is not whole, also after it was continued
     * @param seen   paths of the files that whoever wrote them was shown whole
     */
    record Whole(String text, boolean cutOff, Set<String> seen) implements Asked {
    }

    /** Nobody was asked, as the prompt leaves no room for an answer. */
    record TooLong(String sentence) implements Asked {
    }
}
