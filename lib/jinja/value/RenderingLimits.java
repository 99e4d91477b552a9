package jinja.value;

import java.util.Collection;

/** What a rendering may take at most; anybody may have written the template. */
public final class RenderingLimits {
    private static final int CHARACTERS = 64 << 20, ENTRIES = 100_000, CALLS = 100;

    private final Runnable watch;
    private int calls;

    /** With what is called between the steps. */
    public RenderingLimits(Runnable watch) {
        this.watch = watch;
    }

    /** Asked often; throws to end the rendering. */
    public void look() {
        watch.run();
    }

    /** The text made; throws {@link TemplateFault} when it is too long. */
    public static String text(StringBuilder text) {
        characters(text.length());
        return text.toString();
    }

    /** Throws {@link TemplateFault} when a text is to have more than it may. */
    public static void characters(long count) {
        if (count > CHARACTERS) throw TemplateFault.of("it makes a text of more than %d characters", CHARACTERS);
    }

    /** The list made; throws {@link TemplateFault} when it is too long. */
    public static <T extends Collection<?>> T entries(T made) {
        entries(made.size());
        return made;
    }

    /** Throws {@link TemplateFault} when a list is to have more than it may. */
    public static void entries(long count) {
        if (count > ENTRIES) throw TemplateFault.of("it makes a list of more than %d entries", ENTRIES);
    }

    /** Called when a macro begins; throws {@link TemplateFault} when too many are under way. */
    public void enter() {
        if (++calls > CALLS) throw TemplateFault.of("macros call each other more than %d deep", CALLS);
    }

    /** Called when a macro has ended. */
    public void leave() {
        calls--;
    }
}
