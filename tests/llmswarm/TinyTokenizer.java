package llmswarm;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The {@code tokenizer.json} of a tiny model: bytes, chat marks, then the pieces; byte-level, as of Qwen2 and Llama 3.
 */
final class TinyTokenizer {
    private static final String SPLIT = "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}"
            + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

    private TinyTokenizer() {
    }

    /** Pairs of letters, and letters after a blank: tokens that halve a prompt. */
    static final List<String> PAIRS = IntStream.rangeClosed('a', 'z').boxed()
            .flatMap(second -> Stream.concat(Stream.of((int) ' '), IntStream.rangeClosed('a', 'z').boxed())
                    .map(first -> Character.toString(first) + Character.toString(second))).toList();

    /** @param pairs whether the pairs are tokens, too; there must be room for them behind the pieces */
    static Map<String, Object> json(int size, List<byte[]> pieces, boolean pairs) {
        var vocabulary = new LinkedHashMap<String, Integer>();
        for (int b = 0; b < 256; b++) vocabulary.put(shown(new byte[] {(byte) b}), b);
        for (var piece : pieces) {
            if (vocabulary.put(shown(piece), TinyModel.FIRST_FREE + vocabulary.size() - 256) != null) {
                throw new IllegalArgumentException("the same piece twice: " + shown(piece));
            }
        }
        var merges = pairs ? PAIRS.stream().map(pair -> shown(pair.getBytes(UTF_8))).toList() : List.<String>of();
        for (var pair : merges) vocabulary.putIfAbsent(pair, TinyModel.FIRST_FREE + vocabulary.size() - 256);
        for (int id = TinyModel.FIRST_FREE
                + vocabulary.size() - 256; id < size; id++) vocabulary.put("<unused%d>".formatted(id), id);
        var model = new HashMap<String, Object>();
        model.put("type", "BPE");
        model.put("vocab", vocabulary);
        model.put("merges", merges.stream().map(pair -> pair.charAt(0) + " " + pair.charAt(1)).toList());
        model.put("byte_fallback", false);
        return Map.of("version", "1.0", "added_tokens", marks(), "model", model, "decoder", Map.of("type", "ByteLevel"),
                "pre_tokenizer", Map.of("type", "Sequence", "pretokenizers", List.of(
                        Map.of("type", "Split", "pattern", Map.of("Regex", SPLIT), "behavior", "Isolated", "invert",
                        false),
                        Map.of("type", "ByteLevel", "add_prefix_space", false, "trim_offsets", false, "use_regex",
                        false))));
    }

    private static List<Map<String, Object>> marks() {
        var marks = new ArrayList<Map<String, Object>>();
        for (var mark : List.of("<|endoftext|>", "<|im_start|>", "<|im_end|>")) {
            marks.add(Map.of("id", TinyModel.BOS + marks.size(), "content", mark, "special", true, "normalized",
                    false));
        }
        return marks;
    }

    /** Bytes as byte-level tokenizers write them: printable ones as themselves, the others from U+0100 on. */
    private static String shown(byte[] bytes) {
        var shown = new StringBuilder();
        for (byte signed : bytes) {
            int b = signed & 0xFF;
            int below = 0;
            for (int other = 0; other < b; other++) below += printable(other) ? 0 : 1;
            shown.append((char) (printable(b) ? b : 256 + below));
        }
        return shown.toString();
    }

    private static boolean printable(int b) {
        return b >= '!' && b <= '~' || b >= 0xA1 && b != 0xAD;
    }
}
