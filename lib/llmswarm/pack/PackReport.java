package llmswarm.pack;

import java.util.List;

/**
 * What was found in a pack without running anything of it.
 *
 * @param faults   keep it from being used; each with its place and remedy
 * @param warnings tell what its author probably did not mean, or what this machine lacks for it
 */
public record PackReport(String name, List<String> faults, List<String> warnings) {
    public PackReport {
        faults = List.copyOf(faults);
        warnings = List.copyOf(warnings);
    }
}
