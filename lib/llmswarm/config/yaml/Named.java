package llmswarm.config.yaml;

import java.util.Optional;

/** The name inside a file, which must be the one of the file or folder: what a person sees is what is looked up. */
public final class Named {
    private Named() {
    }

    public static Optional<String> like(Located.Scalar value, String expected, Values.Trouble trouble) {
        return value.text().equals(expected) ? Optional.of(expected)
            : trouble.none("must be '%s', as the file is named, not '%s'.".formatted(expected, value.text()));
    }

    /** Whether the file or folder may be named so; else a fault is noted. */
    public static boolean allowed(String name, String file, Faults faults) {
        if (Values.isName(name)) return true;
        faults.add(Place.file(file), "the name '%s' must be of %s.".formatted(name, Values.NAME_RULE));
        return false;
    }
}
