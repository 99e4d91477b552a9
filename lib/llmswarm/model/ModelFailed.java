package llmswarm.model;

import llmswarm.guard.Stop;

/** A call that gave no answer after all the retries that were worth it; the message is for the user. */
public final class ModelFailed extends RuntimeException {
    /** What went wrong, as far as it matters for what happens next. */
    public enum Kind {
        /** 401 or 403: the key is wrong. */ KEY,
        /** 404 and what a connection tells: the address, the model's name or a certificate is wrong. */ CONFIGURATION,
        /** 400 and what a filter or the model itself refuses: the request is wrong. */ REQUEST,
        /** 429 after all retries. */ RATE_LIMIT,
        /** 5xx, cut or garbled streams, after all retries. */ SERVER,
        /** No connection. */ NETWORK,
        /** The time-out of the model. */ TIMEOUT
    }

    private final Kind kind;

    public ModelFailed(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /** The exit code of a command that it ends: nothing but a change of the configuration mends a wrong one. */
    public int exit() {
        return switch (kind) {
            case KEY, CONFIGURATION -> Stop.USAGE;
            case REQUEST, RATE_LIMIT, SERVER, NETWORK, TIMEOUT -> Stop.UNFINISHED;
        };
    }
}
