package machine;

import java.io.IOException;

/**
 * Starts programs also at the moment of a Ctrl-C. A terminal sends it to all processes in front, and so to the small
 * helper by which the JDK starts a program. What comes of that is {@code Failed to exec spawn helper: signal: 2},
 * which says nothing of the program.
 */
public final class ProcessStart {
    private static final String HELPER = "spawn helper";
    private static final int TRIES = 3;

    private ProcessStart() {
    }

    /** The process; an {@link IOException} tells why the program cannot be started. */
    public static Process of(ProcessBuilder builder) throws IOException {
        for (int tries = 1; ; tries++) {
            try {
                return builder.start();
            } catch (IOException failed) {
                if (tries == TRIES || !String.valueOf(failed.getMessage()).contains(HELPER)) throw failed;
            }
        }
    }
}
