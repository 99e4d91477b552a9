package llmswarm.config;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * One specialised agent, from {@code agents/<name>.yaml}.
 *
 * @param name        kebab-case, equal to the file's name
 * @param description what it does and does not do; the planner assigns tasks by this
 * @param model       an alias of models.yaml
 * @param prompt      a template's name without its ending
 * @param role        what the agent is told about itself; {@code {{role}}} in the template
 * @param temperature 0 to 2
 * @param maxTokens   upper bound of one answer, in tokens
 * @param attempts    how often one task may be asked, 1 to 10
 * @param looks       how often it may look at the project before it writes, 0 to 40; empty leaves it to the kind of
 *                    run: a new project is written without, a change with some
 * @param effort      how long its model thinks first; empty leaves it to the model's own setting
 * @param digest      of the file's content
 */
public record Agent(String name, String description, String model, String prompt, String role,
                    double temperature, int maxTokens, int attempts, OptionalInt looks,
                    Optional<Effort> effort, String digest) {
    /** The same on another model, named by its alias. */
    public Agent with(String alias) {
        return new Agent(name, description, alias, prompt, role, temperature, maxTokens, attempts, looks,
                effort, digest);
    }

    /** Short, as JShell shows a list of agents so. */
    @Override
    public String toString() {
        return "%s (%s)".formatted(name, model);
    }
}
