package llmswarm.guard;

import text.Printable;

/** Text without secrets: only a {@link Redactor} makes it, and what leads out of the program takes nothing else. */
public final class Redacted {
    private final String text;

    Redacted(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }

    /** The same made fit for a screen. */
    public Visible visible() {
        return new Visible(Printable.shown(text));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Redacted same && same.text.equals(text);
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
