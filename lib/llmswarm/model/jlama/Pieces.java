package llmswarm.model.jlama;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Cuts a text into the pieces within which characters are merged to tokens: what {@code tokenizer.json} calls its
 * normalizer and pre-tokenizer. A kind that is not known throws {@link UnsupportedOperationException} with its name.
 */
final class Pieces {
    /** As GPT-2 cuts; byte-level tokenizers that bring no pattern of their own mean this one. */
    private static final String GPT2 = "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";

    private final UnaryOperator<String> normalise;
    private final Function<String, List<String>> cut;

    private Pieces(UnaryOperator<String> normalise, Function<String, List<String>> cut) {
        this.normalise = normalise;
        this.cut = cut;
    }

    static Pieces read(JsonNode tokenizer) {
        return new Pieces(normaliser(tokenizer.path("normalizer")), cutter(tokenizer.path("pre_tokenizer")));
    }

    List<String> of(String text) {
        return cut.apply(normalise.apply(text));
    }

    private static UnaryOperator<String> normaliser(JsonNode node) {
        return switch (node.path("type").asText("")) {
            case "" -> text -> text;
            case "Sequence" -> {
                var all = new ArrayList<UnaryOperator<String>>();
                node.path("normalizers").forEach(step -> all.add(normaliser(step)));
                yield text -> {
                    for (var step : all) text = step.apply(text);
                    return text;
                };
            }
            case "NFC", "NFD", "NFKC", "NFKD" -> {
                var form = Normalizer.Form.valueOf(node.path("type").asText());
                yield text -> Normalizer.normalize(text, form);
            }
            case "Prepend" -> text -> text.isEmpty() ? text : node.path("prepend").asText() + text;
            case "Replace" -> {
                var pattern = pattern(node.path("pattern"));
                var by = Matcher.quoteReplacement(node.path("content").asText());
                yield text -> pattern.matcher(OwnThread.interruptible(text)).replaceAll(by);
            }
            case String other -> throw new UnsupportedOperationException(other);
        };
    }

    private static Function<String, List<String>> cutter(JsonNode node) {
        return switch (node.path("type").asText("")) {
            case "" -> List::of;
            case "Sequence" -> {
                var all = new ArrayList<Function<String, List<String>>>();
                node.path("pretokenizers").forEach(step -> all.add(cutter(step)));
                yield text -> {
                    var pieces = List.of(text);
                    for (var step : all) pieces = pieces.stream().flatMap(piece -> step.apply(piece).stream()).toList();
                    return pieces;
                };
            }
            case "Split" -> {
                var pattern = pattern(node.path("pattern"));
                var behaviour = node.path("behavior").asText("Isolated").toLowerCase(Locale.ROOT);
                yield text -> cut(text, pattern, behaviour);
            }
            case "Digits" -> {
                var pattern = Pattern.compile(node.path("individual_digits").asBoolean() ? "\\p{N}" : "\\p{N}+");
                yield text -> cut(text, pattern, "isolated");
            }
            case "ByteLevel" -> {
                var pattern = Pattern.compile(GPT2, Pattern.UNICODE_CHARACTER_CLASS);
                var space = node.path("add_prefix_space").asBoolean(true);
                var whole = !node.path("use_regex").asBoolean(true);
                yield text -> {
                    var spaced = space && !text.startsWith(" ") ? " " + text : text;
                    return whole ? List.of(spaced) : cut(spaced, pattern, "isolated");
                };
            }
            case "Metaspace" -> {
                var mark = node.path("replacement").asText("▁");
                var first = !node.path("prepend_scheme").asText("always").equals("never")
                        && node.path("add_prefix_space").asBoolean(true);
                yield text -> {
                    var marked = text.replace(" ", mark);
                    return List.of(first && !marked.startsWith(mark) ? mark + marked : marked);
                };
            }
            case String other -> throw new UnsupportedOperationException(other);
        };
    }

    private static Pattern pattern(JsonNode node) {
        return node.has("Regex") ? Pattern.compile(node.path("Regex").asText(), Pattern.UNICODE_CHARACTER_CLASS)
                : Pattern.compile(Pattern.quote(node.path("String").asText()));
    }

    /** What matches is a piece of its own, or is left out, or joins its neighbour; what lies between is a piece. */
    private static List<String> cut(String text, Pattern pattern, String behaviour) {
        var pieces = new ArrayList<String>();
        var match = pattern.matcher(OwnThread.interruptible(text));
        int from = 0;
        while (match.find()) {
            if (match.end() == match.start()) continue;
            switch (behaviour) {
                case "mergedwithprevious" -> {
                    pieces.add(text.substring(from, match.end()));
                    from = match.end();
                }
                case "mergedwithnext" -> {
                    if (match.start() > from) pieces.add(text.substring(from, match.start()));
                    from = match.start();
                }
                default -> {
                    if (match.start() > from) pieces.add(text.substring(from, match.start()));
                    if (!behaviour.equals("removed")) pieces.add(match.group());
                    from = match.end();
                }
            }
        }
        if (from < text.length()) pieces.add(text.substring(from));
        return pieces;
    }
}
