//DEPS com.github.tjake:jlama-core:0.8.4
//DEPS com.github.tjake:jlama-native:0.8.4:${os.detected.name}-${os.detected.arch}
//DEPS com.hubspot.jinjava:jinjava:2.8.3
//DEPS org.apache.commons:commons-lang3:3.20.0
//RUNTIME_OPTIONS --add-modules=jdk.incubator.vector
package llmswarm.model.jlama;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

import com.github.tjake.jlama.math.ActivationFunction;
import com.github.tjake.jlama.model.AbstractModel;
import com.github.tjake.jlama.model.AbstractModel.InferenceType;
import com.github.tjake.jlama.model.DistributedContext;
import com.github.tjake.jlama.model.ModelSupport.ModelType;
import com.github.tjake.jlama.safetensors.Config;
import com.github.tjake.jlama.safetensors.DType;
import com.github.tjake.jlama.safetensors.SafeTensorSupport;
import com.github.tjake.jlama.safetensors.WeightLoader;
import com.github.tjake.jlama.safetensors.tokenizer.Tokenizer;
import llmswarm.model.architecture.Hyperparameters;

/**
 * The weights of a model folder, mapped into memory once, and what all its instances share. Jlama's own loader would
 * map them anew and make a working folder for each instance, which is never removed; and its own reader of config.json
 * overlooks what it does not know. Jinjava is asked for in a later version, as the one that Jlama brings has
 * CVE-2025-59340 and CVE-2026-25526; nothing here uses it.
 */
final class Weights implements AutoCloseable {
    private final ModelType type;
    private final Config config;
    private final WeightLoader loader;

    /** @param context tokens of prompt and answer together; tables for more are not made */
    Weights(ModelFiles files, int context) {
        var model = files.arithmetic();
        type = ModelType.valueOf(model.architecture().name());
        // Jlama looks up positions two further on for each head
        config = config(model, context + 2 * model.heads(), model.hidden());
        // which counts heads by the hidden size, also where heads are longer or shorter together
        config.setDistributedContext(DistributedContext.builder(config(model, 1, model.heads() * model.headSize()))
                .build());
        if (!model.rope().even()) turn(model, config.ropeFreqs.orElseThrow());
        var all = SafeTensorSupport.loadWeights(files.folder().toFile());
        loader = model.tied() ? new TiedHead(all) : all;
    }

    private static Config config(Hyperparameters model, int positions, int hidden) {
        return new Config(positions, hidden, model.intermediate(), model.heads(), model.keyHeads(), model.layers(),
                (float) model.epsilon(), model.vocabulary(), 0, List.of(0),
                model.tanh() ? ActivationFunction.Type.GELU_PYTORCH_TANH : ActivationFunction.Type.SILU,
                model.rope().theta(), model.rope().factor(), null, model.headSize(), single(model.finalCap()),
                single(model.attentionCap()), single(model.residualMultiplier()), (float) model.attentionScale(),
                single(model.embeddingMultiplier()), single(model.logitDivisor()));
    }

    private static Float single(OptionalDouble number) {
        return number.isPresent() ? (float) number.getAsDouble() : null;
    }

    /** Writes into Jlama's table, which knows evenly scaled frequencies only. */
    private static void turn(Hyperparameters model, float[][] table) {
        var frequencies = model.rope().frequencies(model.headSize());
        for (int i = 0; i < table.length; i++) {
            double angle = i / frequencies.length * frequencies[i % frequencies.length];
            table[i][0] = (float) Math.cos(angle);
            table[i][1] = (float) Math.sin(angle);
        }
    }

    /**
     * One more instance; safe for one thread at a time. It gets no tokenizer, as {@link llmswarm.model.jlama.Tokenizer}
     * does that.
     */
    AbstractModel instance() {
        try {
            return type.modelClass.getConstructor(InferenceType.class, Config.class, WeightLoader.class,
                    Tokenizer.class, DType.class, DType.class, Optional.class)
                    .newInstance(InferenceType.FULL_GENERATION, config, loader, null, DType.F32, DType.I8,
                    Optional.empty());
        } catch (ReflectiveOperationException wrong) {
            throw new IllegalArgumentException(wrong);
        }
    }

    Config config() {
        return config;
    }

    @Override
    public void close() {
        try {
            loader.close();
        } catch (Exception stillOpen) {
            throw new IllegalStateException(stillOpen);
        }
    }
}
