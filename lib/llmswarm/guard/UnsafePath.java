package llmswarm.guard;

/**
 * A path is refused; the message is one sentence that fits a person and a model: {@code 'a/../../b' climbs out of the
 * project}.
 */
public final class UnsafePath extends Exception {
    private static final int SHOWN = 200;
    private static final String REMEDY = "; leave it out, or allow it with --allow or under 'allow' in the pack's stack.yaml";

    private final boolean obeyed;

    private UnsafePath(String sentence, boolean obeyed) {
        super(sentence, null, false, false);
        this.obeyed = obeyed;
    }

    /** The sentence "'name' does this"; the name is shortened, and what cannot be seen in it is spelled out. */
    public static UnsafePath of(String name, String predicate) {
        return new UnsafePath("'%s' %s".formatted(shown(name), predicate), false);
    }

    /** The same of a name that only needs somebody's word, as other tools obey it. */
    static UnsafePath obeyed(String name, String because) {
        return new UnsafePath("'%s' is refused, because %s%s".formatted(shown(name), because, REMEDY), true);
    }

    /** Whether the name may be written once the user or the pack allows it. */
    boolean isObeyed() {
        return obeyed;
    }

    private static String shown(String name) {
        var text = new StringBuilder();
        name.codePoints().limit(SHOWN).forEach(c -> {
            if (PathRules.invisible(c)) text.append("\\u{%x}".formatted(c));
            else text.appendCodePoint(c);
        });
        return name.codePointCount(0, name.length()) > SHOWN ? text + "..." : text.toString();
    }
}
