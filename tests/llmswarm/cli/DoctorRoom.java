package llmswarm.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import llmswarm.Workshop;
import llmswarm.model.LocalServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
/** A machine that {@code doctor} looks at. */
abstract class DoctorRoom {
    @TempDir
    Path folder;
    Workshop shop;
    KeptDesk at;

    @BeforeEach
    void workshop() {
        shop = new Workshop(folder);
        shop.file("config/models.yaml", """
                models:
                  planner: {provider: openai, model: gpt-x, base-url: "https://m.example/v1", api-key-env: A_KEY, context: 128000, parallel: 8, timeout: 5m}
                  coder: {provider: jlama, model: acme/tiny, context: 16384, parallel: 1, timeout: 30m, absent: planner}
                """);
        shop.file("config/stacks/odd/stack.yaml", """
                name: odd
                description: Nothing real.
                agents: [backend]
                conventions: ""
                setup: [[fetch-of-nobody, all]]
                checks:
                  - {name: tests, when: end, run: [sh, -c, exit]}
                  - {name: style, when: end, run: [lint-of-nobody]}
                  - {name: own, when: end, run: [./build]}
                """);
        shop.file("config/stacks/generic/stack.yaml",
                "name: generic\ndescription: Anything.\nagents: [backend]\nprograms: [sh, program-of-nobody]\n");
        shop.env.putAll(Map.of("LLM_SWARM_MODELS", folder.resolve("models").toString(), "GIT_CONFIG_GLOBAL",
                "/dev/null"));
        at = new KeptDesk(shop);
    }

    int doctor(int width, List<LocalServer> servers, String... words) throws Exception {
        return at.run(new DoctorCommand(at.desk, servers, width), words);
    }
}
