package llmswarm;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.ObjectMapper;
import llmswarm.TinyWeights.Fill;
import llmswarm.TinyWeights.Tensor;

/**
 * Makes folders that the real engine loads. A random one says deterministic gibberish at temperature 0; a scripted one
 * says one given text after any prompt whose chat template ends in a line break, then end-of-text: its attention and
 * feed-forward add nothing, so that its output layer, a table of successors, sees nothing but the last token.
 */
public final class TinyModel {
    /** The first ids are the bytes; these follow. */
    public static final int BOS = 256, START = 257, END = 258, FIRST_FREE = 259;
    /** The hidden size of scripted models: so many signs tell thousands of tokens apart. */
    private static final int SIGNS = 128;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern WORDS = Pattern.compile("\\s*\\S+\\s*?(?=\\s|$)|\\s+$");
    private static final String TEMPLATE = """
            {{ bos_token }}{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] \
            + '<|im_end|>' + '\\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}""";

    /** Numbers stored as they are, or four bits each with a factor for every 32. */
    public enum Numbers { F32, BF16, Q4 }

    /**
     * The sizes of a model. The native arithmetic is right only for row counts up to 128, of a multiple of 128, or from
     * 16,384 on; its fault in batches of tokens shows from 768 on.
     *
     * @param type    {@code llama}, {@code mistral} or {@code qwen2}
     * @param context tokens of prompt and answer together
     */
    public record Shape(String type, Numbers numbers, int vocabulary, int hidden, int heads, int keyHeads, int layers,
                        int intermediate, int context, long seed) {
        public static final Shape TINY = new Shape("llama", Numbers.F32, 384, 128, 4, 2, 2, 896, 4096, 42);
        /** As Qwen2.5-0.5B, with a vocabulary of its size; 350 MB. */
        public static final Shape HALF_BILLION =
                new Shape("qwen2", Numbers.Q4, 151_936, 896, 14, 2, 24, 4864, 32_768, 42);

        public Shape as(String otherType, Numbers otherNumbers) {
            return new Shape(otherType, otherNumbers, vocabulary, hidden, heads, keyHeads, layers, intermediate,
                    context, seed);
        }

        public Shape seeded(long otherSeed) {
            return new Shape(type, numbers, vocabulary, hidden, heads, keyHeads, layers, intermediate, context,
                    otherSeed);
        }

        /** With a hidden size that the native arithmetic gets wrong. */
        public Shape odd() {
            return new Shape(type, numbers, vocabulary, 192, heads, keyHeads, layers, intermediate, context, seed);
        }

        int keyLength() {
            return hidden / heads * keyHeads;
        }
    }

    private TinyModel() {
    }

    /** Writes a model of random weights, the same for the same shape; returns the folder, which is made. */
    public static Path random(Path folder, Shape shape) {
        return write(folder, shape, List.of(), false, Optional.empty());
    }

    /** Writes a model that says this text, of more than one character, word by word. */
    public static Path scripted(Path folder, String says) {
        return scripted(folder, "llama", Numbers.F32, words(says));
    }

    /** Writes a model that says these pieces, a token each: no two may be equal, and none a single byte. */
    public static Path scripted(Path folder, String type, Numbers numbers, List<byte[]> pieces) {
        return scripted(folder, type, numbers, List.of(pieces), false);
    }

    /**
     * Writes a model for masked answers: it says that one of the texts which the mask allows, and leaves it to the mask
     * to end it. They may have their first pieces in common and no others. Pairs of letters are tokens, so that long
     * prompts are short.
     */
    public static Path scripted(Path folder, List<List<byte[]>> texts) {
        return scripted(folder, "llama", Numbers.F32, texts, true);
    }

    private static Path scripted(Path folder, String type, Numbers numbers, List<List<byte[]>> texts, boolean masked) {
        var ids = new LinkedHashMap<ByteBuffer, Integer>();
        texts.forEach(text -> text.forEach(piece -> ids.putIfAbsent(ByteBuffer.wrap(piece), FIRST_FREE + ids.size())));
        var follows = new LinkedHashMap<Integer, Integer>();
        for (var text : texts) {
            int last = '\n';
            for (var piece : text) {
                int id = ids.get(ByteBuffer.wrap(piece));
                follows.put(id, last);
                last = id;
            }
            if (!masked) follows.put(END, last);
        }
        int size = (FIRST_FREE + ids.size() + (masked ? TinyTokenizer.PAIRS.size() : 0) + 127) / 128 * 128;
        return write(folder, new Shape(type, numbers, size, SIGNS, 2, 2, 1, 128, 32_768, 0),
                ids.keySet().stream().map(ByteBuffer::array).toList(), masked, Optional.of(follows));
    }

