package llmswarm.plan;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import com.fasterxml.jackson.annotation.JsonInclude;
import llmswarm.config.stack.PartName;
import text.Printable;

/**
 * What is to be made: requirements, what the tasks share, and the tasks. Its JSON form has the same names.
 *
 * @param stack  the pack's name; of several parts what they are called together
 * @param name   kebab-case; names the project's folder
 * @param checks end checks the planner proposes, each a command as a list of words; only for stacks that ask for them
 * @param unclear questions the specification leaves open
 * @param background lines of the specification, such as {@code 1-4}, that ask for nothing
 * @param parts  which pack stands in which folder, where it is more than one for the whole
 */
public record Plan(String stack, String name, String summary,
                   @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Requirement> requirements, List<Contract> contracts,
                   List<Task> tasks, List<PlannedCheck> checks, List<Unclear> unclear, List<String> background,
                   @JsonInclude(JsonInclude.Include.NON_EMPTY) List<PartName> parts) {
    /** A plan of one pack. */
    public Plan(String stack, String name, String summary, List<Requirement> requirements, List<Contract> contracts,
                List<Task> tasks, List<PlannedCheck> checks, List<Unclear> unclear, List<String> background) {
        this(stack, name, summary, requirements, contracts, tasks, checks, unclear, background, List.of());
    }

    /** A plan that names no line as background. */
    public Plan(String stack, String name, String summary, List<Requirement> requirements, List<Contract> contracts,
                List<Task> tasks, List<PlannedCheck> checks, List<Unclear> unclear) {
        this(stack, name, summary, requirements, contracts, tasks, checks, unclear, List.of());
    }

    public Plan {
        requirements = requirements == null ? List.of() : List.copyOf(requirements);
        contracts = List.copyOf(contracts);
        tasks = List.copyOf(tasks);
        checks = List.copyOf(checks);
        unclear = List.copyOf(unclear);
        // Journals and tapes of before have none.
        background = background == null ? List.of() : List.copyOf(background);
        parts = parts == null ? List.of() : List.copyOf(parts);
    }

    /** What a pack may use of it: name, module and summary, which is one line of its text. */
    public Map<String, String> names() {
        return Map.of("name", name, "module", name.replace('-', '_'), "summary",
                Printable.of(summary).replaceAll("\\s+", " ").strip());
    }

    /**
     * One thing the specification asks for.
     *
     * @param lines where the specification says so: numbers from 1 and ranges of them, such as {@code 7} and {@code
     *              12-14}
     */
    public record Requirement(String id, String text, List<String> lines) {
        public Requirement {
            lines = lines == null ? List.of() : List.copyOf(lines);
        }

        /** One that names no line. */
        public Requirement(String id, String text) {
            this(id, text, List.of());
        }
    }

    /** What tasks share: an endpoint, a table, a signature. Every task that provides or uses it is given this text. */
    public record Contract(String name, String kind, String text) {
    }

    /** An end check; run only after a person approved it. */
    public record PlannedCheck(String name, List<String> run) {
        public PlannedCheck {
            run = List.copyOf(run);
        }
    }

    /**
     * A question, and what is assumed when nobody answers it.
     *
     * @param requirements ids of those it is about: what was only assumed is not counted as asked for
     * @param lines        of the specification that it is about, where the plan says so by lines
     */
    public record Unclear(String question, String assumption,
                          @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> requirements,
                          @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> lines) {
        public Unclear {
            requirements = requirements == null ? List.of() : List.copyOf(requirements);
            lines = lines == null ? List.of() : List.copyOf(lines);
        }

        /** A question about those requirements. */
        public Unclear(String question, String assumption, List<String> requirements) {
            this(question, assumption, requirements, List.of());
        }

        /** A question about no requirement in particular. */
        public Unclear(String question, String assumption) {
            this(question, assumption, List.of());
        }
    }

    /** The same with other requirements and what names them. */
    Plan with(List<Requirement> asked, List<Task> some, List<Unclear> open) {
        return new Plan(stack, name, summary, asked, contracts, some, checks, open, background, parts);
    }

    /** The same, in which the requirements of another plan, where it has any, stay as they are. */
    public Plan keepingRequirements(Plan old) {
        return old.requirements.isEmpty() ? this : with(old.requirements, tasks, unclear);
    }

    /** The same of a project of that name, with those end checks. */
    public Plan called(String other, List<PlannedCheck> others) {
        return new Plan(stack, other, summary, requirements, contracts, tasks, others, unclear, background, parts);
    }

    /** The same with other tasks. */
    public Plan withTasks(List<Task> others) {
        return new Plan(stack, name, summary, requirements, contracts, others, checks, unclear, background, parts);
    }

    /** The same for a project of those parts. */
    public Plan withParts(List<PartName> others) {
        return new Plan(stack, name, summary, requirements, contracts, tasks, checks, unclear, background, others);
    }

    /** The task of that id. */
    public Task task(String id) {
        return tasks.stream().filter(t -> t.id().equals(id)).findFirst().orElseThrow();
    }

    /** The contracts that a task provides or uses. */
    public List<Contract> contracts(Task task) {
        return contracts.stream().filter(c -> task.provides().contains(c.name()) || task.uses().contains(c.name()))
                .toList();
    }

    /** The ids of the tasks that are in both plans, but are not the same work in both. */
    public List<String> changedSince(Plan old) {
        return tasks.stream().filter(task -> old.tasks.stream().anyMatch(was -> was.id().equals(task.id())
                && !(was.equals(task) && old.contracts(was).equals(contracts(task))))).map(Task::id).toList();
    }

    /** The same plan with those contracts and no others. */
    public Plan only(List<Contract> some) {
        return new Plan(stack, name, summary, requirements, some, tasks, checks, unclear, background, parts);
    }

    /** The same plan, in which those contracts take the place of those with their names. */
    public Plan withContracts(List<Contract> others) {
        var all = contracts.stream().map(c -> others.stream().filter(o -> o.name().equals(c.name())).findFirst()
                .orElse(c)).toList();
        return new Plan(stack, name, summary, requirements, all, tasks, checks, unclear, background, parts);
    }

    /** Short, as JShell shows it so. */
    @Override
    public String toString() {
        return "the plan of %s with the tasks %s".formatted(name,
                tasks.stream().map(Task::id).collect(Collectors.joining(", ")));
    }
}
