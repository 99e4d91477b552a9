package llmswarm.model.choice;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.node.TextNode;
import llmswarm.guard.Stop;
import llmswarm.model.LocalServer;
import llmswarm.model.hub.ModelStore;

/** What a person can do when no model can be used. */
final class NothingUsable {
    private NothingUsable() {
    }

    /**
     * Names every obstacle on the way, then the choices: a key to set, local servers that were found, another address.
     */
    static Stop stop(String alias, List<Obstacle> obstacles, List<LocalServer.Found> servers) {
        var choices = new ArrayList<String>();
        for (var obstacle : obstacles) {
            switch (obstacle) {
                case Obstacle.NoKey(_, var variable) -> choices.add("Set the key: export %s=...".formatted(variable));
                case Obstacle.Absent(var spec) when ModelStore.isRepository(spec.model()) ->
                    choices.add("Fetch the model: ./jbang swarm.java models pull %s".formatted(spec.alias()));
                case Obstacle.Absent(var spec) ->
                        choices.add("Correct the folder: 'model' of %s in models.yaml".formatted(spec.alias()));
                case Obstacle.Cloud _ -> { }
            }
        }
        var last = obstacles.getLast().spec().alias();
        for (var server : servers) choices.add(use(last, server));
        if (servers.isEmpty()) {
            choices.add("Start a local server, such as Ollama, LM Studio, llama.cpp or vLLM; none was found on its usual port.");
        }
        choices.add("Use any other OpenAI-compatible server: give '%s' its 'base-url' and 'model' in .swarm/models.yaml."
                .formatted(last));
        var lines = new ArrayList<String>();
        lines.add("No model can be used for '%s': %s. Choose one:".formatted(alias,
                obstacles.stream().map(Obstacle::sentence).distinct().collect(Collectors.joining("; "))));
        for (var choice : choices) lines.add("%d. %s".formatted(lines.size(), choice));
        return Stop.usage(lines);
    }

    /** A stock server has so small a context that no prompt fits; vLLM tells that it has a larger one. */
    private static String use(String alias, LocalServer.Found found) {
        int context = found.context().orElse(0);
        var enough = context >= LocalServer.ROOM;
        return """
                Use %s, which is running on this machine,%s by these lines in .swarm/models.yaml:
                   models:
                     %s: {provider: openai, model: %s, base-url: "%s", context: %d, parallel: 1, timeout: 30m}"""
                .formatted(found.server().name(),
                        enough ? "" : " started again with a larger context (%s),".formatted(found.server().larger()),
                        alias,
                        TextNode.valueOf(found.model()), found.server().baseUrl(), enough ? context : LocalServer.ROOM);
    }
}
