package llmswarm.config.yaml;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Builds the tree of {@link Located} from a parser's tokens, the same way for YAML and JSON. */
final class LocatedReader {
    private static final int CHARACTERS = 1 << 20, DEPTH = 32;

    private final String file, language;
    private final Faults faults;
    private final String text;
    /** The parser counts code points, not characters. */
    private final int[] points;

    LocatedReader(String text, String file, String language, Faults faults) {
        this.text = text.startsWith("\uFEFF") ? text.substring(1) : text;
        this.file = file;
        this.language = language;
        this.faults = faults;
        this.points = text.length() > CHARACTERS ? new int[0] : this.text.codePoints().toArray();
    }

    Optional<Located> read(JsonFactory factory) {
        try {
            if (text.length() > CHARACTERS) throw new Fault(Place.file(file), "is larger than 1 MB.");
            try (var parser = factory.createParser(text)) {
                if (parser.nextToken() == null) throw new Fault(Place.file(file), "is empty.");
                var root = value(parser, "", 0);
                if (parser.nextToken() != null) throw new Fault(place(parser),
                        "a second document begins here; only one is read.");
                return Optional.of(root);
            }
        } catch (Fault fault) {
            faults.add(fault.place, fault.getMessage());
        } catch (JsonProcessingException broken) {
            faults.add(placeOf(broken), "this is not valid %s: %s.".formatted(language, sentence(broken)));
        } catch (IOException impossible) {
            throw new IllegalStateException("a string cannot fail to be read", impossible);
        }
        return Optional.empty();
    }

    private Located value(JsonParser parser, String path, int depth) throws IOException {
        refuseReferences(parser);
        var place = place(parser);
        if (depth > DEPTH) throw new Fault(place, "is nested more than %d deep.".formatted(DEPTH));
        return switch (parser.currentToken()) {
            case START_OBJECT -> mapping(parser, place, path, depth);
            case START_ARRAY -> items(parser, place, path, depth);
            default -> new Located.Scalar(place, path, parser.getText(), form(parser));
        };
    }

    private Located mapping(JsonParser parser, Place place, String path, int depth) throws IOException {
        var entries = new LinkedHashMap<String, Located.Entry>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var at = place(parser);
            var key = parser.currentName();
            refuseMark(at, pointAt(parser));
            parser.nextToken();
            var entry = new Located.Entry(at, value(parser, path.isEmpty() ? key : path + "." + key, depth + 1));
            var first = entries.putIfAbsent(key, entry);
            if (first != null) faults.add(at, "key '%s' stands here a second time; the first is on line %d, column %d."
                .formatted(key, first.key().line(), first.key().column()));
        }
        return new Located.Mapping(place, path, Collections.unmodifiableMap(entries));
    }

    private Located items(JsonParser parser, Place place, String path, int depth) throws IOException {
        List<Located> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(parser, "%s[%d]".formatted(path, items.size()), depth + 1));
        }
        return new Located.Items(place, path, items);
    }

    private Located.Form form(JsonParser parser) {
        return switch (parser.currentToken()) {
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> Located.Form.NUMBER;
            case VALUE_TRUE, VALUE_FALSE -> Located.Form.BOOLEAN;
            case VALUE_NULL -> Located.Form.NULL;
            default -> switch (pointAt(parser)) {
                case '"', '\'' -> Located.Form.QUOTED;
                case '|', '>' -> Located.Form.BLOCK;
                default -> Located.Form.PLAIN;
            };
        };
    }

    private void refuseReferences(JsonParser parser) throws IOException {
        if (!(parser instanceof YAMLParser yaml)) return;
        refuseMark(place(parser), pointAt(parser));
        if (yaml.isCurrentAlias()) refuseMark(place(parser), '*');
        if (yaml.getObjectId() != null) refuseMark(place(parser), '&');
        if (yaml.getTypeId() != null) refuseMark(place(parser), '!');
    }

    private static void refuseMark(Place place, int mark) {
        switch (mark) {
            case '*', '&' -> throw new Fault(place,
                    "YAML anchors and aliases (& and *) are not read; write the value out.");
            case '!' -> throw new Fault(place, "YAML tags (!) are not read; leave the tag out.");
            default -> { }
        }
    }

    private int pointAt(JsonParser parser) {
        var offset = (int) parser.currentTokenLocation().getCharOffset();
        return offset >= 0 && offset < points.length ? points[offset] : -1;
    }

    private Place place(JsonParser parser) {
        var at = parser.currentTokenLocation();
        return new Place(file, at.getLineNr(), at.getColumnNr());
    }

    private Place placeOf(JsonProcessingException broken) {
        if (broken.getCause() instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
            return new Place(file, marked.getProblemMark().getLine() + 1, marked.getProblemMark().getColumn() + 1);
        }
        var at = broken.getLocation();
        return at == null || at.getLineNr() < 1 ? Place.file(file) : new Place(file, at.getLineNr(), at.getColumnNr());
    }

    /** The parsers' messages without excerpts, positions and the names of their classes. */
    private static String sentence(JsonProcessingException broken) {
        if (broken.getCause() instanceof MarkedYAMLException marked) {
            var problem = marked.getProblem().replaceAll("\\. \\(Do not use .*", "");
            if (problem.contains("(TAB)")) return "a tab stands where blanks are needed; indent with blanks";
            return marked.getContext() == null ? problem : marked.getContext() + ", " + problem;
        }
        return broken.getOriginalMessage()
            .replaceAll(" \\((?:for|start marker at)[^\\n]*Source:[^\\n]*\\)", "")
            .replaceAll(", got this instead: <.*", "")
            .replaceAll("\\s*\\n.*", "").replaceAll("\\.$", "");
    }

    /** Ends the reading of one document. */
    private static final class Fault extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final transient Place place;

        private Fault(Place place, String sentence) {
            super(sentence, null, false, false);
            this.place = place;
        }
    }
}
