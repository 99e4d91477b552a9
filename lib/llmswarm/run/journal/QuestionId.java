package llmswarm.run.journal;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Which question to a person it is. Journals keep its {@link #text}. */
public sealed interface QuestionId {
    /** As journals keep it. */
    String text();

    /** The id of that text. */
    static QuestionId of(String text) {
        var open = Open.FORM.matcher(text);
        if (open.matches()) return new Open(Integer.parseInt(open.group(1)));
        var about = AboutTask.FORM.matcher(text);
        if (about.matches()) return new AboutTask(about.group(1), Integer.parseInt(about.group(2)),
                Integer.parseInt(about.group(3)));
        var value = OfVariable.FORM.matcher(text);
        if (value.matches()) return new OfVariable(value.group(1), Integer.parseInt(value.group(2)));
        return text.equals(OfPlan.TEXT) ? new OfPlan() : new Consent(text);
    }

    /** Whether the plan is carried out. */
    record OfPlan() implements QuestionId {
        private static final String TEXT = "plan";

        @Override
        public String text() {
            return TEXT;
        }

        /** Whether that is a yes. */
        public static boolean agreed(String answer) {
            return List.of("y", "yes").contains(answer.strip().toLowerCase(Locale.ROOT));
        }
    }

    /**
     * What the specification leaves open.
     *
     * @param number from 1; another plan leaves other things open under the same number
     */
    record Open(int number) implements QuestionId {
        private static final Pattern FORM = Pattern.compile("unclear-(\\d{1,6})");

        @Override
        public String text() {
            return "unclear-" + number;
        }
    }

    /**
     * How to go on with a task that does not hold.
     *
     * @param attempt the task's last
     * @param number  of the question about that attempt, from 1
     */
    record AboutTask(String task, int attempt, int number) implements QuestionId {
        private static final Pattern FORM = Pattern.compile("repair:([^:]+):(\\d{1,6}):(\\d{1,6})");

        @Override
        public String text() {
            return "repair:%s:%d:%d".formatted(task, attempt, number);
        }
    }

    /**
     * Which value a variable of the stack has.
     *
     * @param number of the question about it, from 1; a further one follows a value that does not fit
     */
    record OfVariable(String variable, int number) implements QuestionId {
        private static final Pattern FORM = Pattern.compile("variable:([^:]+):(\\d{1,6})");

        @Override
        public String text() {
            return "variable:%s:%d".formatted(variable, number);
        }
    }

    /**
     * Whether something may be done. What a person agreed to is never taken from a journal, which may have come with
     * its project.
     */
    record Consent(String text) implements QuestionId {
    }
}
