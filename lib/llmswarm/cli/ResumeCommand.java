package llmswarm.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code swarm.java resume PROJECT}. */
@Command(name = "resume", mixinStandardHelpOptions = true,
        description = "Goes on with a project's last run; what its journal holds is not done again.")
public final class ResumeCommand implements Callable<Integer> {
    private final Desk desk;
    @Mixin
    private Flags flags;
    @Parameters(paramLabel = "PROJECT", arity = "0..1", defaultValue = ".",
            description = "The project's folder. Default: this one.")
    private Path project;

    @Mixin
    private ResumeFlags resume;

    ResumeCommand(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() {
        return RunCommand.resume(desk, flags, resume, project);
    }
}
