package llmswarm.plan;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;

/** The plan in which one agent does everything in one task: what a swarm has to be better than. */
public final class SoloPlan {
    /** The agent's name, and the task's id. */
    public static final String AGENT = "solo", TASK = "everything";
    private static final int LONGEST_NAME = 40, LONGEST_SUMMARY = 160;

    private SoloPlan() {
    }

    /** The specification as it stands is the one requirement. */
    public static Plan of(String spec, String stack) {
        var title = spec.lines().map(line -> line.replaceFirst("^[#\\s]+", "").strip()).filter(line -> !line.isEmpty()).findFirst().orElse("Project");
        var summary = title.length() <= LONGEST_SUMMARY ? title : title.substring(0, LONGEST_SUMMARY - 3) + "...";
        var task = new Task(TASK, summary, AGENT, "Build everything that the requirement asks for, with its tests and documentation.", List.of("R1"),
                List.of(Task.ANYWHERE), List.of(), List.of(), List.of());
        return new Plan(stack, name(title), summary, List.of(new Plan.Requirement("R1", spec.strip())), List.of(), List.of(task), List.of(), List.of());
    }

    private static String name(String title) {
        var plain = Normalizer.normalize(title, Normalizer.Form.NFD).toLowerCase(Locale.ROOT).replaceAll("\\p{M}", "")
                .replaceAll("[^a-z0-9]+", "-").replaceAll("^[-0-9]+|-+$", "");
        if (plain.length() > LONGEST_NAME) {
            int word = plain.lastIndexOf('-', LONGEST_NAME);
            plain = plain.substring(0, word > 0 ? word : LONGEST_NAME);
        }
        return plain.isEmpty() ? "project" : plain;
    }
}
