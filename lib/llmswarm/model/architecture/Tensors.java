package llmswarm.model.architecture;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The tensors that a model of some configuration has, by name, with their shapes: rows and columns, or a length. */
public final class Tensors {
    private static final String HEAD = "lm_head.weight", EMBEDDINGS = "model.embed_tokens.weight";
    /** What older files keep of the positions, which follows from config.json. */
    private static final Pattern DERIVED = Pattern.compile(".*rotary_emb\\.(inv_freq|cos_cached|sin_cached)");
    private static final Pattern LAYER = Pattern.compile("model\\.layers\\.(\\d{1,6})\\..*");

    private final Hyperparameters model;
    private final Map<String, List<Integer>> shapes = new LinkedHashMap<>();

    private Tensors(Hyperparameters model) {
        this.model = model;
        shapes.put(EMBEDDINGS, List.of(model.vocabulary(), model.hidden()));
        for (int layer = 0; layer < model.layers(); layer++) layer("model.layers.%d.".formatted(layer));
        shapes.put("model.norm.weight", List.of(model.hidden()));
    }

    /**
     * Throws {@link NotComputed} for a tensor that the engine would leave out, and for one of another shape than the
     * configuration tells. A missing one shows when the weights are loaded.
     *
     * @param found by name, the shape of each tensor in the files of weights
     */
    public static void check(Hyperparameters model, Map<String, List<Integer>> found) {
        var known = new Tensors(model);
        new TreeMap<>(found).forEach(known::check);
    }

    private void check(String name, List<Integer> shape) {
        if (name.equals(HEAD)) {
            if (model.architecture().gemma() && !model.tied()) {
                throw NotComputed.weights(("config.json sets 'tie_word_embeddings' to false, and the output layer %s "
                        + "of a model of type %s cannot be computed here")
                        .formatted(HEAD, model.architecture().modelType()));
            }
            fits(name, shape, shapes.get(EMBEDDINGS));
        } else if (shapes.containsKey(name)) {
            fits(name, shape, shapes.get(name));
        } else if (!DERIVED.matcher(name).matches() && !beyond(name)) {
            throw NotComputed.weights("its weights have '%s', which cannot be computed here in a model of type %s"
                    .formatted(name, model.architecture().modelType()));
        }
    }

    private static void fits(String name, List<Integer> shape, List<Integer> wanted) {
        if (!shape.equals(wanted)) {
            throw NotComputed.weights("its weights have '%s' of shape %s, but by config.json it has shape %s"
                    .formatted(name, shape, wanted));
        }
    }

    /** Of a layer after the last one that config.json counts, such as those that guess several tokens ahead. */
    private boolean beyond(String name) {
        return Optional.of(LAYER.matcher(name)).filter(layer -> layer.matches())
                .filter(layer -> Integer.parseInt(layer.group(1)) >= model.layers()).isPresent();
    }

    private void layer(String at) {
        int hidden = model.hidden();
        int queries = model.heads() * model.headSize(), keys = model.keyHeads() * model.headSize();
        for (var projection : List.of("q", "k", "v")) {
            int rows = projection.equals("q") ? queries : keys;
            shapes.put(at + "self_attn.%s_proj.weight".formatted(projection), List.of(rows, hidden));
            if (model.architecture() == ModelArchitecture.QWEN2) {
                shapes.put(at + "self_attn.%s_proj.bias".formatted(projection), List.of(rows));
            }
        }
        shapes.put(at + "self_attn.o_proj.weight", List.of(hidden, queries));
        shapes.put(at + "mlp.gate_proj.weight", List.of(model.intermediate(), hidden));
        shapes.put(at + "mlp.up_proj.weight", List.of(model.intermediate(), hidden));
        shapes.put(at + "mlp.down_proj.weight", List.of(hidden, model.intermediate()));
        for (var norm : model.architecture() == ModelArchitecture.GEMMA2
                ? List.of("input", "post_attention", "pre_feedforward", "post_feedforward")
                : List.of("input", "post_attention")) {
            shapes.put(at + norm + "_layernorm.weight", List.of(hidden));
        }
    }
}
