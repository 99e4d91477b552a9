package llmswarm.run.task;

/** What came of asking for a task's files. */
sealed interface Asked {
    /** @param cutOff whether the answer is not whole, also after it was continued */
    record Whole(String text, boolean cutOff) implements Asked {
    }

    /** Nobody was asked, as the prompt leaves no room for an answer. */
    record TooLong(String sentence) implements Asked {
    }
}
