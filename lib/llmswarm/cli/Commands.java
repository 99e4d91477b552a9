package llmswarm.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import llmswarm.config.yaml.Nearest;
import llmswarm.guard.Stop;
import llmswarm.guard.WorkingFolder;
import llmswarm.model.ModelFailed;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** How every command is started and how its errors are told. */
public final class Commands {
    private Commands() {
    }

    /** Runs the command line at a desk and returns the exit code. */
    public static int execute(Desk desk, Object root, String... args) {
        Obeyed.sentence(desk.env(), desk.folder()).ifPresent(sentence -> desk.err().println("warning: " + sentence));
        int exit = new CommandLine(root, new At(desk))
                .setErr(desk.err().writer())
                // What a file of that name holds is nothing anybody typed.
                .setExpandAtFiles(false)
                .registerConverter(Path.class, Commands::path)
                .setParameterExceptionHandler(Commands::wrongUsage)
                .setExecutionExceptionHandler(Commands::failed)
                .setExecutionStrategy(Commands::run)
                .execute(args);
        var lost = desk.out().lost();
        lost.ifPresent(reason -> desk.err().println(
                "standard output could not be written: %s; what stands there is not whole".formatted(reason)));
        return exit == 0 && lost.isPresent() ? Stop.INTERNAL : exit;
    }

    /** What ends a thread is told at the desk, too: the machine's own way would print it as it is. */
    public static void tellFaultsAt(Desk desk) {
        Thread.setDefaultUncaughtExceptionHandler((thread, fault) ->
                tellFault(desk, "in the thread '%s'".formatted(thread.getName()), fault));
    }

    /** Tells a fault of this program at the desk, and where in it that was. */
    public static void tellFault(Desk desk, String where, Throwable fault) {
        desk.err().println("internal error %s:".formatted(where));
        fault.printStackTrace(desk.err().writer());
    }

    /** Makes commands, which all print at the one desk. */
    record At(Desk desk) implements CommandLine.IFactory {
        @Override
        public <K> K create(Class<K> type) throws Exception {
            for (var way : type.getDeclaredConstructors()) {
                if (List.of(way.getParameterTypes())
                        .equals(List.of(Desk.class))) return type.cast(way.newInstance(desk));
            }
            return CommandLine.defaultFactory().create(type);
        }
    }

    /** A word before a command would go unread, and its author would not know. */
    private static int run(CommandLine.ParseResult parsed) {
        if (parsed.hasSubcommand() && !parsed.matchedPositionals().isEmpty()) {
            var word = parsed.matchedPositionals().getFirst().<Object>getValue();
            var name = parsed.subcommand().commandSpec().name();
            throw new ParameterException(parsed.commandSpec().commandLine(),
                    "'%s' stands before the command '%s', which takes nothing before it; leave one of the two out."
                    .formatted(word, name));
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    private static int wrongUsage(ParameterException wrong, String[] args) {
        var command = wrong.getCommandLine();
        command.getErr().println(sentence(wrong, command));
        CommandLine.UnmatchedArgumentException.printSuggestions(wrong, command.getErr());
        command.getErr().printf("See %s --help%n", command.getCommandSpec().qualifiedName());
        return Stop.USAGE;
    }

    /**
     * What is wrong: a command that was mistyped is taken for a specification at first, and what follows for one word
     * too many.
     */
    private static String sentence(ParameterException wrong, CommandLine command) {
        if (!(wrong instanceof CommandLine.UnmatchedArgumentException unmatched)
                || unmatched.isUnknownOption()) return wrong.getMessage();
        var more = "'%s' is one word too many.".formatted(unmatched.getUnmatched().getFirst());
        if (command.getSubcommands().isEmpty() || command.getCommandSpec().positionalParameters()
                .isEmpty()) return more;
        var first = command.getCommandSpec().positionalParameters().getFirst().<Object>getValue();
        return first == null ? more : noCommand(first.toString(), command).orElse(more);
    }

    /** That there is no such command, where the word is like the name of one. */
    private static Optional<String> noCommand(String word, CommandLine command) {
        var hint = Nearest.hint(word, command.getSubcommands().keySet());
        return hint.isEmpty() ? Optional.empty() : Optional.of("There is no command '%s'%s".formatted(word, hint));
    }

    /** Refuses a specification that is not there and has a name like a command's. */
    public static void refuseMistyped(String file, CommandLine command) {
        if (Files.exists(WorkingFolder.path().resolve(file))) return;
        noCommand(file, command).ifPresent(sentence -> {
            throw new ParameterException(command, sentence);
        });
    }

    private static int failed(Exception fault, CommandLine command, CommandLine.ParseResult parsed) {
        var err = command.getErr();
        if (fault instanceof Stop stop) {
            stop.lines().forEach(err::println);
            // one without a cause was meant, wherever that was
            if (stop.getCause() != null) cause(stop, parsed, err);
            return stop.exit();
        }
        if (fault instanceof InvalidPathException name) {
            err.println(unnameable(name));
            cause(fault, parsed, err);
            return Stop.USAGE;
        }
        if (fault instanceof ModelFailed failed) {
            err.println(failed.getMessage());
            return failed.exit();
        }
        err.println("internal error: " + fault);
        err.println("This is a fault of the program; with --verbose it prints where.");
        cause(fault, parsed, err);
        return Stop.INTERNAL;
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException name) {
            throw new CommandLine.TypeConversionException(unnameable(name));
        }
    }

    /** The launcher sees to it that Java can name all; a program that is started in another way can be without that. */
    private static String unnameable(InvalidPathException name) {
        return "The name '%s' cannot be used: in this locale Java writes the names of files in %s; set LC_ALL=C.UTF-8 and type the same again."
                .formatted(name.getInput(), System.getProperty("sun.jnu.encoding"));
    }

    private static void cause(Exception fault, CommandLine.ParseResult parsed, PrintWriter err) {
        if (parsed.hasMatchedOption("--verbose")) fault.printStackTrace(err);
        else if (parsed.hasSubcommand()) cause(fault, parsed.subcommand(), err);
    }
}
