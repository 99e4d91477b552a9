package llmswarm.check;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

import llmswarm.check.CheckRunner.Command;
import llmswarm.config.stack.Check;
import llmswarm.config.stack.Glob;
import llmswarm.guard.Stop;
import llmswarm.plan.Plan;

/** Which commands of a stack's checks are due when. */
public final class DueChecks {
    private DueChecks() {
    }

    /**
     * The commands that are due after a task: one for each written file the check's glob matches, or one without a
     * glob.
     *
     * @param agent        who did the task
     * @param writtenFiles paths relative to the project, with slashes
     * @param variables    values for {@code {{name}}} in the commands
     */
    public static List<Command> afterTask(List<Check> checks, String agent, Collection<String> writtenFiles,
            Map<String, String> variables) {
        var due = new ArrayList<Command>();
        for (var check : checks) {
            if (check.when() != Check.When.TASK || !check.concerns(writtenFiles) || !check.agents().isEmpty()
                    && !check.agents().contains(agent)) continue;
            if (check.files().isEmpty()) {
                due.add(command(check, due, variables, variables, Optional.empty()));
                continue;
            }
            var glob = glob(check.name(), check.files().get());
            var before = List.copyOf(due);
            for (var file : writtenFiles.stream().filter(glob::matches).distinct().toList()) {
                due.add(command(check, before, with(check.seen(file), variables),
                        with(Glob.quoted(file), variables), Optional.of(file)));
            }
        }
        return List.copyOf(due);
    }

    /**
     * The commands that are due at the end: the stack's, then the planned ones, word for word as a person approved
     * them.
     */
    public static List<Command> atEnd(List<Check> checks, List<Plan.PlannedCheck> planned,
            Map<String, String> variables) {
        var due = new ArrayList<Command>();
        checks.stream().filter(check -> check.when() != Check.When.TASK)
                .forEach(check -> due.add(command(check, due, variables, variables, Optional.empty())));
        planned.forEach(check ->
                due.add(new Command(check.name(), check.run(), Check.Side.TEST, names(due), List.of(),
                List.of(), Optional.empty(), Optional.empty(), Conditions.NONE, Optional.empty())));
        return List.copyOf(due);
    }

    /** The commands of those among the checks that wait for files of several tasks; each waits only for its like. */
    public static List<Command> ready(List<Check> checks, Predicate<Check> due, Map<String, String> variables) {
        var commands = new ArrayList<Command>();
        checks.stream().filter(check -> check.when() == Check.When.READY && due.test(check))
                .forEach(check -> commands.add(command(check, commands, variables, variables, Optional.empty())));
        return List.copyOf(commands);
    }

    /** Without a word about it, a check waits for all of its part that stand before it, and needs none of them. */
    private static Command command(Check check, List<Command> before, Map<String, String> words,
            Map<String, String> globs, Optional<String> file) {
        var what = "Check '%s'".formatted(check.name());
        return new Command(check.name(), VariableWords.filled(what, check.run(), words), check.kind(),
                check.needs().orElseGet(() -> names(before).stream().filter(check::isBeside).toList()),
                check.needs().orElse(List.of()), VariableWords.filled(what, check.reads(), globs), check.timeout(),
                check.memory(), Conditions.of(check, words), file);
    }

    private static Map<String, String> with(String file, Map<String, String> variables) {
        var all = new HashMap<>(variables);
        all.put("file", file);
        return all;
    }

    private static List<String> names(List<Command> commands) {
        return commands.stream().map(Command::check).distinct().toList();
    }

    private static Glob glob(String check, String pattern) {
        try {
            return Glob.of(pattern);
        } catch (IllegalArgumentException cause) {
            throw Stop.usage("Check '%s': '%s' is no pattern for files.".formatted(check, pattern), cause);
        }
    }
}
