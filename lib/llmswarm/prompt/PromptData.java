package llmswarm.prompt;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import llmswarm.config.Agent;
import llmswarm.config.Stack;
import llmswarm.plan.Plan;
import llmswarm.plan.PlanJson;
import llmswarm.plan.Task;

/** Turns records into the maps, lists and strings that templates may see; the names are listed in {@link Variables}. */
public final class PromptData {
    private PromptData() {
    }

    /** For the template {@code stack}: which pack suits a specification. */
    public static Map<String, Object> choosing(String spec, List<Stack> stacks) {
        return Map.of("spec", spec, "stacks",
                stacks.stream().map(s -> Map.of("name", s.name(), "description", s.description())).toList());
    }

    /** For the template {@code plan}; a repair is added by {@link #repair}. The programs are those of this machine, such as {@code gcc 12.2.0}. */
    public static Map<String, Object> planning(String spec, Agent planner, Stack stack, String conventions, List<Agent> agents,
                                               String schema, List<Map<String, String>> answers, List<String> programs) {
        return Map.of("spec", spec, "role", planner.role(),
                "stack", Map.of("name", stack.name(), "description", stack.description(), "conventions", conventions,
                        "checksFromPlan", stack.checksFromPlan()),
                "agents", agents.stream().map(a -> Map.of("name", a.name(), "description", a.description())).toList(),
                "schema", schema, "answers", answers, "repair", false,
                "machine", programs.isEmpty() ? false : Map.of("programs", programs));
    }

    /** What a faulty plan is sent back with. */
    public static Map<String, Object> repair(String previous, List<String> faults) {
        return Map.of("previous", previous, "faults", faults);
    }

    /** What a plan has to be changed for: the plan as JSON, the task that cannot be done, and the tasks that stay as they are. */
    public static Map<String, Object> change(Plan plan, Task task, String reason, List<String> begun) {
        return Map.of("plan", PlanJson.of(plan), "task", task.id(), "reason", reason, "fence", SourceText.fence(reason), "begun", begun);
    }

    /** For an agent's own template. Files are added by {@link Prompts#fitted}. */
    public static Map<String, Object> task(Plan plan, Task task, Agent agent, String conventions) {
        return Map.of("role", agent.role(), "conventions", conventions, "plan", plan(plan), "task", task(plan, task),
                "otherFiles", List.of(), "retry", false);
    }

    /** What an attempt after the first is told. */
    public static Map<String, Object> retry(int attempt, String evidence, String previous) {
        return Map.of("attempt", Integer.toString(attempt), "evidence", evidence, "previous", previous,
                "fence", SourceText.fence(previous + "\n" + evidence));
    }

    /** The same where there is no room for the last answer. */
    public static Map<String, Object> withoutPrevious(Map<String, Object> retry) {
        var shorter = new HashMap<>(retry);
        shorter.put("previous", "");
        return shorter;
    }

    /** For the template {@code plan-page}. */
    public static Map<String, Object> page(Plan plan, List<Map<String, String>> assumptions, List<String> notes) {
        return Map.of("plan", plan(plan), "assumptions", assumptions, "notes", notes);
    }

    /** The plan as templates see it. */
    public static Map<String, Object> plan(Plan plan) {
        return Map.of("name", plan.name(), "stack", plan.stack(), "summary", plan.summary(),
                "requirements", plan.requirements().stream().map(PromptData::requirement).toList(),
                "contracts", plan.contracts().stream().map(PromptData::contract).toList(),
                "tasks", plan.tasks().stream().map(PromptData::outline).toList());
    }

    private static Map<String, Object> outline(Task task) {
        return Map.of("id", task.id(), "title", task.title(), "agent", task.agent(), "files", task.files(),
                "dependsOn", task.dependsOn(), "requirements", task.requirements());
    }

    /** A task with its requirements and contracts in full. */
    public static Map<String, Object> task(Plan plan, Task task) {
        return Map.of("id", task.id(), "title", task.title(), "description", task.description(), "files", task.files(),
                "requirements", named(plan.requirements(), Plan.Requirement::id, task.requirements(), PromptData::requirement),
                "provides", named(plan.contracts(), Plan.Contract::name, task.provides(), PromptData::contract),
                "uses", named(plan.contracts(), Plan.Contract::name, task.uses(), PromptData::contract));
    }

    private static <T> List<Map<String, Object>> named(List<T> all, Function<T, String> name, List<String> wanted,
                                                       Function<T, Map<String, Object>> data) {
        var byName = all.stream().collect(Collectors.toMap(name, data));
        return wanted.stream().map(byName::get).toList();
    }

    private static Map<String, Object> requirement(Plan.Requirement requirement) {
        return Map.of("id", requirement.id(), "text", requirement.text());
    }

    private static Map<String, Object> contract(Plan.Contract contract) {
        return Map.of("name", contract.name(), "kind", contract.kind(), "text", contract.text());
    }
}
