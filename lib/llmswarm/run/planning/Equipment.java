package llmswarm.run.planning;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import llmswarm.check.Programs;
import llmswarm.check.RequiredPrograms;
import llmswarm.config.stack.PackProgram;
import llmswarm.config.stack.Stack;
import llmswarm.guard.Stop;
import llmswarm.plan.CheckLint;
import llmswarm.plan.Plan;
import llmswarm.run.journal.Planning;
import llmswarm.run.steps.World;
import llmswarm.run.trust.PackTrust;
import sandbox.Sandbox;

/**
 * What this machine has for the checks that a plan names. Where nothing can be contained no check runs, and nothing is
 * missing. A program is asked for its version by a command of a pack, which somebody has to have agreed to.
 */
public final class Equipment implements AutoCloseable {
    private final Programs programs;
    private final Optional<Sandbox> sandbox;
    private final World world;
    private final Set<PackProgram> agreed = ConcurrentHashMap.newKeySet();
    private Optional<Thread> looking = Optional.empty();

    public Equipment(Programs programs, Optional<Sandbox> sandbox, World world) {
        this.programs = programs;
        this.sandbox = sandbox;
        this.world = world;
    }

    /** From now on these commands may run here. */
    void allow(PackTrust.Agreed commands) {
        agreed.addAll(commands.programs());
    }

    /** Those of a stack's programs that may be asked. */
    private Stream<PackProgram> allowed(Collection<PackProgram> some, Stack stack) {
        PackTrust.given(stack).ifPresent(this::allow);
        return some.stream().filter(agreed::contains);
    }

    private List<PackProgram> allowed(Stack stack) {
        return allowed(stack.programs(), stack).toList();
    }

    /** Whether all of them may. */
    private boolean mayAsk(Stack stack) {
        var all = PackTrust.asked(stack);
        return allowed(all, stack).count() == all.size();
    }

    /** Begins to look for the programs of these stacks while the planner chooses among them: that takes two seconds. */
    void begin(Collection<Stack> stacks) {
        var all = stacks.stream().flatMap(stack -> allowed(PackTrust.asked(stack), stack))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (sandbox.isEmpty() || all.isEmpty()) return;
        looking = Optional.of(Thread.startVirtualThread(() -> {
            try {
                programs.found(all, sandbox.get());
            } catch (InterruptedException over) {
                // Nobody waits for it any more.
            }
        }));
    }

    /** Those of the stacks' programs that run here, with versions. */
    List<String> programs(List<Stack> stacks) throws InterruptedException {
        return world.programs(stacks.stream().map(Stack::name).toList(), () -> {
            var texts = new LinkedHashSet<String>();
            for (var stack : stacks) found(stack).forEach(found -> texts.add(found.text()));
            return List.copyOf(texts);
        });
    }

    private List<Programs.Installed> found(Stack stack) throws InterruptedException {
        return sandbox.isEmpty() ? List.of() : programs.found(allowed(stack), sandbox.get());
    }

    /** Checks of a plan that call what is not on this machine, a sentence each. */
    List<String> missing(Plan plan, Stack stack) throws InterruptedException {
        if (sandbox.isEmpty()) return List.of();
        Predicate<String> there = word -> word.startsWith("/") ? Files.isExecutable(Path.of(word)) : isOnPath(word);
        var lacking = CheckLint.calls(plan).stream().filter(call -> isOnPath(call.program()))
                .flatMap(call -> sandbox.get().lack(call.program())
                .map(why -> "check '%s' calls a program that does not start in the sandbox: %s".formatted(call.check(),
                why)).stream()).distinct();
        return Stream.concat(CheckLint.missing(plan, there, found(stack).stream().map(Programs.Installed::name)
                .toList()).stream(), lacking).toList();
    }

    /** The same, and what most likely will not run: told to the planner once, and taken when it insists. */
    List<String> doubtful(Plan plan, Stack stack) throws InterruptedException {
        if (sandbox.isEmpty()) return List.of();
        var idle = allowed(stack).stream().map(PackProgram::name)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        found(stack).forEach(found -> idle.remove(found.name()));
        var broken = CheckLint.calls(plan).stream()
                .filter(call -> idle.contains(call.program()) && isOnPath(call.program()))
                .map(call -> "check '%s' calls '%s', which is on the PATH here but does not run".formatted(call.check(), call.program()));
        return Stream.of(missing(plan, stack).stream(), broken, CheckLint.shellWords(plan).stream()).flatMap(all -> all)
                .toList();
    }

    /**
     * The stack with the programs that are here; throws {@link Stop} where one is missing that its commands need, since
     * that has to be there before anything is spent.
     */
    public Stack require(Stack stack) throws InterruptedException {
        if (sandbox.isEmpty()) return stack;
        var found = new RequiredPrograms(programs, sandbox.get()).of(stack, mayAsk(stack));
        if (!found.missing().isEmpty()) throw Stop.usage(found.missing().stream()
                .map(missing -> "stack %s: %s".formatted(stack.name(), missing.toldToRun())).toList());
        return found.stack();
    }

    /** What the stacks need and this machine does not have; what nobody trusts yet is not run for that. */
    List<String> lacking(List<Stack> stacks) throws InterruptedException {
        return world.missing(Planning.ProgramsMissing.OF_PACKS, () -> {
            var lacking = new ArrayList<String>();
            for (var stack : sandbox.isEmpty() ? List.<Stack>of() : stacks) {
                var missing = new RequiredPrograms(programs, sandbox.get()).of(stack, mayAsk(stack)).lacks();
                if (!missing.isEmpty()) lacking.add("%s: %s".formatted(stack.name(), String.join("; ", missing)));
            }
            return List.copyOf(lacking);
        });
    }

    private boolean isOnPath(String word) {
        return sandbox.flatMap(walls -> walls.program(word)).isPresent();
    }

    /** Ends what is still looked for. */
    @Override
    public void close() {
        looking.ifPresent(thread -> {
            thread.interrupt();
            try {
                thread.join();
            } catch (InterruptedException again) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
