package machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The user this program runs as, by numbers, on Linux. */
public final class CurrentUser {
    private CurrentUser() {
    }

    /** The user's number. */
    public static int id() {
        return number("unix:uid");
    }

    /** The number of that user's group. */
    public static int group() {
        return number("unix:gid");
    }

    private static int number(String which) {
        try {
            return (int) Files.getAttribute(Path.of("/proc/self"), which);
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }
}
