package llmswarm.plan;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * One piece of work for one agent.
 *
 * @param lines     of the specification, such as {@code 3-18}, that it builds, tests or describes; none where the plan
 *                  says so by requirements
 * @param files     paths it writes, relative to the project; one that ends in {@code /} is a folder it owns
 * @param size      lines that its files are planned to have together; 0 when the plan does not say
 * @param dependsOn ids of tasks whose files it is given
 * @param provides  names of contracts it fulfils
 * @param uses      names of contracts it relies on
 */
public record Task(String id, String title, String agent, String description,
                   @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> requirements,
                   @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> lines, List<String> files,
                   @JsonInclude(JsonInclude.Include.NON_DEFAULT) int size, List<String> dependsOn,
                   List<String> provides, List<String> uses) {
    /** One whose plan says by requirements what it is for. */
    public Task(String id, String title, String agent, String description, List<String> requirements,
                List<String> files, List<String> dependsOn, List<String> provides, List<String> uses) {
        this(id, title, agent, description, requirements, List.of(), files, 0, dependsOn, provides, uses);
    }

    public Task {
        requirements = requirements == null ? List.of() : List.copyOf(requirements);
        lines = lines == null ? List.of() : List.copyOf(lines);
        files = List.copyOf(files);
        dependsOn = List.copyOf(dependsOn);
        provides = List.copyOf(provides);
        uses = List.copyOf(uses);
    }

    /** The same task with other dependencies. */
    public Task dependingOn(List<String> others) {
        return new Task(id, title, agent, description, requirements, lines, files, size, others, provides, uses);
    }

    /** The same task for those requirements, which stand in those lines of the specification. */
    Task fulfilling(List<String> others, List<String> from) {
        return new Task(id, title, agent, description, others, from, files, size, dependsOn, provides, uses);
    }

    /** The same task with those files and no others. */
    public Task writing(List<String> others) {
        return new Task(id, title, agent, description, requirements, lines, others, size, dependsOn, provides,
                uses);
    }

    /** Among the files: whatever the task finds right. */
    public static final String ANYWHERE = "./";
    /** In place of a task's id: the files that a run brings besides those of its tasks. */
    public static final String SCAFFOLD = "scaffold";

    /** Whether this task may write the path: declared by name, or inside a declared folder. */
    public boolean owns(String path) {
        return files.contains(ANYWHERE) || files.stream()
                .anyMatch(f -> f.endsWith("/") ? path.startsWith(f) : path.equals(f));
    }
}
