package llmswarm.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;

import llmswarm.TinyModel;
import llmswarm.Workshop;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Single questions to agents whose model is local. */
class LocalAskTest {
    private static final String SAYS = "In a table, with the time each one ends.";

    @TempDir
    Path folder;
    private Workshop shop;

    @BeforeEach
    void workshop() {
        shop = new Workshop(folder);
        var model = TinyModel.scripted(folder.resolve("m"), SAYS);
        shop.file("config/models.yaml",
                "models:\n  coder: {provider: jlama, model: \"%s\", context: 8000}\n".formatted(model));
    }

    @Test
    void theSecondCallLoadsNothingAndReadsAgainOnlyWhatIsNew() throws InterruptedException {
        try (var swarm = shop.swarm()) {
            var first = swarm.ask("backend", "How would you store sessions?", false);
            assertEquals(SAYS, first.text());
            assertEquals(0, first.usage().cachedInput());
            assertEquals(2, shop.notices.size(), shop.notices::toString);
            assertTrue(shop.notices.get(0).startsWith("coder: loading "), shop.notices::toString);
            assertTrue(shop.notices.get(1).startsWith("coder: loaded in "), shop.notices::toString);
            var second = swarm.ask("backend", "How would you store carts?", false);
            assertEquals(SAYS, second.text());
            assertEquals(2, shop.notices.size(), shop.notices::toString);
            assertTrue(second.usage().cachedInput() > second.usage().input() / 2, second.usage()::toString);
        }
    }
}
