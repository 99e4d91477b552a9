package llmswarm.model.jlama;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.OperatingSystemMXBean;

/** How much memory this machine has to spare. */
final class Memory {
    private static final Path LINUX = Path.of("/proc/meminfo");
    private static final Pattern AVAILABLE = Pattern.compile("MemAvailable:\\s+(\\d+) kB");

    /** What Jlama keeps for intermediate results: 100 million numbers. */
    private static final long RESULTS = 400_000_000;

    private Memory() {
    }

    /** Bytes that Java lets buffers outside its heap have, but for those of intermediate results. */
    static long buffers() {
        var set = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).getVMOption("MaxDirectMemorySize")
                .getValue();
        return (set.equals("0") ? Runtime.getRuntime().maxMemory() : Long.parseLong(set)) - RESULTS;
    }

    /**
     * Bytes that can be used without swapping, at most what a container allows; what only caches files counts as free
     * on Linux.
     */
    static long available() {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        try {
            if (Files.isReadable(LINUX)) {
                var found = AVAILABLE.matcher(Files.readString(LINUX));
                if (found.find()) return Math.min(Long.parseLong(found.group(1)) << 10, system.getTotalMemorySize());
            }
        } catch (IOException another) {
            // the system's own count follows
        }
        return system.getFreeMemorySize();
    }
}
