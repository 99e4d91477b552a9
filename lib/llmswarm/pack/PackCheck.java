package llmswarm.pack;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

import llmswarm.check.Programs;
import llmswarm.check.SandboxChoice;
import llmswarm.config.Catalog;
import llmswarm.config.stack.Stack;
import llmswarm.guard.Stop;
import llmswarm.run.options.Workplace;
import sandbox.Sandbox;

/** Finds what is wrong with a pack, and what is odd about it, without running anything of it. */
final class PackCheck {
    private final Catalog catalog;
    private final Map<String, String> env;
    private final Programs programs;
    private Optional<Optional<Sandbox>> sandbox = Optional.empty();

    PackCheck(Workplace around) {
        this.catalog = around.catalog();
        this.env = around.env();
        this.programs = around.programs();
    }

    /** The pack of that name; {@link Stop} when there is none. */
    PackReport of(String name) throws InterruptedException {
        var faults = new LinkedHashSet<>(catalog.brokenStacks().getOrDefault(name, List.of()));
        var read = catalog.readStacks().stream().filter(stack -> stack.name().equals(name)).findFirst();
        if (read.isEmpty() && faults.isEmpty()) catalog.stack(name);
        read.ifPresent(stack -> faults.addAll(PackFaults.of(catalog, stack)));
        return new PackReport(name, List.copyOf(faults), read.isPresent() ? warnings(read.get(), faults) : List.of());
    }

    private List<String> warnings(Stack stack, Set<String> faults) throws InterruptedException {
        var warnings = new ArrayList<String>();
        warnings.addAll(told(() -> UnusedFiles.of(catalog, stack), faults));
        warnings.addAll(told(() -> example(stack), faults));
        warnings.addAll(told(() -> PromptSizes.of(catalog, stack), faults));
        var shown = stack.folders().getFirst().shown();
        if (!faults.isEmpty()) return warnings;
        missing(stack).forEach(sentence -> warnings.add(shown + ": " + sentence));
        return warnings;
    }

    /** What the pack's commands need and this machine does not have, a sentence each. */
    List<String> missing(Stack stack) throws InterruptedException {
        // Finding one takes longer than all the rest.
        if (sandbox.isEmpty()) sandbox = Optional.of(SandboxChoice.of(Optional.empty(), env));
        return sandbox.get().isEmpty() ? List.of() : MissingTools.of(stack, programs, sandbox.get().get());
    }

    private List<String> example(Stack stack) {
        var example = PackExample.of(stack);
        var shown = stack.folders().getFirst().shown();
        if (example.isEmpty()) return List.of("%s: has no example/ with %s and %s, so that 'stacks test' cannot try it and its patterns are tried by nothing."
                .formatted(shown, PackExample.SPEC, PackExample.TAPE));
        return IdlePatterns.in(ExampleResult.of(catalog, stack, example.get()));
    }

    /** What a fault of the pack keeps from being looked at is told as that fault. */
    private static List<String> told(Supplier<List<String>> look, Set<String> faults) {
        try {
            return look.get();
        } catch (Stop wrong) {
            return wrong.lines().stream().filter(line -> !faults.contains(line)).toList();
        }
    }
}
