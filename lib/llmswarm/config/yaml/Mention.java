package llmswarm.config.yaml;

import java.util.Collection;

/** A name in one file that must stand for something in another. */
public record Mention(String kind, String name, Place place) {
    public static Mention of(String kind, Located.Scalar value) {
        return new Mention(kind, value.text(), value.place());
    }

    /** Notes a fault if the name is not among the known ones. */
    public void check(Collection<String> known, Faults faults) {
        if (!known.contains(name)) faults.add(place, Nearest.unknown(kind, name, "Known " + kind + "s", known));
    }
}
