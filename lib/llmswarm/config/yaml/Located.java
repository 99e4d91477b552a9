package llmswarm.config.yaml;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;

/** A YAML or JSON document in which every part knows where it stands and has the text that was written. */
public sealed interface Located {
    /** Where it begins. */
    Place place();

    /** The way to it from the document's top, such as {@code tasks[2].agent}; empty for the top itself. */
    String path();

    /** What it is, for sentences: "a map", "a list", "a string", "a number", "true or false", "nothing". */
    default String spoken() {
        return switch (this) {
            case Mapping mapping -> "a map";
            case Items items -> "a list";
            case Scalar scalar -> switch (scalar.form()) {
                case PLAIN, QUOTED, BLOCK -> "a string";
                case NUMBER -> "a number";
                case BOOLEAN -> "true or false";
                case NULL -> "nothing";
            };
        };
    }

    /** Keys and values in the order they were written; a key stands there once. */
    record Mapping(Place place, String path, Map<String, Entry> entries) implements Located {
    }

    /** A value and where its key stands. */
    record Entry(Place key, Located value) {
    }

    /** A list. */
    record Items(Place place, String path, List<Located> items) implements Located {
        public Items {
            items = List.copyOf(items);
        }
    }

    /**
     * A single value.
     *
     * @param text what was written, without quotes: {@code 1.10} and {@code no} stay what they are
     */
    record Scalar(Place place, String path, String text, Form form) implements Located {
        /** Where the text's first character stands: a block's text begins on the line below its mark. */
        public Place textPlace() {
            return switch (form) {
                case BLOCK -> new Place(place.file(), place.line() + 1, 1);
                case QUOTED -> new Place(place.file(), place.line(), place.column() + 1);
                case PLAIN, NUMBER, BOOLEAN, NULL -> place;
            };
        }
    }

    /** How a scalar was written, which decides what it may be read as. */
    enum Form { PLAIN, QUOTED, BLOCK, NUMBER, BOOLEAN, NULL }

    /** Reads one YAML document; without anchors, aliases and tags. Empty when a fault was noted. */
    static Optional<Located> yaml(String text, String file, Faults faults) {
        return new LocatedReader(text, file, "YAML", faults).read(new YAMLFactory());
    }

    /** Reads one JSON value, also with comments and a comma behind the last entry. Empty when a fault was noted. */
    static Optional<Located> json(String text, String file, Faults faults) {
        return new LocatedReader(text, file, "JSON", faults).read(JsonFactory.builder()
                .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS, JsonReadFeature.ALLOW_YAML_COMMENTS,
                        JsonReadFeature.ALLOW_TRAILING_COMMA, JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS).build());
    }
}
