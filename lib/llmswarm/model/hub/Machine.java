package llmswarm.model.hub;

import java.lang.management.ManagementFactory;

/**
 * What of a machine decides which models it can run, and how fast.
 *
 * @param memory in bytes; of the container, where there is one
 * @param kind   its processors, as one line
 */
public record Machine(long memory, String kind) {
    /** The rest is left to the system and to what else is open. */
    private static final double SHARE = 0.8;

    /** The one this runs on. */
    public static Machine here() {
        var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return new Machine(system.getTotalMemorySize(),
                "%s %s, %d processors".formatted(system.getName(), system.getArch(), system.getAvailableProcessors()));
    }

    /** Whether so many bytes can be used by a model without the machine grinding to a halt. */
    public boolean fits(long bytes) {
        return bytes <= memory * SHARE;
    }
}
