package llmswarm.model;

/** A call that gave no answer after all the retries that were worth it; the message is for the user. */
public final class ModelFailed extends RuntimeException {
    /** What went wrong, as far as it matters for what happens next. */
    public enum Kind {
        /** 401 or 403: the key is wrong. */ KEY,
        /** 400, 404: the request, the address or the model's name is wrong. */ REQUEST,
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
}
