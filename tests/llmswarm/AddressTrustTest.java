package llmswarm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;

import llmswarm.guard.Stop;
import llmswarm.model.Endpoint;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was trusted of an alias is where it sends: a file that sends elsewhere is asked about again. */
class AddressTrustTest {
    @TempDir
    Path folder;
    private Workshop shop;

    @BeforeEach
    void make() {
        shop = new Workshop(folder);
    }

    private void alias(String means) {
        shop.file(".swarm/models.yaml", "models:\n  coder: {provider: %s, context: 512}\n".formatted(means));
    }

    private Endpoint endpoint() {
        try (var swarm = shop.swarm()) {
            return swarm.endpoint(swarm.models().get("coder"));
        }
    }

    private void trusted() {
        shop.trust = true;
        endpoint();
        shop.trust = false;
    }

    @Test
    void anAliasThatWasAskedAboutOnceStaysTrustedWhileItsAddressIsTheSame() {
        alias("openai, model: small, base-url: 'http://localhost:9/v1'");
        trusted();
        alias("openai, model: larger, parallel: 3, base-url: 'http://localhost:9/v1'");
        endpoint();
        alias("openai, model: larger, base-url: 'http://localhost:9/v1', escalate: planner");
        assertEquals(".swarm/models.yaml wants your specification sent to http://localhost:9/v1 and what it cannot do to the model 'planner'; look at it and run again with --trust.",
                assertThrows(Stop.class, this::endpoint).getMessage());
        alias("openai, model: larger, base-url: 'http://localhost:99/v1'");
        assertEquals(".swarm/models.yaml wants your specification sent to http://localhost:99/v1; look at it and run again with --trust.",
                assertThrows(Stop.class, this::endpoint).getMessage());
    }
}
