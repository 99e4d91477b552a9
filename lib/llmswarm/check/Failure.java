package llmswarm.check;

import java.util.List;

/** Why a task's attempt or an end check did not hold; decides who must act. */
public sealed interface Failure {
    /** What to tell the agent or the person: only what failed. */
    String evidence();

    /** The answer has no files, wrong paths, or was cut off. */
    record Format(List<String> faults) implements Failure {
        @Override
        public String evidence() {
            return String.join("\n", faults);
        }
    }

    /** A check's command ended with another exit code than 0. */
    record Broken(String check, List<String> command, int exit, String tail) implements Failure {
        @Override
        public String evidence() {
            return "Check '%s' failed (exit code %d): %s%n%s".formatted(check, exit, String.join(" ", command), tail);
        }
    }

    /** What the task provides or uses is not what the plan promises. */
    record Contract(List<String> sentences) implements Failure {
        @Override
        public String evidence() {
            return String.join("\n", sentences);
        }
    }

    /** The machine lacks a tool, or a limit was reached; no model can mend that. */
    record Environment(String sentence) implements Failure {
        @Override
        public String evidence() {
            return sentence;
        }
    }

    /** The name under which the journal keeps the kind. */
    default String kind() {
        return switch (this) {
            case Format f -> "format";
            case Broken b -> "code";
            case Contract c -> "contract";
            case Environment e -> "environment";
        };
    }
}
