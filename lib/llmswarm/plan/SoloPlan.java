package llmswarm.plan;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;

/**
 * The plan in which one agent does everything in one task: the whole of a small project, and what a swarm has to be
 * better than.
 */
public final class SoloPlan {
    /** The agent's name, and the task's id: for a whole project, and for a change of one. */
    public static final String AGENT = "solo", TASK = "everything", CHANGE = "change";
    private static final int LONGEST_NAME = 40, LONGEST_SUMMARY = 400;

    private SoloPlan() {
    }

    /**
     * The one requirement is every line of the specification.
     *
     * @param checks end checks, where the stack wants them planned
     */
    public static Plan of(SpecLines spec, PlanReader.Choice choice, List<Plan.PlannedCheck> checks) {
        var summary = choice.summary().isBlank() ? "Everything that the specification asks for."
                : cut(choice.summary().strip());
        var task = new Task(TASK, summary, AGENT,
                "Build everything that the specification asks for, with its tests and documentation.",
                List.of("R1"), List.of(Task.ANYWHERE), List.of(), List.of(), List.of());
        var all = new Plan.Requirement("R1", "Everything that the specification asks for.", List.of(spec.all()));
        return new Plan(choice.stack(), name(choice.name()), summary, List.of(all), List.of(), List.of(task), checks,
                List.of());
    }

    /**
     * The plan of a change that one agent makes.
     *
     * @param name   of the project
     * @param title  of the change, in a line
     * @param about  what the project is, where nobody says so now
     * @param checks end checks, where the stack wants them planned
     */
    public static Plan change(SpecLines spec, PlanReader.Choice choice, String name, String title, String about,
            List<Plan.PlannedCheck> checks) {
        var task = new Task(CHANGE, title, AGENT, "Make the change that is asked for.", List.of(), List.of(spec.all()),
                List.of(Task.ANYWHERE), 0, List.of(), List.of(), List.of());
        var summary = choice.summary().isBlank() ? about : cut(choice.summary().strip());
        return SpecRequirements.of(spec).in(new Plan(choice.stack(), name, summary, List.of(), List.of(), List.of(task),
                checks, List.of()));
    }

    private static String cut(String summary) {
        if (summary.length() <= LONGEST_SUMMARY) return summary;
        int word = summary.lastIndexOf(' ', LONGEST_SUMMARY);
        return summary.substring(0, word > 0 ? word : LONGEST_SUMMARY) + " ...";
    }

    /** The planner's name for the project in the form that names have. */
    public static String name(String given) {
        var plain = Normalizer.normalize(given, Normalizer.Form.NFD).toLowerCase(Locale.ROOT).replaceAll("\\p{M}", "")
                .replaceAll("[^a-z0-9]+", "-").replaceAll("^[-0-9]+|-+$", "");
        if (plain.length() > LONGEST_NAME) {
            int word = plain.lastIndexOf('-', LONGEST_NAME);
            plain = plain.substring(0, word > 0 ? word : LONGEST_NAME);
        }
        return plain.isEmpty() ? "project" : plain;
    }
}
