package llmswarm.guard;

/** A path is refused; the message is one sentence that fits a person and a model: {@code 'a/../../b' climbs out of the project}. */
public final class UnsafePath extends Exception {
    private static final int SHOWN = 200;

    private UnsafePath(String sentence) {
        super(sentence, null, false, false);
    }

    /** The sentence "'name' does this"; the name is shortened, and what cannot be seen in it is spelled out. */
    public static UnsafePath of(String name, String predicate) {
        return new UnsafePath("'%s' %s".formatted(shown(name), predicate));
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
