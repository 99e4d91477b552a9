package llmswarm.cli.runs;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import llmswarm.cli.Desk;
import llmswarm.cli.screen.Amounts;
import llmswarm.guard.Stop;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Journal;
import llmswarm.run.journal.RunFolder;
import llmswarm.run.journal.RunState;
import llmswarm.run.journal.TaskProgress.Stage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import text.Printable;

/** {@code swarm.java runs PROJECT}. */
@Command(name = "runs", mixinStandardHelpOptions = true, description = "Lists a project's runs, the oldest first.")
public final class RunsCommand implements Callable<Integer> {
    private final Desk desk;
    @Parameters(paramLabel = "PROJECT", arity = "0..1", defaultValue = ".",
            description = "The project's folder. Default: this one.")
    private Path project;

    public RunsCommand(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() {
        var runs = RunFolder.runs(desk.folder().resolve(project).normalize());
        if (runs.isEmpty()) throw Stop.usage("%s: holds no run".formatted(project));
        runs.forEach(folder -> desk.out().println(line(folder)));
        return 0;
    }

    private static String line(Path folder) {
        var run = RunState.of(Journal.read(folder.resolve(Journal.FILE)));
        var end = run.ended().map(Event.RunEnded::words).orElse("cut short");
        var back = run.written().undone().size();
        return String.join("  ",
                Stream.of("%s  %-22s".formatted(Printable.escaped(folder.getFileName().toString()), end),
                "%d done, %d failed, %d blocked".formatted(run.count(Stage.DONE), run.count(Stage.FAILED),
                run.count(Stage.BLOCKED)) + (back == 0 ? "" : ", %d taken back".formatted(back)), Amounts.count(run.tokens(), "token"),
                run.cost() == 0 ? "" : Amounts.money(run.cost())).filter(part -> !part.isEmpty()).toList());
    }
}
