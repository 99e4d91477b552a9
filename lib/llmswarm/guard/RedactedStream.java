package llmswarm.guard;

import java.util.regex.Pattern;

import text.Glyphs;

/**
 * Text that arrives in pieces, given on without secrets: what may be the beginning of one is held back until the pieces
 * after it tell. All that is given on, put together, is what {@link Redactor#redact} makes of the whole. For one thread
 * at a time.
 */
public final class RedactedStream {
    /** Text that has no place to part it for so long comes as a whole at its end. */
    private static final int LONGEST = 1 << 14;
    /** A shape that goes on behind a space or behind a letter that is not ASCII. */
    private static final Pattern BEGUN =
            Pattern.compile("(?i)(?:bearer\\s{0,4}+|authorization[\"']?\\s{0,4}+(?:[:=]\\s{0,4}+[\"']?(?:(?:basic|token)\\s{0,4}+)?)?"
            + "|-----BEGIN [A-Z0-9 ]{0,48}+|://[^\\s/?#@\"'<>]{0,301}+)$");
    private static final int MOST_BEGUN = 320;

    private final Redactor redactor;
    private final StringBuilder held = new StringBuilder();
    private boolean unparted = true;

    RedactedStream(Redactor redactor) {
        this.redactor = redactor;
    }

    /** What can be shown once this piece is there; often a little less than all so far. */
    public Redacted next(String piece) {
        held.append(piece);
        unparted &= isUnparted(piece);
        return unparted || held.length() > LONGEST ? redactor.redact("") : until(parting());
    }

    /** What was held back, as nothing more will come. */
    public Redacted rest() {
        return until(held.length());
    }

    private Redacted until(int end) {
        var text = redactor.redact(held.substring(0, end));
        held.delete(0, end);
        unparted = isUnparted(held);
        return text;
    }

    /** Whether no place in the text can part it, whatever follows. */
    private static boolean isUnparted(CharSequence text) {
        return text.chars().allMatch(c -> c <= 0x7F && !Character.isWhitespace(c));
    }

    /** The last place at which no secret can lie across. */
    private int parting() {
        var keys = Redactor.privateKeys(held.toString());
        int at = held.length();
        while (at > 0) {
            int end = at;
            int before = Character.codePointBefore(held, at);
            int begun = keys.stream().filter(key -> key.isParted(end)).findFirst().map(Redactor.Span::from)
                    .orElseGet(() -> parts(before) ? begun(held.substring(0, end)) : end - Character.charCount(before));
            if (begun == at) return at;
            at = begun;
        }
        return 0;
    }

    /** Shapes of secrets are of ASCII letters, digits and signs; marks belong to the letter before them. */
    private static boolean parts(int c) {
        return Character.isWhitespace(c) || c > 0x7F && Character.getType(c) != Character.SURROGATE
                && !Glyphs.isMark(c);
    }

    /** Where something begins that may go on behind the text; the text's end for nothing. */
    private int begun(String text) {
        var shape = BEGUN.matcher(text).region(Math.max(0, text.length() - MOST_BEGUN), text.length());
        if (shape.find()) return shape.start();
        return redactor.endsWithin(text) ? text.length() - 1 : text.length();
    }
}
