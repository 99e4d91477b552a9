package llmswarm.cli.runs;

import java.nio.file.Path;
import java.util.concurrent.Callable;

import llmswarm.cli.Desk;
import llmswarm.guard.Stop;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code swarm.java runs export RUN --otlp}. */
@Command(name = "export", mixinStandardHelpOptions = true,
        description = "Prints a run for other programs: as a trace of OpenTelemetry.")
public final class RunsExportCommand implements Callable<Integer> {
    private final Desk desk;
    @Parameters(paramLabel = "RUN", description = "A run's id in the project, its folder, a project's folder, whose last run is meant, or a journal.")
    private String run;
    @Option(names = {"-o", "--output"}, paramLabel = "DIR", defaultValue = ".",
            description = "The project whose run's id is meant. Default: this folder.")
    private Path project;
    @Option(names = "--otlp", description = "As OTLP JSON, with the attributes of the conventions for generative AI.")
    private boolean otlp;
    @Option(names = "--with-texts", description = "Put prompts and answers into it, too.")
    private boolean texts;

    public RunsExportCommand(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() {
        if (!otlp) throw Stop.usage("runs export prints one form: say --otlp");
        var place = RunFacts.find(desk.folder(), desk.folder().resolve(project).normalize(), run);
        desk.out().json(Trace.of(RunFacts.read(place), texts).toString());
        return 0;
    }
}
