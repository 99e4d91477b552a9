package jinja.value;

/** A template that cannot be rendered, with the reason; or one that refused what it was given. */
public final class TemplateFault extends RuntimeException {
    private final boolean refusal;

    private TemplateFault(String message, boolean refusal) {
        super(message, null, false, false);
        this.refusal = refusal;
    }

    /** With a message in the form of {@link String#format}. */
    public static TemplateFault of(String message, Object... parts) {
        return new TemplateFault(message.formatted(parts), false);
    }

    /** The template itself says no, with {@code raise_exception}. */
    public static TemplateFault refusal(String reason) {
        return new TemplateFault(reason, true);
    }

    /** The same with its line in front, unless it has one. */
    public TemplateFault at(int line) {
        return refusal || getMessage().startsWith("line ") ? this
                : new TemplateFault("line %d: %s".formatted(line, getMessage()), false);
    }

    /** Whether the template itself says no. */
    public boolean isRefusal() {
        return refusal;
    }
}
