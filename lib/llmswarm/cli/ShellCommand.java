package llmswarm.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;

import jdk.jshell.tool.JavaShellToolBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code swarm.java shell}: the JDK's own JShell in this process, so that whatever is loaded stays loaded. */
@Command(name = "shell", mixinStandardHelpOptions = true,
        description = "Starts JShell with agents(), agent(\"NAME\").ask(\"...\"), plan(\"FILE\"), run(\"FILE\") and help().")
public final class ShellCommand implements Callable<Integer> {
    private static final String STARTUP = """
            import llmswarm.cli.Shell;
            import static llmswarm.cli.Shell.*;
            """;

    private final Desk desk;
    @Mixin
    private Flags flags;

    ShellCommand(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() throws Exception {
        Shell.start(desk, flags);
        var startup = startup();
        try {
            // The console alone is JShell's own, as lines are edited there; what values and faults say is told like
            // everything else.
            return JavaShellToolBuilder.builder().out(desk.out().stream(), System.out, desk.out().stream())
                    .err(desk.err().stream(), desk.err().stream())
                    .start("--execution", "local", "--class-path", System.getProperty("java.class.path"),
                    "--startup", "DEFAULT", "--startup", startup.toString());
        } finally {
            Files.delete(startup);
            Shell.end();
        }
    }

    private static Path startup() throws IOException {
        var file = Files.createTempFile("swarm", ".jsh");
        return Files.writeString(file, STARTUP);
    }
}
