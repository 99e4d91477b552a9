package llmswarm.model.hub;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import llmswarm.config.ModelSpec.Price;
import llmswarm.config.ModelSpec.Provider;
import llmswarm.config.ModelSpec;
import llmswarm.config.layer.Layer;

/** Model folders and aliases as the tests of this room use them. */
public final class Folders {
    /** 8 layers of 2 key-value heads of 16 numbers: 2,048 bytes of cache a token. */
    public static final String CONFIG = """
            {"architectures": ["Qwen2ForCausalLM"], "model_type": "qwen2", "max_position_embeddings": 4096, "hidden_size": 64,
             "num_attention_heads": 4, "num_key_value_heads": 2, "num_hidden_layers": 8}
            """;

    private Folders() {
    }

    /** A folder with that configuration and weights of that type and number. */
    public static Path model(Path folder, String config, String type, int numbers) {
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("config.json"), config);
            Files.write(folder.resolve("model.safetensors"), weights("""
                    {"__metadata__": {"format": "pt"}, "w": {"dtype": "%s", "shape": [%d, 10], "data_offsets": [0, 1]},
                     "w.qb": {"dtype": "F32", "shape": [999], "data_offsets": [1, 2]}, "norm": {"dtype": "F32", "shape": [10], "data_offsets": [2, 3]}}
                    """.formatted(type, numbers / 10), numbers));
            return folder;
        } catch (IOException disk) {
            throw new UncheckedIOException(disk);
        }
    }

    /** A weight file: the head and so many bytes. */
    public static byte[] weights(String head, int bytes) {
        var text = head.getBytes(StandardCharsets.UTF_8);
        var file = new ByteArrayOutputStream();
        file.writeBytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(text.length).array());
        file.writeBytes(text);
        file.writeBytes(new byte[bytes]);
        return file.toByteArray();
    }

    /** A Jlama alias with a context of 1,000 tokens. */
    public static ModelSpec spec(String alias, String model) {
        return spec(alias, Provider.JLAMA, model);
    }

    public static ModelSpec spec(String alias, Provider provider, String model) {
        return new ModelSpec(alias, provider, model, Optional.empty(), Optional.empty(), 1000, 1,
                Duration.ofMinutes(5), false, Price.NONE,
                Optional.empty(), Optional.empty(), new Layer(Layer.Origin.USER, Path.of("config").toAbsolutePath(),
                "~/config"));
    }
}
