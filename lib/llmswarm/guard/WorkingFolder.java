package llmswarm.guard;

import java.nio.file.Path;

/**
 * The folder a person works in. The process may lie in another one: the launcher starts it in an empty folder, whose
 * files nobody else wrote, and names this one as {@code user.dir}, where the JDK begins every relative {@link Path}.
 * Only {@link java.io.File} does not: it is not used for relative paths.
 */
public final class WorkingFolder {
    private WorkingFolder() {
    }

    /** Absolute, as it was at the start. */
    public static Path path() {
        return Path.of("").toAbsolutePath();
    }
}
