package llmswarm.model.jlama;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import jinja.value.TemplateFault;
import llmswarm.guard.Stop;
import llmswarm.model.architecture.ModelArchitecture;
import llmswarm.model.architecture.Hyperparameters;
import llmswarm.model.architecture.NotComputed;
import llmswarm.model.architecture.Tensors;
import llmswarm.model.hub.LocalModel;
import llmswarm.model.hub.ModelStore;

/**
 * The files of a model folder, read far enough to know whether it can run; nothing of Jlama is loaded for that. A fault
 * is told as a {@link Stop} with the alias in front.
 *
 * @param alias for messages
 */
record ModelFiles(String alias, Path folder, JsonNode config, Hyperparameters arithmetic, LocalModel about) {
    private static final Set<String> NUMBERS = Set.of("F32", "F16", "BF16", "Q4");
    /** Several times what the largest of known models have. */
    private static final int TEMPLATE_BYTES = 256 << 10, JSON_BYTES = 64 << 20;
    private static final JsonMapper JSON = new JsonMapper();

    static ModelFiles read(String alias, Path folder) {
        for (var needed : List.of("config.json", "tokenizer.json")) {
            if (!Files.isRegularFile(folder.resolve(needed))) throw missing(alias, folder, needed);
        }
        if (List.of("model.safetensors", "model.safetensors.index.json").stream()
                .noneMatch(name -> Files.exists(folder.resolve(name)))) {
            throw missing(alias, folder, "model.safetensors");
        }
        var config = json(alias, folder.resolve("config.json"));
        if (!config.isObject()) throw broken(alias, folder.resolve("config.json"));
        var about = ModelStore.describe(folder);
        var files = new ModelFiles(alias, folder, config, arithmetic(alias, folder, config, about.type()), about);
        files.check();
        return files;
    }

    /** What is computed, and that all tensors belong to it. */
    private static Hyperparameters arithmetic(String alias, Path folder, JsonNode config, String type) {
        var architecture = ModelArchitecture.of(type)
                .orElseThrow(() -> Stop.usage(
                        "%s: %s holds a model of type '%s', which cannot run here; those of type %s can."
                                .formatted(alias, folder, type, String.join(", ", ModelArchitecture.modelTypes()))));
        try {
            var arithmetic = Hyperparameters.of(architecture, config);
            Tensors.check(arithmetic, ModelStore.tensors(folder));
            return arithmetic;
        } catch (NotComputed why) {
            throw Stop.usage("%s: %s: %s; use another model.".formatted(alias, folder, why.getMessage()), why);
        }
    }

    JsonNode tokenizer() {
        return json(alias, folder.resolve("tokenizer.json"));
    }

    /** Tokens that end an answer, from all places where models name them. */
    Set<Integer> ends(Tokenizer tokenizer) {
        var ends = new LinkedHashSet<>(ids(config.path("eos_token_id")));
        ends.addAll(ids(optional("generation_config.json").path("eos_token_id")));
        Optional.ofNullable(tokenizer.id(mark("eos_token"))).ifPresent(ends::add);
        return ends;
    }

    ChatTemplate template() {
        try {
            return new ChatTemplate(templateText().orElseThrow(), mark("bos_token"), mark("eos_token"));
        } catch (TemplateFault fault) {
            throw Stop.usage("%s: the chat template in %s cannot be rendered: %s; use another model."
                    .formatted(alias, folder, fault.getMessage()), fault);
        }
    }

    private void check() {
        Arithmetic.wrong(arithmetic).ifPresent(why -> {
            throw Stop.usage("%s: %s: %s; use another model.".formatted(alias, folder, why));
        });
        about.quantisation().filter(numbers -> !NUMBERS.contains(numbers)).ifPresent(numbers -> {
            throw Stop.usage("%s: the weights in %s are stored as %s, which cannot be computed here; take a model stored as %s."
                    .formatted(alias, folder, numbers, String.join(", ", NUMBERS.stream().sorted().toList())));
        });
        if (templateText().isEmpty()) {
            throw Stop.usage(("%s: %s has no chat template, so it cannot take instructions; take a model made for chat, such as one "
                    + "named Instruct.").formatted(alias, folder));
        }
        template();
    }

    /** In a file of its own, or in the tokenizer's configuration, alone or as the default of several. */
    private Optional<String> templateText() {
        var file = folder.resolve("chat_template.jinja");
        var text = Files.isRegularFile(file) ? Optional.of(new String(bytes(alias, file, TEMPLATE_BYTES), UTF_8))
                : configuredTemplate();
        if (text.filter(template -> template.length() > TEMPLATE_BYTES).isPresent()) {
            throw tooLarge(alias, folder.resolve("tokenizer_config.json"), "a chat template", TEMPLATE_BYTES);
        }
        return text;
    }

    private Optional<String> configuredTemplate() {
        var template = optional("tokenizer_config.json").path("chat_template");
        if (template.isTextual()) return Optional.of(template.textValue());
        for (var one : template) {
            if (one.path("name").asText().equals("default")) return Optional.of(one.path("template").asText());
        }
        return Optional.empty();
    }

    private String mark(String name) {
        var mark = optional("tokenizer_config.json").path(name);
        return mark.isObject() ? mark.path("content").asText("") : mark.asText("").equals("null") ? ""
                : mark.asText("");
    }

    private JsonNode optional(String name) {
        var file = folder.resolve(name);
        return Files.isRegularFile(file) ? json(alias, file) : JSON.createObjectNode();
    }

    private static List<Integer> ids(JsonNode node) {
        if (node.isInt()) return List.of(node.intValue());
        return node.valueStream().filter(JsonNode::isInt).map(JsonNode::intValue).toList();
    }

    private static JsonNode json(String alias, Path file) {
        try {
            return JSON.readTree(bytes(alias, file, JSON_BYTES));
        } catch (JsonProcessingException wrong) {
            throw broken(alias, file);
        } catch (IOException unreadable) {
            throw unreadable(alias, file, unreadable);
        }
    }

    private static byte[] bytes(String alias, Path file, int most) {
        try (var in = Files.newInputStream(file)) {
            var bytes = in.readNBytes(most + 1);
            if (bytes.length > most) throw tooLarge(alias, file, "it", most);
            return bytes;
        } catch (IOException unreadable) {
            throw unreadable(alias, file, unreadable);
        }
    }

    /** For what only shows while the files are used. */
    Stop damaged(Throwable cause) {
        return Stop.usage("%s: the files in %s are damaged or incomplete; fetch the model anew.".formatted(alias,
                folder), cause);
    }

    private static Stop tooLarge(String alias, Path file, String what, int most) {
        return Stop.usage("%s: %s is not used: %s may have %d KB at most; use another model.".formatted(alias, file,
                what, most >> 10));
    }

    private static Stop unreadable(String alias, Path file, IOException cause) {
        return Stop.usage("%s: %s cannot be read; look at its permissions.".formatted(alias, file), cause);
    }

    private static Stop missing(String alias, Path folder, String name) {
        return Stop.usage("%s: %s has no %s; name the folder of a whole model.".formatted(alias, folder, name));
    }

    private static Stop broken(String alias, Path file) {
        return Stop.usage("%s: %s is no JSON object; fetch the model anew.".formatted(alias, file));
    }
}
