package llmswarm.cli.runs;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import llmswarm.cli.Desk;
import llmswarm.cli.screen.Amounts;
import llmswarm.guard.Stop;
import llmswarm.run.journal.Forked;
import llmswarm.run.journal.RunFolder;
import llmswarm.run.state.TaskProgress.Stage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import text.Dollars;
import text.Printable;

/** {@code swarm.java runs PROJECT}. */
@Command(name = "runs", mixinStandardHelpOptions = true,
        description = "Lists a project's runs, the oldest first; compares two, or exports one.",
        subcommands = {RunsDiffCommand.class, RunsExportCommand.class})
public final class RunsCommand implements Callable<Integer> {
    private final Desk desk;
    @Parameters(paramLabel = "PROJECT", arity = "0..1", defaultValue = ".",
            description = "The project's folder. Default: this one.")
    private Path project;
    @Option(names = "--json", description = "Print an object a line.")
    private boolean json;

    public RunsCommand(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() {
        var runs = RunFolder.runs(desk.folder().resolve(project).normalize());
        if (runs.isEmpty()) throw Stop.usage("%s: holds no run".formatted(project));
        runs.stream().map(RunFacts::read).forEach(run -> {
            if (json) desk.out().json(run.json().toString());
            else desk.out().println(line(run));
        });
        return 0;
    }

    private static String line(RunFacts run) {
        var state = run.state();
        var back = state.written().undone().size();
        return String.join("  ", Stream.of("%s  %-22s".formatted(Printable.escaped(run.id()), run.end()),
                "%d done, %d failed, %d blocked".formatted(state.count(Stage.DONE), state.count(Stage.FAILED),
                state.count(Stage.BLOCKED)) + (back == 0 ? "" : ", %d taken back".formatted(back)),
                Amounts.count(state.tokens(), "token"), state.cost() == 0 ? "" : Dollars.told(state.cost()),
                state.forked().map(Forked::of).map(of -> "fork of " + Printable.escaped(of)).orElse(""))
                .filter(part -> !part.isEmpty()).toList());
    }
}
