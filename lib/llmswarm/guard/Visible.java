package llmswarm.guard;

/**
 * Text that may be printed: without secrets, and with every character that does not show written by its number, so that
 * it can neither steer a screen nor hide anything. Only {@link Redacted#visible} makes it, and a screen takes nothing
 * else.
 */
public final class Visible {
    private final String text;

    Visible(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Visible same && same.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
