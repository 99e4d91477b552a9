package llmswarm.plan;

import java.util.List;

/**
 * One piece of work for one agent.
 *
 * @param files     paths it writes, relative to the project; one that ends in {@code /} is a folder it owns
 * @param dependsOn ids of tasks whose files it is given
 * @param provides  names of contracts it fulfils
 * @param uses      names of contracts it relies on
 */
public record Task(String id, String title, String agent, String description, List<String> requirements,
                   List<String> files, List<String> dependsOn, List<String> provides, List<String> uses) {
    public Task {
        requirements = List.copyOf(requirements);
        files = List.copyOf(files);
        dependsOn = List.copyOf(dependsOn);
        provides = List.copyOf(provides);
        uses = List.copyOf(uses);
    }

    /** The same task with other dependencies. */
    public Task dependingOn(List<String> others) {
        return new Task(id, title, agent, description, requirements, files, others, provides, uses);
    }

    /** Among the files: whatever the task finds right. */
    public static final String ANYWHERE = "./";

    /** Whether this task may write the path: declared by name, or inside a declared folder. */
    public boolean owns(String path) {
        return files.contains(ANYWHERE) || files.stream()
                .anyMatch(f -> f.endsWith("/") ? path.startsWith(f) : path.equals(f));
    }
}
