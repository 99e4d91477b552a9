package llmswarm.cli.shell;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import java.util.prefs.Preferences;
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
    /**
     * JShell's usual way to tell what a line did, but with tables whole. It takes such settings from a person or from
     * what it kept, and from nothing else.
     */
    private static final String SETTINGS = """
            /set mode swarm normal -command
            /set truncation swarm 1000000
            /set mode swarm -retain
            /set feedback -retain swarm
            """;

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
        desk.err().println("LLM Swarm in JShell: help() tells what there is to type, and Tab what fits.");
        var kept = kept();
        var imports = Files.writeString(Files.createTempFile("swarm", ".jsh"), Shell.imports().stream()
                .map("import %s;\n"::formatted).collect(Collectors.joining()));
        try {
            // The console alone is JShell's own, as lines are edited there; what values and faults say is told like
            // everything else.
            return JavaShellToolBuilder.builder().out(desk.out().stream(), System.out, desk.out().stream())
                    .err(desk.err().stream(), desk.err().stream()).persistence(kept)
                    .start("--execution", "local", "--class-path", Shell.classPath(), "--startup", imports.toString());
        } finally {
            Files.delete(imports);
        }
    }

    /** What JShell keeps from one time to the next: the lines that were typed, and at first the settings. */
    private static Preferences kept() throws Exception {
        var kept = Preferences.userRoot().node("llm-swarm/shell");
        if (SETTINGS.equals(kept.get("swarm-settings", ""))) return kept;
        var nowhere = new PrintStream(OutputStream.nullOutputStream());
        JavaShellToolBuilder.builder().in(new ByteArrayInputStream(SETTINGS.getBytes(StandardCharsets.UTF_8)), null)
                .out(nowhere).err(nowhere).persistence(kept).start("--execution", "local", "--no-startup");
        kept.put("swarm-settings", SETTINGS);
        return kept;
    }
}
