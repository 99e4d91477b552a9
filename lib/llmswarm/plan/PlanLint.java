package llmswarm.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import llmswarm.config.stack.Stack;
import llmswarm.guard.SafePath;
import llmswarm.guard.UnsafePath;
import text.Unreadable;

/**
 * Finds everything that is wrong with a plan at once, and mends what needs no model: tasks that write the same file.
 */
public final class PlanLint {
    /** The path of the page that the tool itself writes. */
    public static final String PLAN_PAGE = "docs/PLAN.md";
    private static final Set<String> RESERVED = Set.of(Task.SCAFFOLD, "ask");
    private static final String KEBAB = "[a-z0-9]+(-[a-z0-9]+)*";

    /**
     * What linting found.
     *
     * @param plan   the plan with the added dependencies; only to be used when there are no faults
     * @param faults one sentence each, fit for the planner and for a person
     * @param notes  what was changed
     */
    public record Linted(Plan plan, List<String> faults, List<String> notes) {
    }

    private final Plan plan;
    private final Stack stack;
    private final List<String> faults = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    private PlanLint(Plan plan, Stack stack) {
        this.plan = plan;
        this.stack = stack;
    }

    /** Checks the plan against the stack it is for. */
    public static Linted lint(Plan plan, Stack stack) {
        return Unreadable.or("the plan", fault -> new Linted(plan, List.of(fault), List.of()), () -> linted(plan, stack));
    }

    private static Linted linted(Plan plan, Stack stack) {
        var lint = new PlanLint(plan, stack);
        lint.names();
        lint.references();
        lint.coverage();
        lint.paths();
        lint.folders();
        lint.parts();
        TaskGraph.cycle(plan.tasks()).ifPresent(path ->
                lint.faults.add("the tasks depend on each other in a circle: " + String.join(" -> ", path)));
        var mended = lint.faults.isEmpty() ? lint.ordered() : plan;
        return new Linted(mended, PlanBounds.told(lint.faults), PlanBounds.told(lint.notes));
    }

    /** One sentence for each file of the plan that is refused only because other tools obey it. */
    public static List<String> obeyed(Plan plan, Stack stack) {
        return plan.tasks().stream().flatMap(task -> task.files().stream()).distinct()
                .flatMap(file -> SafePath.obeyed(file, stack.allow()).stream()).toList();
    }

    private void names() {
        if (!isName(plan.name())) {
            faults.add("name: '%s' must be kebab-case with at most 64 characters".formatted(plan.name()));
        } else if (hidesModule()) {
            faults.add("name: '%s' is also a module of Python's, which a folder of that name with the file __init__.py hides; choose another"
                    .formatted(plan.name()));
        }
        if (!plan.stack().equals(stack.name())) {
            faults.add("stack: '%s' must be '%s'".formatted(plan.stack(), stack.name()));
        } else if (!plan.parts().isEmpty() && !plan.parts().equals(stack.partNames())) {
            faults.add("parts: they must be %s".formatted(stack.name()));
        }
        if (plan.tasks().isEmpty()) faults.add("tasks: there must be at least one");
        unique("requirement", plan.requirements(), Plan.Requirement::id);
        unique("contract", plan.contracts(), Plan.Contract::name);
        unique("task", plan.tasks(), Task::id);
        for (var task : plan.tasks()) {
            if (!isName(task.id())) {
                faults.add("task '%s': the id must be kebab-case with at most 64 characters".formatted(task.id()));
            }
            if (RESERVED.contains(task.id())) faults.add("task '%s': this id is the tool's own; choose another".formatted(task.id()));
            if (task.files().isEmpty()) faults.add("task '%s': it declares no files".formatted(task.id()));
        }
        if (!stack.checksFromPlan() && !plan.checks().isEmpty()) {
            faults.add("checks: the stack '%s' has its own checks; leave this list empty".formatted(stack.name()));
        }
        faults.addAll(CheckLint.form(plan));
    }

    /** The length first, as the form takes stack for each part. */
    private static boolean isName(String text) {
        return text.length() <= 64 && text.matches(KEBAB);
    }

    private <T> void unique(String kind, List<T> things, Function<T, String> key) {
        var seen = new HashSet<String>();
        for (var thing : things) {
            if (!seen.add(key.apply(thing))) faults.add("%s '%s' is there twice".formatted(kind, key.apply(thing)));
        }
    }

    private void references() {
        var tasks = keys(plan.tasks(), Task::id);
        var requirements = keys(plan.requirements(), Plan.Requirement::id);
        var contracts = keys(plan.contracts(), Plan.Contract::name);
        for (var task : plan.tasks()) {
            if (!alone()) known(task, "agent", List.of(task.agent()), new TreeSet<>(stack.agents()));
            known(task, "dependency", task.dependsOn(), tasks);
            known(task, "requirement", task.requirements(), requirements);
            known(task, "contract", Stream.concat(task.provides().stream(), task.uses().stream()).toList(), contracts);
        }
    }

