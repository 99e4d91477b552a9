package llmswarm.model.architecture;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

import text.Printable;

/**
 * The tensors that a model of some configuration has, by name, with their shapes: rows and columns, or a length. Those
 * of a layer are the same for all layers, whose count is a file's word.
 */
public final class Tensors {
    private static final String HEAD = "lm_head.weight", EMBEDDINGS = "model.embed_tokens.weight";
    /** What older files keep of the positions, which follows from config.json. */
    private static final Pattern DERIVED = Pattern.compile(".*rotary_emb\\.(inv_freq|cos_cached|sin_cached)");
    private static final Pattern LAYER = Pattern.compile("model\\.layers\\.(0|[1-9]\\d{0,5})\\.(.*)");
    private static final int SIDES = 8;
    /** Bytes of a number by its type; those of Q4 have their scales elsewhere. */
    private static final Map<String, Double> BYTES = Map.of("F32", 4.0, "F16", 2.0, "BF16", 2.0, "Q4", 0.5);

    private final Hyperparameters model;
    private final Map<String, List<Integer>> once, ofLayer = new HashMap<>();

    private Tensors(Hyperparameters model) {
        this.model = model;
        var embeddings = List.of(model.vocabulary(), model.hidden());
        once = Map.of(EMBEDDINGS, embeddings, HEAD, embeddings, "model.norm.weight", List.of(model.hidden()));
        layer();
    }

    /**
     * Throws {@link NotComputed} for a tensor that the engine would leave out, and for one of another shape than the
     * configuration tells, or of other numbers than its shape. A missing one shows when the weights are loaded.
     *
     * @param found by name, each tensor in the files of weights
     */
    public static void check(Hyperparameters model, Map<String, StoredTensor> found) {
        var known = new Tensors(model);
        new TreeMap<>(found).forEach(known::check);
    }

    private void check(String name, StoredTensor tensor) {
        if (name.equals(HEAD) && model.architecture().gemma() && !model.tied()) {
            throw NotComputed.weights(("config.json sets 'tie_word_embeddings' to false, and the output layer %s "
                    + "of a model of type %s cannot be computed here")
                    .formatted(HEAD, model.architecture().modelType()));
        }
        var wanted = shape(name);
        if (wanted.isPresent()) {
            fits(name, tensor, wanted.get());
        } else if (!DERIVED.matcher(name).matches() && !beyond(name)) {
            throw NotComputed.weights("its weights have '%s', which cannot be computed here in a model of type %s"
                    .formatted(Printable.shown(name), model.architecture().modelType()));
        }
    }

    private Optional<List<Integer>> shape(String name) {
        var layer = LAYER.matcher(name);
        return layer.matches() && Integer.parseInt(layer.group(1)) < model.layers()
                ? Optional.ofNullable(ofLayer.get(layer.group(2))) : Optional.ofNullable(once.get(name));
    }

    private static void fits(String name, StoredTensor tensor, List<Integer> wanted) {
        if (!tensor.shape().equals(wanted)) {
            throw NotComputed.weights("its weights have '%s' of shape %s, but by config.json it has shape %s"
                    .formatted(name, shown(tensor.shape()), wanted));
        }
        if (!BYTES.containsKey(tensor.type())) {
            throw NotComputed.weights("its weights have '%s' of type '%s', which cannot be computed here"
                    .formatted(name, Printable.shown(tensor.type())));
        }
        if (tensor.bytes() != Math.ceil(tensor.numbers() * BYTES.get(tensor.type()))) {
            throw NotComputed.weights("its weights have '%s' of shape %s, but not as many numbers of type %s"
                    .formatted(name, wanted, tensor.type()));
        }
    }

    private static String shown(List<Integer> shape) {
        return shape.size() <= SIDES ? shape.toString() : "with %d sides".formatted(shape.size());
    }

    /** Of a layer after the last one that config.json counts, such as those that guess several tokens ahead. */
    private boolean beyond(String name) {
        return Optional.of(LAYER.matcher(name)).filter(layer -> layer.matches())
                .filter(layer -> Integer.parseInt(layer.group(1)) >= model.layers()).isPresent();
    }

    private void layer() {
        int hidden = model.hidden();
        int queries = model.heads() * model.headSize(), keys = model.keyHeads() * model.headSize();
        for (var projection : List.of("q", "k", "v")) {
            int rows = projection.equals("q") ? queries : keys;
            ofLayer.put("self_attn.%s_proj.weight".formatted(projection), List.of(rows, hidden));
            if (model.architecture() == ModelArchitecture.QWEN2) {
                ofLayer.put("self_attn.%s_proj.bias".formatted(projection), List.of(rows));
            }
        }
        ofLayer.put("self_attn.o_proj.weight", List.of(hidden, queries));
        ofLayer.put("mlp.gate_proj.weight", List.of(model.intermediate(), hidden));
        ofLayer.put("mlp.up_proj.weight", List.of(model.intermediate(), hidden));
        ofLayer.put("mlp.down_proj.weight", List.of(hidden, model.intermediate()));
        for (var norm : model.architecture() == ModelArchitecture.GEMMA2
                ? List.of("input", "post_attention", "pre_feedforward", "post_feedforward")
                : List.of("input", "post_attention")) {
            ofLayer.put(norm + "_layernorm.weight", List.of(hidden));
        }
    }
}
