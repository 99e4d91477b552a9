package llmswarm.cli.runs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;

import llmswarm.cli.Desk;
import llmswarm.cli.Flags;
import llmswarm.guard.Stop;
import llmswarm.run.journal.Journal;
import llmswarm.serve.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code swarm.java report RUN}. */
@Command(name = "report", mixinStandardHelpOptions = true,
        description = "Writes a run as one HTML file that opens without a server, and prints where it lies.")
public final class ReportCommand implements Callable<Integer> {
    private final Desk desk;
    @Mixin
    private Flags flags;
    @Parameters(paramLabel = "RUN", arity = "0..1", defaultValue = ".", description = "A run's id in the project, its folder, a project's folder, whose last run is meant, or a journal. Default: this folder.")
    private String run;
    @Option(names = "--project", paramLabel = "DIR", defaultValue = ".", description = "The project whose run's id is meant. Default: this folder.")
    private Path project;
    @Option(names = {"-o", "--output"}, paramLabel = "FILE", description = "Default: run-ID.html in this folder.")
    private Path output;

    public ReportCommand(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() {
        var place = RunFacts.find(desk.folder(), desk.folder().resolve(project).normalize(), run);
        var journal = Files.isDirectory(place) ? place.resolve(Journal.FILE) : place;
        var file = output == null ? desk.folder().resolve("run-%s.html".formatted(RunFacts.read(place).id())) : desk.folder().resolve(output);
        try (var swarm = desk.quiet(flags)) {
            Report.write(journal, swarm.redactor(), file);
            desk.out().println(desk.folder().relativize(file).toString());
            return 0;
        } catch (IOException failed) {
            throw Stop.usage("%s: the report cannot be written: %s".formatted(file, failed.getMessage()), failed);
        }
    }
}
