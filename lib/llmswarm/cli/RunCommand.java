package llmswarm.cli;

import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import com.fasterxml.jackson.databind.json.JsonMapper;
import llmswarm.Swarm;
import llmswarm.guard.Stop;
import llmswarm.guard.WorkingFolder;
import llmswarm.run.Outcome;
import llmswarm.run.Run;
import llmswarm.run.Spec;
import llmswarm.run.journal.RunState;

/** Builds a specification, or goes on building it, and ends with a summary and what to type next. */
public final class RunCommand {
    private RunCommand() {
    }

    /** {@code swarm.java SPEC}. */
    public static int run(Flags flags, RunFlags run, String file) {
        var spec = Spec.read(WorkingFolder.path(), file);
        return build(flags, UnaryOperator.identity(), swarm -> swarm.run(spec, run.options()));
    }

    /** {@code swarm.java resume PROJECT}. */
    static int resume(Flags flags, CheckFlags checks, Path project) {
        var place = WorkingFolder.path().resolve(project).normalize();
        return build(flags, setup -> setup.resuming(place), swarm -> swarm.resume(place, checks.sandbox(), checks.approveChecks));
    }

    private static int build(Flags flags, UnaryOperator<Swarm.Setup> setup, Function<Swarm, Outcome> work) {
        return Interrupts.during(() -> {
            var opened = Opened.with(flags, setup);
            Outcome outcome;
            try (opened) {
                outcome = work.apply(opened.swarm);
            }
            if (flags.json) System.out.println(json(outcome));
            else tell(opened.state, outcome);
            return outcome.exit();
        });
    }

    /** The last line: what no event of the journal says, as the project may be moved. */
    private static String json(Outcome outcome) {
        return new JsonMapper().createObjectNode().put("type", "outcome").put("exit", outcome.exit()).put("label", outcome.label())
                .put("project", outcome.project().toString()).put("head", outcome.head()).toString();
    }

    /** The talk goes to standard error; standard output holds nothing but where the result lies. */
    private static void tell(RunState state, Outcome outcome) {
        Summary.lines(state, Window.columns(), Instant.now()).forEach(System.err::println);
        var project = shown(outcome.project());
        System.err.printf("%n%s: %s%n%n", outcome.exit() == 0 ? "Done and checked" : outcome.label(), project);
        System.err.printf("  cd %s && git log --stat%n", Run.quoted(project));
        if (outcome.exit() == Stop.UNFINISHED) System.err.printf("  %s%s%n", Run.goOn(System.getenv(), project), unapproved(state) ? " --approve-checks" : "");
        System.out.println(project);
    }

    /** Whether planned checks wait for somebody's word: without it a resume would come to the same end. */
    private static boolean unapproved(RunState state) {
        return state.checks().stream().anyMatch(check -> check.unchecked() && check.tail().contains("--approve-checks"));
    }

    private static String shown(Path project) {
        var here = WorkingFolder.path();
        return project.startsWith(here) && !project.equals(here) ? here.relativize(project).toString() : project.toString();
    }
}
