package llmswarm.model;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** Why one try of a call gave no answer. */
sealed interface Fault {
    /** A wait longer than this, asked for by the server, ends the call instead. */
    Duration PATIENCE = Duration.ofMinutes(2);
    /** No request is sent more often. */
    int MOST = 5;
    /** No waiting mends a certificate, a server without TLS, or what a proxy wants. */
    Pattern CERTAIN = Pattern.compile("PKIX|unrecognized SSL message|\\(40[37]\\)");
    Unreachable NO_HOST = new Unreachable("there is no such host");
    /** As OpenAI and Groq word it of their tokens a minute. */
    Pattern TOO_LARGE = Pattern.compile("(?i)request too large|tokens must be reduced");
    /** A model that could not be loaded is not being loaded. */
    Pattern FAILED = Pattern.compile("(?i)\\b(error|fail(ed|ure)|unable|could not|cannot)\\b");
    /** As Ollama and llama.cpp word it of a model that this machine cannot hold. */
    Pattern UNFIT = Pattern.compile("(?i)requires more (system )?memory|error loading model|(failed|unable) to (load|allocate)\\b");
    /** As llama.cpp, LM Studio, vLLM, Anthropic and others word it of a prompt, whatever status they give it. */
    Pattern OVERLONG = Pattern.compile("(?i)exceed\\w* (the )?(available |model'?s? )?context|context (size|length|window) (has been |was )?exceeded"
            + "|context_length_exceeded|exceed_context_size|maximum context length|context length of only|greater than the context length"
            + "|prompt is too long|context window is \\d|longer than the (model'?s? )?context");
    /** As Azure, OpenAI and OpenRouter word it of a prompt. */
    Pattern FILTERED = Pattern.compile("(?i)content[_ ](management policy|filter|policy)|ResponsibleAIPolicy|input was flagged|safety system");
    /** As llama.cpp, LM Studio and text-generation servers word it. */
    Pattern LOADING = Pattern.compile("(?i)\\b(loading( the)? model|model\\b.{0,80}\\bloading|warming up)");

    /**
     * The server answered with another status than 2xx.
     *
     * @param text       what it said, one printable line of at most 2,000 characters
     * @param spent      whether it says that the account is used up, which no waiting cures
     * @param retryAfter how long it asks to wait
     */
    record Status(int code, String text, boolean spent, Optional<Duration> retryAfter) implements Fault {
        /** The same refusal, asking for another time. */
        Status asking(Optional<Duration> wait) {
            return new Status(code, text, spent, wait);
        }

        /** Whether the one request is more than a limit allows, which no waiting cures. */
        boolean tooLarge() {
            return (code == 429 || code == 413) && TOO_LARGE.matcher(text).find();
        }

        /** Whether the prompt, or what was to be written after it, has no room in the server's context. */
        boolean overlong() {
            return code != 429 && OVERLONG.matcher(text).find();
        }

        /** Whether the server's filter did not let the prompt through. */
        boolean filtered() {
            return (code == 400 || code == 403) && FILTERED.matcher(text).find();
        }

        /** Whether something between here and the server did not wait for the answer to begin. */
        boolean impatient() {
            return code == 504 || code == 524;
        }

        /** Whether the server has no room for the model. */
        boolean unfit() {
            return code >= 500 && UNFIT.matcher(text).find();
        }

        boolean tooLong() {
            return retryAfter.isPresent() && retryAfter.get().compareTo(PATIENCE) > 0;
        }
    }

    /** The server answered something else than the OpenAI protocol; the beginning of it. */
    record Garbage(String text) implements Fault {
    }

    /**
     * The connection ended before the answer did, or the server says that something else than its end was the reason to
     * end it.
     *
     * @param reason its word for that; empty if it said none
     */
    record Cut(String reason) implements Fault {
    }

    /** The stream came to its end, and no reason to end the answer was in it: a cut one would look the same. */
    record NoReason() implements Fault {
    }

    /** The server took the request and closed the connection without a word. */
    record Closed() implements Fault {
    }

    /** The server sent more than any answer needs; what that was, to follow "sent". */
    record Endless(String sent) implements Fault {
    }

    /** The answer took more memory than this program has. */
    record Memory() implements Fault {
    }