    /** Cuts at words so that no piece comes twice: a word that came before is joined to the next one. */
    private static List<byte[]> words(String text) {
        var pieces = new ArrayList<String>();
        var known = new HashSet<String>();
        var piece = new StringBuilder();
        var word = WORDS.matcher(text);
        while (word.find()) {
            piece.append(word.group());
            if (piece.codePointCount(0, piece.length()) > 1 && known.add(piece.toString())) {
                pieces.add(piece.toString());
                piece.setLength(0);
            }
        }
        while (!piece.isEmpty() && (piece.length() == 1 || !known.add(piece.toString()))) {
            if (pieces.isEmpty()) return List.of(text.getBytes(UTF_8));
            known.remove(pieces.getLast());
            piece.insert(0, pieces.removeLast());
        }
        if (!piece.isEmpty()) pieces.add(piece.toString());
        return pieces.stream().map(one -> one.getBytes(UTF_8)).toList();
    }

    private static Path write(Path folder, Shape shape, List<byte[]> pieces, boolean pairs,
            Optional<Map<Integer, Integer>> follows) {
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("config.json"), JSON.writeValueAsString(config(shape)));
            Files.writeString(folder.resolve("tokenizer.json"),
                    JSON.writeValueAsString(TinyTokenizer.json(shape.vocabulary(), pieces, pairs)));
            Files.writeString(folder.resolve("tokenizer_config.json"),
                    JSON.writeValueAsString(Map.of("bos_token", "<|endoftext|>",
                    "eos_token", "<|im_end|>", "model_max_length", shape.context(), "chat_template", TEMPLATE)));
            TinyWeights.write(folder.resolve("model.safetensors"), shape.numbers(), shape.seed(),
                    tensors(shape, follows));
            return folder;
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }

    private static Map<String, Object> config(Shape shape) {
        var config = new LinkedHashMap<String, Object>();
        config.put("architectures", List.of(shape.type().equals("qwen2") ? "Qwen2ForCausalLM" : "LlamaForCausalLM"));
        config.put("model_type", shape.type());
        config.put("hidden_size", shape.hidden());
        config.put("intermediate_size", shape.intermediate());
        config.put("num_attention_heads", shape.heads());
        config.put("num_key_value_heads", shape.keyHeads());
        config.put("num_hidden_layers", shape.layers());
        config.put("rms_norm_eps", 1e-5);
        config.put("vocab_size", shape.vocabulary());
        config.put("max_position_embeddings", shape.context());
        config.put("bos_token_id", BOS);
        config.put("eos_token_id", END);
        config.put("hidden_act", "silu");
        config.put("rope_theta", 10_000.0);
        config.put("tie_word_embeddings", false);
        return config;
    }

    /** @param follows by token, the one it comes after; empty for random weights */
    private static List<Tensor> tensors(Shape s, Optional<Map<Integer, Integer>> follows) {
        var any = follows.isPresent() ? new Fill.Zero() : Fill.Noise.SMALL;
        var tensors = new ArrayList<Tensor>();
        tensors.add(new Tensor("model.embed_tokens.weight", s.vocabulary(), s.hidden(), follows.isPresent()
                ? new Fill.Signs(each(s.vocabulary())) : any));
        for (int layer = 0; layer < s.layers(); layer++) {
            var at = "model.layers.%d.".formatted(layer);
            tensors.add(new Tensor(at + "input_layernorm.weight", 0, s.hidden(), new Fill.One()));
            for (var projection : List.of("q", "k", "v")) {
                int rows = projection.equals("q") ? s.hidden() : s.keyLength();
                tensors.add(new Tensor(at + "self_attn.%s_proj.weight".formatted(projection), rows, s.hidden(), any));
                if (s.type().equals("qwen2")) tensors.add(new Tensor(at
                        + "self_attn.%s_proj.bias".formatted(projection), 0, rows, any));
            }
            tensors.add(new Tensor(at + "self_attn.o_proj.weight", s.hidden(), s.hidden(), any));
            tensors.add(new Tensor(at + "post_attention_layernorm.weight", 0, s.hidden(), new Fill.One()));
            tensors.add(new Tensor(at + "mlp.gate_proj.weight", s.intermediate(), s.hidden(), any));
            tensors.add(new Tensor(at + "mlp.up_proj.weight", s.intermediate(), s.hidden(), any));
            tensors.add(new Tensor(at + "mlp.down_proj.weight", s.hidden(), s.intermediate(), any));
        }
        tensors.add(new Tensor("model.norm.weight", 0, s.hidden(), new Fill.One()));
        tensors.add(new Tensor("lm_head.weight", s.vocabulary(), s.hidden(),
                follows.<Fill>map(Fill.Signs::new).orElse(any)));
        return tensors;
    }

    private static Map<Integer, Integer> each(int tokens) {
        return IntStream.range(0, tokens).boxed().collect(Collectors.toMap(token -> token, token -> token));
    }
}
