package llmswarm.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

import llmswarm.guard.Stop;
import llmswarm.run.Event;
import llmswarm.run.Journal;
import llmswarm.run.Run;
import llmswarm.run.Totals;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code swarm.java runs PROJECT}. */
@Command(name = "runs", mixinStandardHelpOptions = true, description = "Lists a project's runs, the oldest first.")
public final class RunsCommand implements Callable<Integer> {
    @Parameters(paramLabel = "PROJECT", arity = "0..1", defaultValue = ".", description = "The project's folder. Default: this one.")
    private Path project;

    @Override
    public Integer call() {
        var runs = Run.runs(project.toAbsolutePath().normalize());
        if (runs.isEmpty()) throw Stop.usage("%s: holds no run".formatted(project));
        runs.forEach(folder -> System.out.println(line(folder)));
        return 0;
    }

    private static String line(Path folder) {
        var events = Journal.read(folder.resolve(Journal.FILE));
        var totals = Totals.of(events);
        return "%s  %-12s  %d done, %d failed, %d blocked  %,d tokens  $%.4f".formatted(folder.getFileName(), end(events),
                totals.done(), totals.failed(), totals.blocked(), totals.usage().input() + totals.usage().output(), totals.cost());
    }

    private static String end(List<Event.Kept> events) {
        if (events.isEmpty() || !(events.getLast() instanceof Event.RunEnded end)) return "cut short";
        return switch (end.exit()) {
            case 0 -> "done";
            case 130 -> "interrupted";
            default -> "not done";
        };
    }
}
