package llmswarm.model.jlama;

import java.util.Map;

import com.github.tjake.jlama.model.DistributedContext;
import com.github.tjake.jlama.safetensors.DType;
import com.github.tjake.jlama.safetensors.TensorInfo;
import com.github.tjake.jlama.safetensors.WeightLoader;
import com.github.tjake.jlama.tensor.AbstractTensor;

/**
 * The weights of a model whose output layer is its table of embeddings: a layer that its files have nevertheless is not
 * the model's, and Jlama would take it.
 */
@SuppressWarnings("rawtypes") // see Instance
record TiedHead(WeightLoader all) implements WeightLoader {
    @Override
    public boolean isWeightPresent(String name) {
        return !name.equals("lm_head.weight") && all.isWeightPresent(name);
    }

    @Override
    public Map<String, String> metadata() {
        return all.metadata();
    }

    @Override
    public Map<String, TensorInfo> tensorInfoMap() {
        return all.tensorInfoMap();
    }

    @Override
    public AbstractTensor load(String name, DistributedContext shard, boolean sparseRows, boolean sparseColumns) {
        return all.load(name, shard, sparseRows, sparseColumns);
    }

    @Override
    public DType getModelDType() {
        return all.getModelDType();
    }

    @Override
    public void close() throws Exception {
        all.close();
    }
}
