package llmswarm.run.planning;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import llmswarm.check.Conditions;
import llmswarm.check.VariableWords;
import llmswarm.config.stack.PackProgram;
import llmswarm.config.stack.Service;
import llmswarm.config.stack.Stack;
import llmswarm.guard.Digest;
import llmswarm.guard.Stop;
import llmswarm.run.steps.World;
import text.Printable;
import text.ShellWords;

/** A pack that came from elsewhere runs its commands only once a person has said so, for exactly this content. */
public final class PackTrust {
    private static final List<String> OF_THE_PLAN = List.of("name", "module", "summary", "file", "files");

    private final Workplace around;
    private final World world;

    public PackTrust(Workplace around, World world) {
        this.around = around;
        this.world = world;
    }

    /** As {@link #require(Stack, Map)}, with the pack's own values for its variables. */
    public void require(Stack stack) throws InterruptedException {
        require(stack, new StackVariables(RunOptions.DEFAULT).of(stack));
    }

    /**
     * Asks where nobody has said so yet, for this content and these commands; throws {@link Stop} where the answer is
     * no.
     *
     * @param variables values of the stack's variables, with which its commands are shown as they will run
     */
    public void require(Stack stack, Map<String, String> variables) throws InterruptedException {
        var foreign = stack.folders().stream().filter(folder -> !folder.kind().trusted()).toList();
        if (foreign.isEmpty()) return;
        var what = key(stack.name(), Printable.escaped(foreign.getFirst().shown()));
        var terms = terms(stack, variables);
        new TrustQuestion(around, world).require(key(stack.name(), foreign.getFirst().folder().toString()),
                terms.digest(),
                "The %s is new or has changed. It would run:\n%s\nTrust it? [y/N]".formatted(what, terms.text()),
                "the %s is not trusted; look at it and run again with --trust".formatted(what));
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
    public static Terms terms(Stack stack, Map<String, String> variables) {
        var lines = commands(stack, variables);
        var commands = String.join("\n", lines);
        return new Terms(lines, commands + allowed(stack), Digest.of(List.of(stack.digest(), commands)));
    }

    /** Under what a pack in that folder is trusted. */
    public static String key(String name, String folder) {
        return "pack %s in %s".formatted(name, folder);
    }

    /** What the stack lets be written that is refused otherwise. */
    private static String allowed(Stack stack) {
        if (stack.allow().isEmpty()) return "";
        var paths = stack.allow().stream().map(Printable::escaped).collect(Collectors.joining("\n  "));
        return "\nIt lets be written, although other tools obey it:\n  " + paths;
    }

    /** What only a plan and its files give, which no pack can choose, stays as the pack wrote it. */
    private static List<String> commands(Stack stack, Map<String, String> variables) {
        var known = new HashMap<>(variables);
        OF_THE_PLAN.forEach(name -> known.put(name, "{{%s}}".formatted(name)));
        var commands = new ArrayList<String>();
        Service.GIVEN.forEach(name -> known.put(name, "{{%s}}".formatted(name)));
        stack.checks().stream().flatMap(check -> check.services().stream()).distinct()
                .forEach(service -> service.commands().forEach(command -> commands.add("  "
                + ShellWords.line(VariableWords.filled(service.name(), command, known)))));
        stack.checks().forEach(check -> commands.add("  " + Conditions.told(check)
                + ShellWords.line(VariableWords.filled(check.name(), check.run(), known))));
        stack.setup().commands().forEach(command -> commands.add("  "
                + ShellWords.line(VariableWords.filled("Setup", command, known)) + "  (with network)"));
        if (!stack.setup().pass().isEmpty()) commands.add("  (setup is given these variables of yours: %s)"
                .formatted(String.join(", ", stack.setup().pass())));
        commands.addAll(versions(stack));
        return commands;
    }

    /** How the stack asks programs for their versions. */
    private static List<String> versions(Stack stack) {
        var usual = stack.programs().stream().filter(PackProgram::usual).map(PackProgram::name).toList();
        var own = stack.programs().stream().filter(program -> !program.usual())
                .map(program -> "  " + ShellWords.line(program.version()));
        return Stream.concat(own, usual.isEmpty() ? Stream.empty()
                : Stream.of("  %s: each with --version".formatted(Printable.escaped(String.join(", ", usual)))))
                .toList();
    }
}
