package llmswarm.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import llmswarm.guard.Stop;
import llmswarm.guard.WorkingFolder;
import llmswarm.run.Event;
import llmswarm.run.Journal;
import llmswarm.run.Run;
import llmswarm.run.Totals;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code swarm.java runs PROJECT}. */
@Command(name = "runs", mixinStandardHelpOptions = true, description = "Lists a project's runs, the oldest first.")
public final class RunsCommand implements Callable<Integer> {
    private final PrintStream out;
    @Parameters(paramLabel = "PROJECT", arity = "0..1", defaultValue = ".", description = "The project's folder. Default: this one.")
    private Path project;

    /** On standard output. */
    public RunsCommand() {
        this(System.out);
    }

    RunsCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() {
        var runs = Run.runs(WorkingFolder.path().resolve(project).normalize());
        if (runs.isEmpty()) throw Stop.usage("%s: holds no run".formatted(project));
        runs.forEach(folder -> out.println(line(folder)));
        return 0;
    }

    private static String line(Path folder) {
        var events = Journal.read(folder.resolve(Journal.FILE));
        var totals = Totals.of(events);
        var end = events.isEmpty() || !(events.getLast() instanceof Event.RunEnded ended) ? "cut short" : ended.words();
        return String.join("  ", Stream.of("%s  %-22s".formatted(folder.getFileName(), end),
                "%d done, %d failed, %d blocked".formatted(totals.done(), totals.failed(), totals.blocked()),
                Amounts.count(totals.usage().input() + totals.usage().output(), "token"),
                totals.cost() == 0 ? "" : Amounts.money(totals.cost())).filter(part -> !part.isEmpty()).toList());
    }
}
