package text;

import java.text.Normalizer;
import java.util.Locale;

/** Names as a file system sees them that knows no case and one form of each letter. */
public final class Folding {
    private Folding() {
    }

    /** Two names of equal folding may be one file. */
    public static String of(String name) {
        return of(name, Normalizer.Form.NFC);
    }

    /** The same in another normal form. */
    public static String of(String name, Normalizer.Form form) {
        var upper = Normalizer.normalize(name, form).toUpperCase(Locale.ROOT);
        return Normalizer.normalize(upper.toLowerCase(Locale.ROOT), form);
    }
}