    /** No connection came about; the reason is empty when it says nothing more than that. */
    record Unreachable(String reason) implements Fault {
    }

    /** The model's time-out passed. */
    record Slow() implements Fault {
    }

    /**
     * The server's content filter took the answer back, or the model refused to answer.
     *
     * @param words of the refusal; empty for a filter
     */
    record Withheld(String words) implements Fault {
    }

    /**
     * The answer ended, and there is no text in it.
     *
     * @param instead what came, to follow "the answer holds"
     */
    record Empty(String instead) implements Fault {
    }

    /** All the tokens of the answer went into thinking. */
    record Thought() implements Fault {
    }

    /** How often a request that ends like this is sent in all: more than once where that may help. */
    default int tries() {
        return switch (this) {
            case Status s when s.spent() || s.tooLong() || s.tooLarge() || s.overlong() -> 1;
            case Status s when s.impatient() || s.unfit() -> 2;
            case Status s -> s.code() == 408 || s.code() == 425 || s.code() == 429 || s.code() >= 500 ? MOST : 1;
            case Unreachable(var reason) when CERTAIN.matcher(reason).find() -> 1;
            case Cut _, Closed _, Unreachable _ -> MOST;
            // a cause that stays is far more frequent here, and each try is paid
            case Garbage _, Empty _, NoReason _ -> 2;
            case Endless _, Memory _, Slow _, Withheld _, Thought _ -> 1;
        };
    }

    /** Whether the server says that it is still loading the model, which can take minutes. */
    default boolean loading() {
        return this instanceof Status(var code, var text, _, _) && (code == 503 || code == 500 || code == 425)
                && LOADING.matcher(text).find() && !FAILED.matcher(text).find();
    }

    /** What keeps a server from answering anything, whatever it is asked. */
    enum Outage { /** Only a person can mend it. */ SPENT, /** It may be back by itself. */ DOWN }

    /** Empty where it may be for this request alone. */
    default Optional<Outage> outage() {
        return switch (this) {
            case Status s when s.spent() || s.code() == 401 -> Optional.of(Outage.SPENT);
            case Status s when s.tooLong() || s.code() == 502 || s.code() == 503 -> Optional.of(Outage.DOWN);
            case Unreachable(var reason) when !CERTAIN.matcher(reason).find() -> Optional.of(Outage.DOWN);
            case Closed _ -> Optional.of(Outage.DOWN);
            default -> Optional.empty();
        };
    }

    /** Whether the server may only not be up yet; else waiting for one that has never answered mends nothing. */
    default boolean mayBeEarly() {
        return outage().filter(Outage.DOWN::equals).isPresent() && !equals(NO_HOST);
    }

    /**
     * How the request ended, as far as what it took is concerned.
     *
     * @param status that the server answered with; 0 where it answered none
     */
    default Payer.End end(int status) {
        return switch (this) {
            case Unreachable _ -> Payer.End.UNSENT;
            // asked again until it is loaded, which is no call of its own
            case Status _ when loading() -> Payer.End.UNSENT;
            case Status _ when status / 100 != 2 -> Payer.End.REFUSED;
            case Closed _, Garbage _ -> Payer.End.SILENT;
            case Withheld _, Empty _, Thought _, NoReason _ -> Payer.End.ENDED;
            case Status _, Cut _, Endless _, Memory _, Slow _ -> Payer.End.BROKEN;
        };
    }

    /** How long the server asks to wait, if it does. */
    default Optional<Duration> retryAfter() {
        return this instanceof Status s ? s.retryAfter() : Optional.empty();
    }

    /** Carries a fault out of the layers of libraries. */
    @SuppressWarnings("serial")
    final class TryFailed extends RuntimeException {
        private final Fault fault;
        private final int number;

        TryFailed(Fault fault) {
            this(fault, 1);
        }

        private TryFailed(Fault fault, int number) {
            super(fault.toString());
            this.fault = fault;
            this.number = number;
        }

        /** The same, known to be that try of a request, counted from 1. */
        TryFailed at(int number) {
            return new TryFailed(fault, number);
        }

        /** Whether another try is worth it. */
        boolean again() {
            return number < fault.tries();
        }

        Fault fault() {
            return fault;
        }
    }
}
