package llmswarm.prompt;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import llmswarm.config.Agent;
import llmswarm.config.stack.Stack;
import llmswarm.plan.Plan;
import llmswarm.plan.PlanJson;
import llmswarm.plan.SpecLines;
import llmswarm.plan.Task;

/** Turns records into the maps, lists and strings that templates may see; the names are listed in {@link Variables}. */
public final class PromptData {
    private PromptData() {
    }

    /**
     * For the template {@code stack}: which pack suits a specification, and how large the work is.
     *
     * @param lacking of the packs those that need what is not on this machine, each with that
     */
    public static Map<String, Object> choosing(SpecLines spec, List<Stack> stacks, List<String> programs,
            List<String> lacking, List<String> missing) {
        return Map.of("missing", missing.isEmpty() ? false : Map.of("faults", missing), "lacking",
                lacking.isEmpty() ? false : Map.of("kinds", lacking),
                "spec", spec(spec, List.of(spec.all())), "machine", machine(programs), "checksFromPlan",
                stacks.stream().anyMatch(Stack::checksFromPlan), "several", stacks.size() > 1, "stacks",
                stacks.stream().map(s -> Map.of("name", s.name(), "description", s.description(), "checksFromPlan",
                s.checksFromPlan())).toList());
    }

    /** What of the programs on this machine a prompt tells. */
    private static Object machine(List<String> programs) {
        return programs.isEmpty() ? false : Map.of("programs", programs);
    }

    /** Lines of a specification as they stand, with a fence that they do not contain. */
    public static Map<String, Object> spec(SpecLines spec, List<String> lines) {
        var text = spec.quoted(lines);
        return Map.of("text", text, "fence", SourceText.fence(text));
    }

    /**
     * For the template {@code plan}; a repair is added by {@link #repair}.
     *
     * @param size  few, lines, taskLines and tasks: how the work is to be cut
     * @param programs those of this machine, such as {@code gcc 12.2.0}
     */
    public static Map<String, Object> planning(SpecLines spec, Agent planner, Stack stack, String conventions,
            List<Agent> agents, Map<String, Object> size, List<Map<String, String>> answers, List<String> programs) {
        var data = new HashMap<String, Object>();
        data.put("spec", spec.numbered());
        data.put("role", planner.role());
        data.put("stack", Map.of("name", stack.name(), "description", stack.description(), "conventions", conventions,
                "checksFromPlan", stack.checksFromPlan(), "allow", stack.allow()));
        data.put("agents", agents.stream().map(a -> Map.of("name", a.name(), "description", a.description())).toList());
        data.put("size", size);
        data.put("contractForms", stack.contracts().stream()
                .flatMap(c -> c.form().stream().map(form -> Map.of("kind", c.kind(), "form", form))).distinct()
                .toList());
        data.put("answers", answers);
        data.put("repair", false);
        data.put("machine", machine(programs));
        return data;
    }

    /**
     * What a faulty plan is sent back with.
     *
     * @param whole for a planner that can only give the whole plan
     * @param form  the plan's schema, where the answer was no plan: not every server holds its model to one; else empty
     */
    public static Map<String, Object> repair(String previous, List<String> faults, boolean whole, String form) {
        return Map.of("previous", previous, "faults", faults, "whole", whole, "form", form);
    }

    /**
     * What a plan has to be changed for: the plan as JSON, the task that cannot be done, and the tasks that stay as
     * they are.
     */
    public static Map<String, Object> replan(Plan plan, Task task, String reason, List<String> begun) {
        return Map.of("plan", PlanJson.of(plan.withParts(List.of())), "task", task.id(), "reason", reason, "fence",
                SourceText.fence(reason), "begun", begun);
    }

    /** For an agent's own template. Files are added by {@link Prompts#fitted}. */
    public static Map<String, Object> task(Plan plan, SpecLines spec, Task task, Agent agent, String conventions) {
        var quoted = quoted(plan, spec, task);
        Object lines = quoted.isEmpty() ? false : Map.of("text", quoted, "fence", SourceText.fence(quoted));
        return Map.of("role", agent.role(), "conventions", conventions, "plan", plan(plan), "task", task(plan, task),
                "lines", lines, "otherFiles", List.of(), "retry", false);
    }

