package llmswarm.config.yaml;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

import org.apache.commons.text.similarity.JaroWinklerSimilarity;

//DEPS org.apache.commons:commons-text:1.15.0
/** Guesses which known name a mistyped one was meant to be. */
public final class Nearest {
    private static final double ALIKE = 0.8;

    private Nearest() {
    }

    /** {@code "; did you mean 'model'?"}, or nothing when no known name is alike. */
    public static String hint(String name, Collection<String> known) {
        return of(name, known).map("; did you mean '%s'?"::formatted).orElse("");
    }

    /** The known name that is most alike, where one is. */
    public static Optional<String> of(String name, Collection<String> known) {
        var similarity = new JaroWinklerSimilarity();
        return known.stream()
            .filter(k -> similarity.apply(name, k) >= ALIKE)
            .max(Comparator.comparingDouble(k -> similarity.apply(name, k)));
    }

    /**
     * A whole sentence about an unknown name: {@code unknown key 'modle'; did you mean 'model'? Known keys: model,
     * name.}
     *
     * @param kind  what the name is, such as {@code key}
     * @param label what comes before the known names, such as {@code Known keys}
     */
    public static String unknown(String kind, String name, String label, Collection<String> known) {
        var hint = hint(name, known);
        return "unknown %s '%s'%s %s: %s.".formatted(kind, name, hint.isEmpty() ? "." : hint, label,
            known.isEmpty() ? "none" : String.join(", ", known));
    }
}
