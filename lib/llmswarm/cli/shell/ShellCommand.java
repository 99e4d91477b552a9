package llmswarm.cli.shell;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

import jdk.jshell.tool.JavaShellToolBuilder;
import llmswarm.cli.Desk;
import llmswarm.cli.Flags;
import llmswarm.cli.Interrupts;
import llmswarm.guard.Stop;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code swarm.java shell}: the JDK's own JShell in this process, so that whatever is loaded stays loaded. Where no
 * person sits at a terminal, the lines are a script.
 */
@Command(name = "shell", mixinStandardHelpOptions = true,
        description = "Starts JShell with agent(\"NAME\").ask(\"...\"), plan(\"FILE\"), run(\"FILE\") and more; help() there tells all.")
public final class ShellCommand implements Callable<Integer> {
    private static final String INPUT = "-";

    private final Desk desk;
    @Mixin
    private Flags flags;
    @Parameters(paramLabel = "FILE", arity = "0..1",
            description = "A script to run instead; - reads it from standard input.")
    private String file;
    @Option(names = "--class-path", description = "Print the class path for a JShell of your own, and nothing else.")
    private boolean classPath;

    public ShellCommand(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() throws Exception {
        if (flags.json) throw Stop.usage("The shell prints values, not JSON; ask, plan and runs of a specification take --json.");
        if (classPath) {
            desk.out().println(Shell.classPath());
            return 0;
        }
        var session = Shell.open(desk, flags);
        try {
            if (file == null && System.console() != null && System.console().isTerminal()) return interactive();
            var input = file == null || file.equals(INPUT);
            var text = input ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8) : read();
            return Interrupts.during(desk, () -> printing(() ->
                    new Script(session, input ? "standard input" : file).run(text)));
        } finally {
            Shell.end();
        }
    }

    private String read() {
        try {
            return Files.readString(desk.folder().resolve(file));
        } catch (IOException unreadable) {
            throw Stop.usage(Files.exists(desk.folder().resolve(file)) ? file + ": cannot be read as text"
                    : file + ": there is no such file", unreadable);
        }
    }

    /** What the lines themselves print is told like everything else. */
    private int printing(Callable<Integer> work) throws Exception {
        var usual = System.out;
        System.setOut(desk.out().stream());
        try {
            return work.call();
        } finally {
            System.out.flush();
            System.setOut(usual);
        }
    }

    private int interactive() throws Exception {
        ShellSources.show(desk.env());
        desk.err().println("LLM Swarm: help() tells what there is to type, /help what JShell has, Tab what fits.");
        var startup = startup();
        try {
            // The console alone is JShell's own, as lines are edited there; what values and faults say is told like
            // everything else.
            return JavaShellToolBuilder.builder().out(desk.out().stream(), System.out, desk.out().stream())
                    .err(desk.err().stream(), desk.err().stream())
                    .start("--execution", "local", "--class-path", Shell.classPath(), "--startup", startup.toString());
        } finally {
            Files.delete(startup);
        }
    }

    private static Path startup() throws IOException {
        var file = Files.createTempFile("swarm", ".jsh");
        return Files.writeString(file, Shell.imports().stream().map("import %s;\n"::formatted)
                .collect(Collectors.joining()) + """
                /set mode swarm normal -quiet
                /set truncation swarm 1000000
                /set feedback swarm
                """);
    }
}