    /** The lines of the specification that the task's requirements come from, as they stand. */
    public static String quoted(Plan plan, SpecLines spec, Task task) {
        return spec.quoted(plan.requirements().stream().filter(r -> task.requirements().contains(r.id()))
                .flatMap(r -> r.lines().stream()).toList());
    }

    /** What an attempt after the first is told; which files it is not shown is added by {@link #without}. */
    public static Map<String, Object> retry(int attempt, String evidence, String previous) {
        return Map.of("attempt", Integer.toString(attempt), "evidence", evidence, "previous", previous, "unshown",
                false, "fence", SourceText.fence(previous + "\n" + evidence));
    }

    /** The same where some files of the task are not shown, each told by its path and size. */
    public static Map<String, Object> without(Map<String, Object> retry, List<SourceText> unshown) {
        var more = new HashMap<>(retry);
        if (!unshown.isEmpty()) more.put("unshown", Map.of("files", unshown.stream()
                .map(file -> Map.of("path", file.path(), "characters", Integer.toString(file.text().length())))
                .toList()));
        return more;
    }

    /** The same where there is no room for the last answer. */
    public static Map<String, Object> withoutPrevious(Map<String, Object> retry) {
        var shorter = new HashMap<>(retry);
        shorter.put("previous", "");
        return shorter;
    }

    /** For the template {@code plan-page}: a title is one cell of a table in Markdown, whatever it holds. */
    public static Map<String, Object> page(Plan plan, List<Map<String, String>> assumptions, List<String> notes) {
        var data = new HashMap<>(plan(plan));
        data.put("tasks", plan.tasks().stream().map(task -> {
            var row = new HashMap<>(outline(task));
            row.put("title", task.title().strip().replaceAll("\\R", " ").replace("|", "\\|"));
            return row;
        }).toList());
        return Map.of("plan", data, "assumptions", assumptions, "notes", notes);
    }

    /** The plan as templates see it. */
    public static Map<String, Object> plan(Plan plan) {
        return Map.of("name", plan.name(), "stack", plan.stack(), "summary", plan.summary(), "alone",
                plan.tasks().size() == 1,
                "requirements", plan.requirements().stream().map(PromptData::requirement).toList(),
                "contracts", plan.contracts().stream().map(PromptData::contract).toList(),
                "tasks", plan.tasks().stream().map(PromptData::outline).toList(),
                "checks", plan.checks().stream()
                .map(c -> Map.of("name", c.name(), "command",
                c.run().stream().map(PromptData::word).collect(Collectors.joining(" ")))).toList());
    }

    private static String word(String word) {
        return word.isEmpty() || word.contains(" ") ? "'" + word + "'" : word;
    }

    private static Map<String, Object> outline(Task task) {
        return Map.of("id", task.id(), "title", task.title(), "agent", task.agent(), "files", task.files(),
                "dependsOn", task.dependsOn(), "requirements", task.requirements());
    }

    /** A task with its requirements and contracts in full. */
    public static Map<String, Object> task(Plan plan, Task task) {
        return Map.of("id", task.id(), "title", task.title(), "description", task.description(), "files", task.files(),
                "size", task.size() == 0 ? "" : Integer.toString(task.size()), "requirements", named(plan.requirements(), Plan.Requirement::id, task.requirements(),
                PromptData::requirement),
                "provides", named(plan.contracts(), Plan.Contract::name, task.provides(), PromptData::contract),
                "uses", named(plan.contracts(), Plan.Contract::name, task.uses(), PromptData::contract));
    }

    private static <T> List<Map<String, Object>> named(List<T> all, Function<T, String> name, List<String> wanted,
                                                       Function<T, Map<String, Object>> data) {
        var byName = all.stream().collect(Collectors.toMap(name, data));
        return wanted.stream().map(byName::get).toList();
    }

    private static Map<String, Object> requirement(Plan.Requirement requirement) {
        return Map.of("id", requirement.id(), "text", requirement.text(), "lines", requirement.lines());
    }

    private static Map<String, Object> contract(Plan.Contract contract) {
        return Map.of("name", contract.name(), "kind", contract.kind(), "text", contract.text());
    }
}
