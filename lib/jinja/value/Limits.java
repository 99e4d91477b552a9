package jinja.value;

import java.util.Collection;

/** What a rendering may take at most; anybody may have written the template. */
public final class Limits {
    private static final int CHARACTERS = 64 << 20, ENTRIES = 100_000, CALLS = 100;

    private final Runnable watch;
    private int calls;

    public Limits(Runnable watch) {
        this.watch = watch;
    }

    /** Asked often; throws to end the rendering. */
    public void look() {
        watch.run();
    }

    public static String text(StringBuilder text) {
        characters(text.length());
        return text.toString();
    }

    public static void characters(long count) {
        if (count > CHARACTERS) throw TemplateFault.of("it makes a text of more than %d characters", CHARACTERS);
    }

    public static <T extends Collection<?>> T entries(T made) {
        entries(made.size());
        return made;
    }

    public static void entries(long count) {
        if (count > ENTRIES) throw TemplateFault.of("it makes a list of more than %d entries", ENTRIES);
    }

    public void enter() {
        if (++calls > CALLS) throw TemplateFault.of("macros call each other more than %d deep", CALLS);
    }

    public void leave() {
        calls--;
    }
}
