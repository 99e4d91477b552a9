package llmswarm.cli;

import java.io.PrintWriter;

import llmswarm.guard.Printable;
import llmswarm.guard.Stop;
import llmswarm.model.ModelFailed;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** How every command is started and how its errors are told. */
public final class Commands {
    private Commands() {
    }

    /** Runs the command line and returns the exit code. */
    public static int execute(Object root, String... args) {
        return new CommandLine(root)
                .setParameterExceptionHandler(Commands::wrongUsage)
                .setExecutionExceptionHandler(Commands::failed)
                .execute(args);
    }

    private static int wrongUsage(ParameterException wrong, String[] args) {
        var command = wrong.getCommandLine();
        command.getErr().println(wrong.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(wrong, command.getErr());
        command.getErr().printf("See %s --help%n", command.getCommandSpec().qualifiedName());
        return Stop.USAGE;
    }

    private static int failed(Exception fault, CommandLine command, CommandLine.ParseResult parsed) {
        var err = command.getErr();
        if (fault instanceof Stop stop) {
            stop.lines().forEach(line -> err.println(Printable.of(line)));
            cause(fault, parsed, err);
            return stop.exit();
        }
        if (fault instanceof ModelFailed) {
            err.println(Printable.of(fault.getMessage()));
            cause(fault, parsed, err);
            return Stop.UNFINISHED;
        }
        err.printf("internal error: %s%n", fault);
        err.println("This is a fault of the program; with --verbose it prints where.");
        cause(fault, parsed, err);
        return Stop.INTERNAL;
    }

    private static void cause(Exception fault, CommandLine.ParseResult parsed, PrintWriter err) {
        if (parsed.hasMatchedOption("--verbose")) fault.printStackTrace(err);
        else if (parsed.hasSubcommand()) cause(fault, parsed.subcommand(), err);
    }
}
