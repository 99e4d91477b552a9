package llmswarm.model.jlama;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Turns text into tokens as the model's {@code tokenizer.json} says. Jlama's own garbles what is not ASCII and takes
 * time of n² for models without pieces; this one is right for byte-level (Qwen2, Llama 3) and byte-fallback (Llama 2,
 * Gemma) models.
 */
final class Tokenizer {
    /**
     * Set into control marks that stand in somebody's text, so that they stay text; no character, so in no text by
     * right.
     */
    private static final String GUARD = "\uFDD0";
    private static final String SPACE = "▁";

    private final Map<String, Integer> ids = new HashMap<>();
    private final Map<String, Integer> added = new HashMap<>();
    private final BitSet control = new BitSet();
    private final Pattern marks;
    private final Pieces pieces;
    private final Merges merges;
    private final boolean byteLevel;
    private final boolean wholeFirst;
    private final Integer unknown;

    /** Throws {@link UnsupportedOperationException} with the name of what is not known. */
    Tokenizer(JsonNode json) {
        var model = json.path("model");
        var type = model.path("type").asText(model.has("merges") ? "BPE" : "");
        if (!type.equals("BPE")) throw new UnsupportedOperationException(type);
        model.path("vocab").properties().forEach(entry -> ids.put(entry.getKey(), entry.getValue().asInt()));
        for (var token : json.path("added_tokens")) {
            added.put(token.path("content").asText(), token.path("id").asInt());
            if (token.path("special").asBoolean()) control.set(token.path("id").asInt());
        }
        marks = Pattern.compile(added.keySet().stream().filter(mark -> !mark.isEmpty())
                .sorted(Comparator.comparing(String::length).reversed()).map(Pattern::quote)
                .collect(Collectors.joining("|")));
        pieces = Pieces.read(json);
        merges = new Merges(model.path("merges"), ids);
        byteLevel = List.of("pre_tokenizer", "decoder").stream()
                .anyMatch(part -> json.path(part).toString().contains("\"ByteLevel\""));
        wholeFirst = model.path("ignore_merges").asBoolean();
        unknown = ids.get(model.path("unk_token").asText(""));
    }

    /** The tokens of a rendered prompt; its control marks become control tokens. */
    int[] encode(String prompt) {
        var tokens = IntStream.builder();
        int from = 0;
        if (!added.isEmpty()) {
            for (var mark = marks.matcher(OwnThread.interruptible(prompt)); mark.find(); from = mark.end()) {
                text(prompt.substring(from, mark.start()), tokens);
                tokens.add(added.get(mark.group()));
            }
        }
        text(prompt.substring(from), tokens);
        return tokens.build().toArray();
    }

    /**
     * Text that is to be put into a prompt: control marks in it lose their power, so that nobody's file can end a turn.
     */
    String guarded(String text) {
        var plain = text.replace(GUARD, "");
        return added.isEmpty() ? plain : marks.matcher(OwnThread.interruptible(plain))
                .replaceAll(mark -> Matcher.quoteReplacement(
                mark.group().substring(0, 1) + GUARD + mark.group().substring(1)));
    }

    /** @param size tokens the model computes with; the table may be larger than the list */
    Vocabulary vocabulary(int size, Set<Integer> ends) {
        var bytes = new byte[size][];
        ids.forEach((piece, id) -> {
            if (id < size) bytes[id] = bytes(piece);
        });
        added.forEach((mark, id) -> {
            if (id < size) bytes[id] = mark.getBytes(UTF_8);
        });
        return new Vocabulary(bytes, control, ends);
    }

    /** The id of a mark such as the one that ends a turn; null when there is none. */
    Integer id(String mark) {
        return added.getOrDefault(mark, ids.get(mark));
    }

    private void text(String text, IntStream.Builder tokens) {
        if (text.isEmpty()) return;
        for (var piece : pieces.of(text.replace(GUARD, ""))) {
            var shown = byteLevel ? ByteLevel.shown(piece) : piece.replace(" ", SPACE);
            var whole = wholeFirst ? ids.get(shown) : null;
            if (whole != null) tokens.add(whole);
            else for (var token : merges.apply(characters(shown))) tokens.add(token);
        }
    }

    private int[] characters(String shown) {
        var tokens = IntStream.builder();
        shown.codePoints().mapToObj(Character::toString).forEach(character -> {
            var id = ids.get(character);
            if (id != null) {
                tokens.add(id);
            } else if (ids.containsKey("<0x00>")) {
                for (var b : character.getBytes(UTF_8)) tokens.add(ids.get("<0x%02X>".formatted(b)));
            } else if (unknown != null) {
                tokens.add(unknown);
            }
        });
        return tokens.build().toArray();
    }

    private byte[] bytes(String piece) {
        if (byteLevel) return ByteLevel.bytes(piece).orElseGet(() -> piece.getBytes(UTF_8));
        if (piece.matches("<0x[0-9A-F]{2}>")) return new byte[] {(byte) Integer.parseInt(piece.substring(3, 5), 16)};
        return piece.replace(SPACE, " ").getBytes(UTF_8);
    }
}