    /** Whether one agent does everything, which belongs to no stack and may write anything. */
    private boolean alone() {
        return plan.tasks().size() == 1 && plan.tasks().getFirst().agent().equals(SoloPlan.AGENT);
    }

    private static <T> Set<String> keys(List<T> things, Function<T, String> key) {
        return things.stream().map(key).collect(Collectors.toCollection(TreeSet::new));
    }

    private void known(Task task, String kind, List<String> names, Set<String> known) {
        for (var name : names) {
            if (known.contains(name)) continue;
            // All known names in each of very many sentences would take gigabytes.
            if (faults.size() > PlanBounds.TOLD) {
                faults.add("");
                continue;
            }
            var remedy = known.isEmpty() ? "there are none" : "known: " + String.join(", ", known);
            faults.add("task '%s': unknown %s '%s'; %s".formatted(task.id(), kind, name, remedy));
        }
    }

    private void coverage() {
        var covered = plan.tasks().stream().flatMap(task -> task.requirements().stream()).collect(Collectors.toSet());
        for (var requirement : plan.requirements()) {
            if (!covered.contains(requirement.id())) {
                faults.add("requirement '%s' is covered by no task".formatted(requirement.id()));
            }
        }
        for (var contract : plan.contracts()) {
            var users = plan.tasks().stream().filter(t -> t.uses().contains(contract.name())).map(Task::id).toList();
            var provided = plan.tasks().stream().anyMatch(t -> t.provides().contains(contract.name()));
            if (!users.isEmpty() && !provided) {
                faults.add("contract '%s' is used by %s, but no task provides it".formatted(contract.name(),
                        quoted(users)));
            }
        }
    }

    private void paths() {
        faults.addAll(SafePath.caseClash(Stream.concat(stack.parts().stream().map(part -> part.path("")),
                plan.tasks().stream().flatMap(t -> t.files().stream())).distinct().toList()));
        for (var task : plan.tasks()) {
            for (var file : task.files()) {
                if (alone() && file.equals(Task.ANYWHERE)) continue;
                try {
                    SafePath.of(file, stack.allow());
                } catch (UnsafePath refused) {
                    faults.add("task '%s': %s".formatted(task.id(), refused.getMessage()));
                }
                if (file.equalsIgnoreCase(PLAN_PAGE)) {
                    faults.add("task '%s': '%s' is written by the tool itself".formatted(task.id(), file));
                }
            }
        }
    }

    /** Python that is started beside the project's folder would load it in place of its own. */
    private boolean hidesModule() {
        return plan.tasks().stream().anyMatch(task -> task.files().contains("__init__.py"))
                && SafePath.obeyed(plan.name() + "/__init__.py", List.of()).isPresent();
    }

    /** A name cannot be a file in one task and a folder in another. */
    private void folders() {
        var all = plan.tasks().stream().flatMap(t -> t.files().stream()).collect(Collectors.toCollection(TreeSet::new));
        for (var file : all) {
            if (!file.endsWith("/") && Optional.ofNullable(all.ceiling(file + "/")).filter(other -> other.startsWith(file + "/")).isPresent()) {
                faults.add("'%s' is a file in one place and a folder in another".formatted(file));
            }
        }
    }

    /** A task may write what no part holds, such as a README at the top, but nothing of two parts. */
    private void parts() {
        if (alone()) return;
        for (var task : plan.tasks()) {
            var held = stack.parts().stream().filter(part -> task.files().stream().anyMatch(part::meets)).toList();
            if (held.size() > 1) {
                faults.add("task '%s': its files lie in %s; make a task of each part's".formatted(task.id(),
                        held.stream().map(part -> part.path("")).collect(Collectors.joining(" and in "))));
            }
            for (var part : held) {
                if (task.files().contains(part.root())) faults.add("task '%s': '%s' is a part's folder, which cannot be a file"
                        .formatted(task.id(), part.root()));
            }
        }
    }

    /** Two tasks that write one file run one after the other: along an order that is there, else the plan's. */
    private Plan ordered() {
        var tasks = new ArrayList<>(plan.tasks());
        var order = new TaskOrder(tasks);
        for (int later = 1; later < tasks.size(); later++) {
            // The nearest first, as others are mostly before that one already.
            for (int earlier = later - 1; earlier >= 0; earlier--) {
                var a = tasks.get(earlier);
                var b = tasks.get(later);
                if (order.connected(earlier, later)) continue;
                var shared = shared(a, b);
                if (shared.isEmpty()) continue;
                order.add(earlier, later);
                tasks.set(later, b.dependingOn(Stream.concat(b.dependsOn().stream(), Stream.of(a.id())).toList()));
                notes.add("'%s' now waits for '%s': both write %s".formatted(b.id(), a.id(), quoted(shared)));
            }
        }
        return plan.withTasks(tasks);
    }

    private static List<String> shared(Task a, Task b) {
        return Stream.concat(a.files().stream().filter(b::owns), b.files().stream().filter(a::owns))
                .distinct().sorted().toList();
    }

    private static String quoted(Collection<String> names) {
        return names.stream().map("'%s'"::formatted).collect(Collectors.joining(", "));
    }
}
