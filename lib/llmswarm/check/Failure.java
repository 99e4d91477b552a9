package llmswarm.check;

import java.util.List;
import java.util.stream.Collectors;

import llmswarm.config.stack.Check;
import llmswarm.guard.Digest;

/** Why a task's attempt or an end check did not hold; decides who must act. */
public sealed interface Failure {
    /** What to tell the agent or the person: only what failed. */
    String evidence();

    /** The answer has no files, wrong paths, edits that do not fit, or was cut off. */
    record Format(List<String> faults) implements Failure {
        @Override
        public String evidence() {
            return String.join("\n", faults);
        }
    }

    /** A check's command ended with another exit code than 0. */
    record Broken(String check, List<String> command, int exit, String tail, Check.Side says) implements Failure {
        @Override
        public String evidence() {
            return "Check '%s' failed (exit code %d): %s%n%s".formatted(check, exit, String.join(" ", command), tail);
        }
    }

    /** Files do not provide or use what the plan's contracts fix; each sentence names its place. */
    record Contract(List<String> sentences) implements Failure {
        @Override
        public String evidence() {
            return String.join("\n", sentences);
        }
    }

    /** A reviewer found that a requirement is not met; each sentence quotes it and names the place. */
    record Reviewed(List<String> sentences) implements Failure {
        /** The line with which its evidence begins. */
        public static final String HEAD = "A review found:";

        @Override
        public String evidence() {
            return HEAD + "\n" + String.join("\n", sentences);
        }
    }

    /** The machine lacks a tool, or a limit was reached; no model can mend that. */
    record Environment(String sentence) implements Failure {
        @Override
        public String evidence() {
            return sentence;
        }
    }

    /** Several at once, so that one answer can mend all of them. */
    record Several(List<Failure> all) implements Failure {
        @Override
        public String evidence() {
            return all.stream().map(Failure::evidence).collect(Collectors.joining("\n\n"));
        }
    }

    /** The evidence in one line. */
    default String headline() {
        return switch (this) {
            case Reviewed r -> "a review found: " + r.sentences().getFirst();
            case Several s -> s.all().getFirst().headline();
            default -> evidence().lines().findFirst().orElse("");
        };
    }

    /** One failure of all; an environment that fails comes before what it makes fail. */
    static Failure of(List<Failure> all) {
        return all.stream().filter(Environment.class::isInstance).findFirst()
                .orElseGet(() -> all.size() == 1 ? all.getFirst() : new Several(all));
    }

    /** The name under which the journal keeps the kind. */
    default String kind() {
        return switch (this) {
            case Format f -> "format";
            case Broken b -> b.says() == Check.Side.TEST ? "test" : "code";
            case Contract c -> "contract";
            case Reviewed r -> "review";
            case Environment e -> "environment";
            case Several s -> s.all().getFirst().kind();
        };
    }

    /** A text without what is another one each time though nothing changed: times, addresses and temporary names. */
    static String steady(String evidence) {
        return evidence.replaceAll("0x[0-9a-fA-F]+|\\b[0-9]+([.,][0-9]+)? ?([num]?s|secs?|seconds?)\\b", "0")
                .replaceAll("/tmp/\\S+", "/tmp");
    }

    /** The same for failures that differ only in numbers, addresses and temporary names, so that a loop is seen. */
    default String fingerprint() {
        // a digit within a name tells files and tests apart
        var plain = steady(evidence()).replaceAll("(?<![A-Za-z0-9_])[0-9]+", "0").replaceAll("\\s+", " ");
        return Digest.of(List.of(kind(), plain));
    }
}
