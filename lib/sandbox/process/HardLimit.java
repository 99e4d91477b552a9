package sandbox.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** A limit of the kernel that a program passes on to what it starts, and that only root may raise (setrlimit(2)). */
public enum HardLimit {
    FILE_SIZE(1, "fsize", "Max file size"),
    CORE(4, "core", "Max core file size"),
    PROCESSES(6, "nproc", "Max processes");

    /** Its number in asm-generic/resource.h. */
    public final int number;
    private final String name;
    private final long most;

    HardLimit(int number, String name, String title) {
        this.number = number;
        this.name = name;
        most = most(title);
    }

    /** The wish, or what this program was given where that is less. */
    public long within(long wish) {
        return Math.min(wish, most);
    }

    /** As prlimit(1) is told it. */
    public String option(long wish) {
        return "--%s=%d".formatted(name, within(wish));
    }

    /** As the kernel lists it for this program: title, soft limit, hard limit (proc(5)). */
    private static long most(String title) {
        try {
            var hard = Pattern.compile("(?m)^%s +\\S+ +(\\d+)".formatted(title))
                    .matcher(Files.readString(Path.of("/proc/self/limits")));
            return hard.find() ? Long.parseLong(hard.group(1)) : Long.MAX_VALUE;
        } catch (IOException | NumberFormatException unknown) {
            return Long.MAX_VALUE;
        }
    }
}
