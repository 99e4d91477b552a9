package llmswarm.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import com.fasterxml.jackson.databind.JsonNode;
import llmswarm.StubAnswer;
import llmswarm.StubServer;
import llmswarm.Workshop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long a model thinks is said in models.yaml, or by an agent for itself. */
class EffortTest {
    @TempDir
    Path folder;

    @Test
    void anAgentsEffortCountsBeforeItsModelsAndThereIsRoomForBoth() throws Exception {
        var sent = new CopyOnWriteArrayList<JsonNode>();
        try (var server = new StubServer(request -> {
            sent.add(request);
            return StubAnswer.text("Hello.");
        })) {
            var shop = new Workshop(folder).file("config/models.yaml", """
                    models:
                      coder: {provider: openai, model: stub, base-url: "%s", effort: low}
                    """.formatted(server.baseUrl()));
            agent(shop, "quick", "");
            agent(shop, "deep", ", effort: high");
            try (var swarm = shop.swarm()) {
                swarm.ask("quick", "Hi", false);
                swarm.ask("deep", "Hi", false);
            }
        }
        // a quarter of the context, which is 32,768 tokens where nothing is said, is the most that is kept for thinking
        assertEquals(List.of("low", "high"), sent.stream().map(r -> r.path("reasoning_effort").asText()).toList());
        assertEquals(List.of(1000 + 4096, 1000 + 8192), sent.stream().map(r -> r.path("max_tokens").asInt()).toList());
    }

    private static void agent(Workshop shop, String name, String more) {
        shop.file("config/agents/%s.yaml".formatted(name),
                "{name: %s, description: Writes., model: coder, role: You write., max-tokens: 1000%s}".formatted(name, more));
    }
}
