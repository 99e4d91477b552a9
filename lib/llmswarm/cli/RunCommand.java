package llmswarm.cli;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import com.fasterxml.jackson.databind.json.JsonMapper;
import llmswarm.Swarm;
import llmswarm.SwarmSetup;
import llmswarm.cli.screen.ChangeText;
import llmswarm.cli.screen.Summary;
import llmswarm.cli.screen.Window;
import llmswarm.guard.Stop;
import llmswarm.run.Outcome;
import llmswarm.run.journal.RunFolder;
import llmswarm.run.journal.Spending;
import llmswarm.run.options.RunOptions;
import llmswarm.run.options.Spec;
import llmswarm.run.state.RunState;
import text.Printable;
import text.ShellWords;

/** Builds a specification, or goes on building it, and ends with a summary and what to type next. */
public final class RunCommand {
    private RunCommand() {
    }

    /** {@code swarm.java SPEC}. */
    public static int run(Desk desk, Flags flags, RunFlags run, String file) {
        return run(desk, flags, run, Spec.read(desk.folder(), file), run.withDryRun());
    }

    /** The same for what is at hand, or with {@code --dry-run} what it would change. */
    static int run(Desk desk, Flags flags, RunFlags run, Spec spec, RunOptions options) {
        if (!run.isDryRun()) return build(desk, flags, run::setup, swarm -> swarm.run(spec, options));
        try (var swarm = desk.open(flags)) {
            ChangeText.lines(swarm.preview(spec, options), Window.columns()).forEach(desk.out()::println);
            return 0;
        }
    }

    /** {@code swarm.java resume PROJECT}. */
    static int resume(Desk desk, Flags flags, ResumeFlags resume, Path project) {
        var place = desk.folder().resolve(project).normalize();
        return build(desk, flags, setup -> resume.setup(setup.resuming(place)), swarm -> resume.resume(swarm, place));
    }

    /** {@code swarm.java resume PROJECT --from TASK}. */
    static int fork(Desk desk, Flags flags, ResumeFlags resume, Path project, String from,
            Map<String, String> models, Optional<Path> output) {
        var place = desk.folder().resolve(project).normalize();
        return build(desk, flags, setup -> resume.setup(setup.resuming(place).with(models)), swarm ->
                resume.resume(swarm, swarm.past().fork(place, from, models, output)));
    }

    private static int build(Desk desk, Flags flags, UnaryOperator<SwarmSetup> setup, Function<Swarm, Outcome> work) {
        return Interrupts.during(desk, () -> {
            var opened = Opened.with(desk, flags, setup);
            Outcome outcome;
            try (opened) {
                outcome = work.apply(opened.swarm);
            }
            if (flags.json) desk.out().json(json(outcome));
            else tell(desk, opened.state, outcome);
            return outcome.exit();
        });
    }

    /** The last line: what no event of the journal says, as the project may be moved. */
    private static String json(Outcome outcome) {
        return new JsonMapper().createObjectNode().put("type", "outcome").put("exit", outcome.exit())
                .put("label", outcome.label())
                .put("project", outcome.project().toString()).put("head", outcome.head()).toString();
    }

    /** The talk goes to standard error; standard output holds nothing but where the result lies. */
    private static void tell(Desk desk, RunState state, Outcome outcome) {
        Summary.lines(state, Window.columns(), Instant.now()).forEach(desk.err()::println);
        var project = shown(desk.folder(), outcome.project());
        desk.err().println("\n%s: %s\n".formatted(outcome.exit() == 0 ? "Done and checked" : outcome.label(),
                Printable.escaped(project)));
        desk.err().println("  cd %s && git log --stat".formatted(ShellWords.quoted(project)));
        if (outcome.exit() == Stop.UNFINISHED) desk.err()
                .println("  %s%s".formatted(RunFolder.goOn(desk.env(), project), unapproved(state)
                ? " --approve-checks" : ""));
        if (outcome.exit() == Stop.BUDGET) desk.err().println("  %s %s".formatted(RunFolder.goOn(desk.env(), project),
                state.reached().map(Spending.Reached::remedy).orElse("")).stripTrailing());
        desk.out().println(project);
    }

    /** Whether planned checks wait for somebody's word: without it a resume would come to the same end. */
    private static boolean unapproved(RunState state) {
        return state.checks().stream().anyMatch(check -> check.unchecked() && check.tail()
                .contains("--approve-checks"));
    }

    private static String shown(Path here, Path project) {
        return project.startsWith(here) && !project.equals(here) ? here.relativize(project).toString()
                : project.toString();
    }
}
