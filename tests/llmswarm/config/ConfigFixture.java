package llmswarm.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import llmswarm.config.layer.Layer;
import llmswarm.config.yaml.Faults;

/** A folder of configuration that a test writes, and what the catalog says of it. */
public record ConfigFixture(Path folder, Layer.Origin kind, String shown) {
    public static final String MODELS = """
        models:
          coder: {provider: openai, model: small, base-url: http://localhost:1234/v1}
        """;

    /** A home layer, whose places are relative to it. */
    public static ConfigFixture home(Path folder) {
        return new ConfigFixture(folder, Layer.Origin.HOME, ".");
    }

    /** Writes a file; the text's place in the folder is its path. */
    public ConfigFixture with(String path, String text) {
        try {
            Files.createDirectories(folder.resolve(path).getParent());
            Files.writeString(folder.resolve(path), text);
            return this;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** A model 'coder', a template 'task' and an agent 'backend'. */
    public ConfigFixture withBasics() {
        return with("models.yaml", MODELS).with("templates/task.mustache", "{{role}} {{task.title}}\n")
                .with("agents/backend.yaml", agent("backend"));
    }

    public static String agent(String name) {
        return "name: %s\ndescription: Writes it.\nmodel: coder\n".formatted(name);
    }

    public Layer layer() {
        return new Layer(kind, folder, shown);
    }

    public Catalog catalog() {
        var faults = new Faults();
        var catalog = Catalog.load(List.of(layer()), faults);
        faults.stopIfAny();
        return catalog;
    }

    public List<String> faults() {
        var faults = new Faults();
        Catalog.load(List.of(layer()), faults);
        return faults.sentences();
    }
}
