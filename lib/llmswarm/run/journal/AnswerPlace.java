package llmswarm.run.journal;

/**
 * Which answer of a run it is, whatever it was asked with.
 *
 * @param task    id of the subject
 * @param attempt from 1
 * @param part    as in {@link Event.AskedModel}
 */
public record AnswerPlace(String agent, String task, int attempt, String part) {
    /** That of a question. */
    public static AnswerPlace of(Event.AskedModel asked) {
        return new AnswerPlace(asked.agent(), asked.task(), asked.attempt(), asked.part());
    }

    /** That of an answer. */
    public static AnswerPlace of(Event.AnsweredModel answer) {
        return new AnswerPlace(answer.agent(), answer.task(), answer.attempt(), answer.part());
    }

    /** Whether it belongs to that attempt. */
    public boolean isOf(String byAgent, Subject about, int number) {
        return agent.equals(byAgent) && task.equals(about.id()) && attempt == number;
    }
}
