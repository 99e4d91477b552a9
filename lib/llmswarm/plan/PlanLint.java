package llmswarm.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import llmswarm.config.stack.Stack;
import llmswarm.guard.SafePath;
import llmswarm.guard.UnsafePath;

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
        return new Linted(mended, List.copyOf(lint.faults), List.copyOf(lint.notes));
    }

    /** One sentence for each file of the plan that is refused only because other tools obey it. */
    public static List<String> obeyed(Plan plan, Stack stack) {
        return plan.tasks().stream().flatMap(task -> task.files().stream()).distinct()
                .flatMap(file -> SafePath.obeyed(file, stack.allow()).stream()).toList();
    }

    private void names() {
        if (!plan.name().matches(KEBAB) || plan.name().length() > 64) {
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
            if (!task.id().matches(KEBAB) || task.id().length() > 64) {
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
            var remedy = known.isEmpty() ? "there are none" : "known: " + String.join(", ", known);
            faults.add("task '%s': unknown %s '%s'; %s".formatted(task.id(), kind, name, remedy));
        }
    }

    private void coverage() {
        for (var requirement : plan.requirements()) {
            if (plan.tasks().stream().noneMatch(t -> t.requirements().contains(requirement.id()))) {
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
            if (!file.endsWith("/") && all.stream().anyMatch(other -> other.startsWith(file + "/"))) {
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
        for (int later = 1; later < tasks.size(); later++) {
            for (int earlier = 0; earlier < later; earlier++) {
                var a = tasks.get(earlier);
                var b = tasks.get(later);
                var shared = shared(a, b);
                if (shared.isEmpty() || connected(tasks, a.id(), b.id())) continue;
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

    private static boolean connected(List<Task> tasks, String a, String b) {
        var graph = new TaskGraph(tasks);
        return graph.downstream(a).contains(b) || graph.downstream(b).contains(a);
    }

    private static String quoted(Collection<String> names) {
        return names.stream().map("'%s'"::formatted).collect(Collectors.joining(", "));
    }
}
