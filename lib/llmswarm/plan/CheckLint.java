package llmswarm.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import llmswarm.plan.Plan.PlannedCheck;
import sandbox.Program;
import text.Trimming;

/**
 * Finds commands of planned checks that cannot run as they stand. What the project itself makes is never a fault, nor
 * is what stands inside a shell's line: only running it tells.
 */
public final class CheckLint {
    private static final Set<String> SHELL = Set.of("&&", "||");

    private CheckLint() {
    }

    /** Commands that are no list of words, a sentence each, fit for the planner and for a person. */
    static List<String> form(Plan plan) {
        var faults = new ArrayList<String>();
        for (var check : plan.checks()) {
            var first = check.run().isEmpty() ? "" : check.run().getFirst();
            if (first.isBlank()) {
                faults.add("check '%s': the command is empty".formatted(check.name()));
            } else if (first.matches(Program.SETTING)) {
                faults.add("check '%s': '%s' is no program, and there is no shell to set it; put the word env before it"
                        .formatted(check.name(), first));
            } else if (first.strip().matches("\\S+\\s.*") && !first.startsWith("/") && !isMade(first, plan)) {
                faults.add("check '%s': '%s' would be the name of one program; make each word an entry of its own: %s"
                        .formatted(check.name(), first, String.join(", ", first.strip().split("\\s+"))));
            }
        }
        return faults;
    }

    /** Whether a task writes that file, or what is in a folder above it. */
    private static boolean isMade(String word, Plan plan) {
        var path = Trimming.here(word);
        return plan.tasks().stream().anyMatch(task -> task.files().contains(path)
                || task.files().stream().anyMatch(file -> file.endsWith("/") && path.startsWith(file)));
    }

    /** A program that has to be on the machine before anything is made. */
    public record Call(String check, String program) {
    }

    /**
     * What the checks call on the machine, in their order; what the project or an earlier check may make is left out.
     */
    public static List<Call> calls(Plan plan) {
        var calls = new ArrayList<Call>();
        for (int i = 0; i < plan.checks().size(); i++) {
            var check = plan.checks().get(i);
            var earlier = plan.checks().subList(0, i);
            Program.named(check.run()).filter(word -> !word.contains("/") || word.startsWith("/")
                    && !mentioned(earlier, word))
                    .ifPresent(word -> calls.add(new Call(check.name(), word)));
        }
        return calls;
    }

    private static boolean mentioned(List<PlannedCheck> earlier, String path) {
        return earlier.stream().flatMap(check -> check.run().stream())
                .anyMatch(word -> word.contains(path) || word.startsWith("/") && path.startsWith(word + "/"));
    }

    /**
     * Sentences about words that only a shell would understand; they may be right, as some programs read such words
     * themselves.
     */
    public static List<String> shellWords(Plan plan) {
        return plan.checks().stream().flatMap(check -> check.run().stream().filter(SHELL::contains).limit(1)
                .map(word -> ("check '%s': '%s' is an argument of '%s' here, as there is no shell; make two checks of it, "
                        + "or write sh, -c and the line").formatted(check.name(), word, check.run().getFirst())))
                        .toList();
    }

    /** A sentence for each call of what is not there, with what is. */
    public static List<String> missing(Plan plan, Predicate<String> there, List<String> programs) {
        var remedy = programs.isEmpty() ? "" : "; there are: " + String.join(", ", programs);
        return calls(plan).stream().filter(call -> !there.test(call.program()))
                .map(call -> "check '%s' calls '%s', which is not on this machine%s".formatted(call.check(),
                call.program(), remedy)).toList();
    }
}
