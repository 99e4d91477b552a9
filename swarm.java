//JAVA 25+
//DEPS info.picocli:picocli:4.7.7
//DEPS com.fasterxml.jackson.dataformat:jackson-dataformat-yaml:2.22.4
//DEPS org.yaml:snakeyaml:2.7
//DEPS org.slf4j:slf4j-nop:2.0.17
//SOURCES lib/**.java
//FILES models.yaml budget.yaml agents/=agents templates/=templates stacks/=stacks schema/=lib/schema obeyed.yaml=lib/llmswarm/guard/obeyed.yaml skeleton/=lib/llmswarm/pack/skeleton sandbox/view/shown.txt=lib/sandbox/view/shown.txt web/=lib/web/dist
//RUNTIME_OPTIONS --enable-native-access=ALL-UNNAMED --add-opens=jdk.jshell/jdk.jshell=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow

import java.util.concurrent.Callable;

import llmswarm.cli.AgentsCommand;
import llmswarm.cli.AskCommand;
import llmswarm.cli.ChangeCommand;
import llmswarm.cli.Commands;
import llmswarm.cli.Desk;
import llmswarm.cli.DoctorCommand;
import llmswarm.cli.Flags;
import llmswarm.cli.ModelsCommand;
import llmswarm.cli.PlanCommand;
import llmswarm.cli.PromptCommand;
import llmswarm.cli.ResumeCommand;
import llmswarm.cli.RunCommand;
import llmswarm.cli.RunFlags;
import llmswarm.cli.packs.StacksCommand;
import llmswarm.cli.runs.ReportCommand;
import llmswarm.cli.runs.RunsCommand;
import llmswarm.cli.runs.ServeCommand;
import llmswarm.cli.runs.UndoCommand;
import llmswarm.cli.shell.ShellCommand;
import llmswarm.guard.Stop;
import llmswarm.run.Run;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reads a specification in plain language and leaves behind a checked, version-controlled repository. */
@Command(name = "swarm.java", versionProvider = swarm.Version.class, mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        description = "Turns a specification written in plain language into a working, checked git repository.",
        subcommands = {PlanCommand.class, ChangeCommand.class, ResumeCommand.class, RunsCommand.class, ServeCommand.class, ReportCommand.class, UndoCommand.class, AskCommand.class, PromptCommand.class,
            ShellCommand.class, StacksCommand.class, AgentsCommand.class, ModelsCommand.class, DoctorCommand.class, HelpCommand.class},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done and checked", "1:a fault of the program", "2:wrong usage or configuration",
            "3:finished, but not all is done or checked", "4:something is not trusted",
            "5:a budget is reached; resume --budget goes on", "130:interrupted; resume goes on"}, footerHeading = "%nExamples:%n",
        footer = {"  ./jbang swarm.java stacks/python-cli/example/spec.md \\",
        "      --replay stacks/python-cli/example/tape.jsonl --output out/greeter",
            "  ./jbang swarm.java spec.md", "  ./jbang swarm.java change \"Say which line of the input is wrong.\"", "  ./jbang swarm.java ask backend \"How would you store sessions?\""})
final class swarm implements Callable<Integer> {
    private final Desk desk;
    @Spec
    private CommandSpec spec;
    @Mixin
    private Flags flags;
    @Mixin
    private RunFlags run;
    @Parameters(paramLabel = "SPEC", arity = "0..1", description = "The file that holds the specification.")
    private String file;

    public static void main(String... args) {
        var desk = Desk.here();
        Commands.tellFaultsAt(desk);
        System.exit(Commands.execute(desk, new swarm(desk), args));
    }

    private swarm(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() {
        if (file == null) throw Stop.usage("Name the file that holds the specification: ./jbang swarm.java spec.md (--help tells the rest)");
        Commands.refuseMistyped(file, spec.commandLine());
        return RunCommand.run(desk, flags, run, file);
    }

    /** The version of the journals it writes is the program's. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"LLM Swarm " + Run.VERSION};
        }
    }
}
