package sandbox.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

import com.sun.management.OperatingSystemMXBean;

/** The memory of the machine, in bytes. */
public final class MachineMemory {
    private static final Path TABLE = Path.of("/proc/meminfo");

    private MachineMemory() {
    }

    /** All of it; of the container, where there is one. */
    public static long total() {
        return system().getTotalMemorySize();
    }

    /** What programs can still get without any being ended; counts what the kernel only keeps for speed as free. */
    static long available() {
        try (var lines = Files.lines(TABLE)) {
            return lines.filter(line -> line.startsWith("MemAvailable:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                    .findFirst().orElseGet(() -> system().getFreeMemorySize());
        } catch (IOException | UncheckedIOException hidden) {
            return system().getFreeMemorySize();
        }
    }

    private static OperatingSystemMXBean system() {
        return (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    }
}
