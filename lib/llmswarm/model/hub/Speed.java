package llmswarm.model.hub;

import java.util.Locale;

/**
 * How fast a model was on a machine.
 *
 * @param promptPerSecond tokens of a prompt
 * @param outputPerSecond tokens of an answer
 */
public record Speed(double promptPerSecond, double outputPerSecond) {
    /** What a small project is taken to be: its tasks, and the tokens of each; the formula shows them. */
    private static final int TASKS = 8, PROMPT = 3000, OUTPUT = 1500;

    /** A speed is above zero. */
    public Speed {
        if (!(promptPerSecond > 0 && outputPerSecond > 0)) {
            throw new IllegalArgumentException("no speed: " + promptPerSecond + ", " + outputPerSecond);
        }
    }

    /** To expect for a small project, its tasks one after another. */
    public double projectSeconds() {
        return TASKS * (PROMPT / promptPerSecond + OUTPUT / outputPerSecond);
    }

    /** Such as {@code 49 min for a project of 8 tasks}. */
    public String project() {
        return "%s for a project of %d tasks".formatted(HubText.minutes(projectSeconds()), TASKS);
    }

    /** How {@link #projectSeconds} comes about. */
    public String formula() {
        return String.format(Locale.ROOT,
                "%d tasks x (%,d prompt tokens / %s a second + %,d output tokens / %s a second) = %s", TASKS, PROMPT,
                HubText.rate(promptPerSecond), OUTPUT, HubText.rate(outputPerSecond),
                HubText.minutes(projectSeconds()));
    }
}
