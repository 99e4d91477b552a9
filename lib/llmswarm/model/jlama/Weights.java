//DEPS com.github.tjake:jlama-core:0.8.4
//DEPS com.github.tjake:jlama-native:0.8.4:${os.detected.name}-${os.detected.arch}
//RUNTIME_OPTIONS --add-modules=jdk.incubator.vector
package llmswarm.model.jlama;

import java.util.Locale;
import java.util.Optional;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.github.tjake.jlama.model.AbstractModel;
import com.github.tjake.jlama.model.AbstractModel.InferenceType;
import com.github.tjake.jlama.model.ModelSupport.ModelType;
import com.github.tjake.jlama.safetensors.Config;
import com.github.tjake.jlama.safetensors.DType;
import com.github.tjake.jlama.safetensors.SafeTensorSupport;
import com.github.tjake.jlama.safetensors.WeightLoader;
import com.github.tjake.jlama.safetensors.tokenizer.Tokenizer;
import com.github.tjake.jlama.util.JsonSupport;

/**
 * The weights of a model folder, mapped into memory once, and what all its instances share. Jlama's own loader would
 * map them anew and make a working folder for each instance, which is never removed.
 */
final class Weights implements AutoCloseable {
    private final ModelType type;
    private final Config config;
    private final WeightLoader loader;

    Weights(ModelFiles files, int context) {
        try {
            type = ModelType.valueOf(files.about().type().toUpperCase(Locale.ROOT));
            config = JsonSupport.om.treeToValue(files.configFor(context), type.configClass);
            loader = SafeTensorSupport.loadWeights(files.folder().toFile());
        } catch (JsonProcessingException wrong) {
            throw new IllegalArgumentException(wrong);
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
