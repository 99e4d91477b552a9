package llmswarm.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import llmswarm.config.layer.Bundle;
import llmswarm.config.layer.Layer;
import llmswarm.config.yaml.Faults;
import llmswarm.prompt.Templates;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes with the program has no faults. */
class BundledConfigTest {
    @TempDir
    Path temp;

    @Test
    void everyBundledFileIsReadAndEveryTemplateUsesKnownVariables() {
        var folder = Bundle.folder(temp).orElseGet(() -> Path.of("").toAbsolutePath());
        var faults = new Faults();

        var catalog = Catalog.load(List.of(new Layer(Layer.Origin.BUNDLED, folder, "bundle")), faults);
        Templates.lint(catalog, faults);

        assertEquals(List.of(), faults.sentences());
        assertFalse(catalog.agents().isEmpty() || catalog.stacks().isEmpty() || catalog.models().isEmpty());
        for (var name : List.of("stack", "plan", "task", "ask", "plan-page")) assertFalse(catalog.template(name,
                Optional.empty()).isEmpty(), name);
    }

    @Test
    void promptsForSmallModelsAreMuchShorterAndShowNothingTheyCouldCopy() throws Exception {
        var small = template("task.small") + template("task.small.system");
        assertTrue(small.length() * 3 < 2 * (template("task") + template("task.system")).length());
        assertFalse(small.contains("<<<<<<<"));
    }

    private String template(String name) throws Exception {
        return Files.readString(Bundle.folder(temp).orElseGet(() -> Path.of("").toAbsolutePath())
                .resolve("templates/%s.mustache".formatted(name)));
    }

    @Test
    void everyPackIsADataFolderWithoutOddFiles() throws Exception {
        var folder = Bundle.folder(temp).orElseGet(() -> Path.of("").toAbsolutePath()).resolve("stacks");
        try (var packs = Files.list(folder)) {
            for (var pack : packs.filter(Files::isDirectory).toList()) {
                try (var parts = Files.list(pack)) {
                    assertEquals(List.of(), parts.map(p -> p.getFileName().toString())
                        .filter(n -> !List.of("stack.yaml", "agents", "templates", "scaffold", "tools", "example").contains(n))
                        .toList(), pack::toString);
                }
            }
        }
    }
}
