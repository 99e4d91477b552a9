package llmswarm.model.hub;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** A server that may do later what it does not do now. */
@SuppressWarnings("serial")
final class Busy extends IOException {
    private final int code;
    private final Optional<Duration> wait;

    /** @param wait how long it asks to wait */
    Busy(int code, Optional<Duration> wait) {
        super("status " + code);
        this.code = code;
        this.wait = wait;
    }

    int code() {
        return code;
    }

    Optional<Duration> asked() {
        return wait;
    }
}
