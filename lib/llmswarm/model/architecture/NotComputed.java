package llmswarm.model.architecture;

import com.fasterxml.jackson.databind.JsonNode;
import text.Printable;

/** A setting of a model that would be computed wrongly here; the message is part of a sentence about its files. */
public final class NotComputed extends RuntimeException {
    private static final int SHOWN = 60;

    private NotComputed(String message) {
        super(message);
    }

    /** A key of config.json has a value that changes the arithmetic to something the engine does not do. */
    static NotComputed value(String key, JsonNode value) {
        var text = Printable.shown(value.toString());
        var shown = text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
        return new NotComputed("config.json sets '%s' to %s, which cannot be computed here".formatted(key, shown));
    }

    /** A key without which nothing can be computed is not there, or not of the kind it must be. */
    static NotComputed lacking(String key, String kind) {
        return new NotComputed("config.json has no %s for '%s'".formatted(kind, key));
    }

    /** The weights do not fit the configuration. */
    static NotComputed weights(String what) {
        return new NotComputed(what);
    }
}
