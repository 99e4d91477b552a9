package llmswarm.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

import llmswarm.guard.Stop;
import llmswarm.run.options.KeptOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code swarm.java resume PROJECT}. */
@Command(name = "resume", mixinStandardHelpOptions = true,
        description = "Goes on with a project's last run; what its journal holds is not done again. With --from, a new run does.")
public final class ResumeCommand implements Callable<Integer> {
    private final Desk desk;
    @Mixin
    private Flags flags;
    @Parameters(paramLabel = "PROJECT", arity = "0..1", defaultValue = ".",
            description = "The project's folder. Default: this one.")
    private Path project;

    @Option(names = "--from", paramLabel = "TASK|LINE",
            description = "Begin a run of its own that shares the past before this task, or before this line of the journal, and asks from there on again.")
    private String from;

    @Option(names = "--model", paramLabel = "ALIAS=OTHER", description = "With --from: the alias means the other one's model from there on.")
    private List<String> models = List.of();

    @Option(names = {"-o", "--output"}, paramLabel = "DIR",
            description = "With --from: the folder of the new run's project. Default: the old one's name with a number behind it.")
    private Path output;

    @Mixin
    private ResumeFlags resume;

    ResumeCommand(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() {
        if (from != null) return RunCommand.fork(desk, flags, resume, project, from, KeptOptions.models(models),
                Optional.ofNullable(output));
        if (!models.isEmpty() || output != null) throw Stop.usage("--model and --output go with --from TASK");
        return RunCommand.resume(desk, flags, resume, project);
    }
}
