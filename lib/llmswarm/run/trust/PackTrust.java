package llmswarm.run.trust;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import llmswarm.check.Conditions;
import llmswarm.check.VariableWords;
import llmswarm.config.stack.Check;
import llmswarm.config.stack.PackProgram;
import llmswarm.config.stack.RequiredProgram;
import llmswarm.config.stack.Service;
import llmswarm.config.stack.SharedSetup.Dependencies;
import llmswarm.config.stack.Stack;
import llmswarm.guard.Digest;
import llmswarm.guard.Stop;
import llmswarm.run.options.Workplace;
import llmswarm.run.steps.World;
import sandbox.process.Limits;
import text.Bounds;
import text.Printable;
import text.ShellWords;

/** A pack that came from elsewhere runs its commands only once a person has said so, for exactly this content. */
public final class PackTrust {
    private static final List<String> OF_THE_PLAN = List.of("name", "module", "summary", "file", "files", Stack.TOOLS);

    private final Workplace around;
    private final World world;

    public PackTrust(Workplace around, World world) {
        this.around = around;
        this.world = world;
    }

    /** Commands of packs that may run: nothing but {@link PackTrust} makes one. */
    public static final class Agreed {
        private final List<PackProgram> programs;

        private Agreed(Stack stack) {
            programs = asked(stack);
        }

        /** Those that may be asked for their versions. */
        public List<PackProgram> programs() {
            return programs;
        }
    }

    /** Of a pack whose commands run without a question; empty for one that somebody has to agree to. */
    public static Optional<Agreed> given(Stack stack) {
        return Optional.of(stack).filter(Stack::trusted).map(Agreed::new);
    }

    /**
     * Asks where nobody has said so yet, for this content and these commands; throws {@link Stop} where the answer is
     * no.
     */
    public Agreed require(Stack stack) throws InterruptedException {
        var foreign = stack.folders().stream().filter(folder -> !folder.kind().trusted()).toList();
        if (foreign.isEmpty()) return new Agreed(stack);
        var what = key(stack.name(), Printable.escaped(foreign.getFirst().shown()));
        var terms = terms(stack);
        new TrustQuestion(around, world).require(key(stack.name(), foreign.getFirst().folder().toString()),
                terms.digest(),
                "The %s is new or has changed. It would run:\n%s\nTrust it? [y/N]".formatted(what, terms.text()),
                "the %s is not trusted; look at it and run again with --trust".formatted(what));
        return new Agreed(stack);
    }

    /**
     * What somebody has to agree to.
     *
     * @param commands as they will run, a line each
     * @param text     these, and what is written although other tools obey it
     * @param digest   of the pack's content and its commands
     */
    public record Terms(List<String> commands, String text, String digest) {
        public Terms {
            commands = List.copyOf(commands);
        }
    }

    /** Those of a pack with these values of its variables. */
    public static Terms terms(Stack stack) {
        var lines = commands(stack);
        var commands = String.join("\n", lines);
        return new Terms(lines, commands + allowed(stack), Digest.of(List.of(stack.digest(), commands)));
    }

    /** Under what a pack in that folder is trusted. */
    public static String key(String name, String folder) {
        return "pack %s in %s".formatted(name, folder);
    }

    /** What its commands can call, and what it lets be written that is refused otherwise. */
    private static String allowed(Stack stack) {
        return listed("\nIts commands can call the programs in its folder tools:", stack.tools().keySet())
                + listed("\nIt lets be written, although other tools obey it:", stack.allow());
    }

    private static String listed(String title, Collection<String> paths) {
        return paths.isEmpty() ? "" : title + paths.stream().map(path -> "\n  " + Printable.escaped(path))
                .collect(Collectors.joining());
    }

    /**
     * As they will run with the values of the variables. What only a plan and its files give, which no pack can choose,
     * stays as the pack wrote it.
     */
    private static List<String> commands(Stack stack) {
        var given = new HashMap<String, String>();
        OF_THE_PLAN.forEach(name -> given.put(name, "{{%s}}".formatted(name)));
        var known = stack.values(given);
        stack.variables().keySet().forEach(name -> known.putIfAbsent(name, "{{%s}}".formatted(name)));
        var commands = new ArrayList<String>();
        Service.GIVEN.forEach(name -> known.put(name, "{{%s}}".formatted(name)));
        // Which of several programs is there differs from machine to machine, and is no other command.
        stack.requires().stream().filter(RequiredProgram::isNamed)
                .forEach(one -> known.put(one.name(), "{{%s}}".formatted(one.name())));
        stack.checks().stream().flatMap(check -> check.services().stream()).distinct()
                .forEach(service -> service.commands().forEach(command -> commands.add("  "
                + ShellWords.line(VariableWords.filled(service.name(), command, known)))));
        stack.checks().forEach(check -> commands.add("  " + Conditions.told(check)
                + ShellWords.line(VariableWords.filled(check.name(), check.run(), known)) + bounds(check)));
        stack.setup().commands().forEach(command -> commands.add("  "
                + ShellWords.line(VariableWords.filled("Setup", command, known)) + "  (with network)"));
        known.put(Dependencies.DEPENDENCY, "{{%s}}".formatted(Dependencies.DEPENDENCY));
        stack.setup().dependencies().forEach(one -> {
            if (!one.list().isEmpty()) commands.add("  " + ShellWords.line(VariableWords.filled("Setup", one.list(), known)));
            Stream.concat(Stream.of(one.look()), one.resolve().map(Dependencies.Resolve::run).stream())
                    .forEach(command -> commands.add("  " + ShellWords.line(VariableWords.filled("Setup", command,
                    known)) + "  (with network)"));
        });
        if (!stack.setup().pass().isEmpty()) commands.add("  (setup is given these variables of yours: %s)"
                .formatted(String.join(", ", stack.setup().pass())));
        stack.setup().files().filter(files -> files > Limits.DEFAULT.files()).ifPresent(files ->
                commands.add("  (each may make %s files)".formatted(Bounds.count(files))));
        commands.addAll(versions(stack));
        stack.requires().stream().filter(RequiredProgram::isNamed).forEach(one -> commands.add("  ({{%s}} is %s)".formatted(
                one.name(), Printable.escaped(one.told()))));
        return commands;
    }

    /** What a check may take beyond the usual. */
    private static String bounds(Check check) {
        var bounds = Stream.concat(
                check.timeout().filter(time -> time.compareTo(Limits.DEFAULT.time()) > 0).map(Bounds::text).stream(),
                check.memory().filter(most -> most > Limits.DEFAULT.memoryBytes())
                        .map(most -> Bounds.size(most) + " of memory").stream()).toList();
        return bounds.isEmpty() ? "" : "  (for up to %s)".formatted(String.join(", ", bounds));
    }

    /** The programs that a stack asks for their versions. */
    public static List<PackProgram> asked(Stack stack) {
        return Stream.concat(stack.programs().stream(), stack.requires().stream()
                .flatMap(one -> one.programs().stream().map(one::asked))).distinct().toList();
    }

    /** How it asks them. */
    private static List<String> versions(Stack stack) {
        var all = asked(stack);
        var usual = all.stream().filter(PackProgram::usual).map(PackProgram::name).toList();
        var own = all.stream().filter(program -> !program.usual())
                .map(program -> "  " + ShellWords.line(program.version()));
        return Stream.concat(own, usual.isEmpty() ? Stream.empty()
                : Stream.of("  %s: each with --version".formatted(Printable.escaped(String.join(", ", usual)))))
                .toList();
    }
}
