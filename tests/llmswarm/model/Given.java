package llmswarm.model;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import llmswarm.config.ModelSpec;
import llmswarm.config.ModelSpec.Price;
import llmswarm.config.ModelSpec.Provider;
import llmswarm.config.layer.Layer;
import llmswarm.guard.RequestLog;
import llmswarm.model.choice.Models;
import llmswarm.model.habits.KeptHabits;

/** Models, keys and patience as the tests of this room use them. */
final class Given {
    static final String KEY = "sk-a-key-that-must-stay-secret";
    static final Map<String, String> ENV = Map.of("OPENAI_API_KEY", KEY);
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private Given() {
    }

    /** The planner of the user's own configuration, with a key, at that address. */
    static ModelSpec planner(URI address) {
        return planner(address, 4, Duration.ofSeconds(20));
    }

    static ModelSpec planner(URI address, int parallel, Duration timeout) {
        return openai("planner", address, Optional.of("OPENAI_API_KEY"), parallel, timeout, Optional.empty(),
                Layer.Origin.USER);
    }

    /** The same with a context of so many tokens. */
    static ModelSpec within(int context, Duration timeout, URI address) {
        var spec = planner(address, 1, timeout);
        return new ModelSpec(spec.alias(), spec.provider(), spec.model(), spec.baseUrl(), spec.apiKeyEnv(), context, 1,
                timeout, true, spec.price(), spec.absent(), spec.escalate(), spec.layer());
    }

    static ModelSpec openai(String alias, URI address, Optional<String> key, int parallel, Duration timeout,
                            Optional<String> absent, Layer.Origin kind) {
        return new ModelSpec(alias, Provider.OPENAI, "gpt-x", Optional.of(address), key, 128_000, parallel, timeout,
                true, Price.NONE, absent, Optional.empty(), layer(kind));
    }

    static ModelSpec jlama(String alias, String model, Optional<String> absent) {
        return new ModelSpec(alias, Provider.JLAMA, model, Optional.empty(), Optional.empty(), 8192, 1,
                Duration.ofMinutes(5), false, Price.NONE, absent, Optional.empty(), layer(Layer.Origin.USER));
    }

    /** No patience at all, so that the tests do not wait; a key may go anywhere. */
    static Settings quick() {
        return new Settings(false, spec -> true, Duration.ofMillis(1), Duration.ofSeconds(10),
                InstantSource.fixed(NOON), List.of(), RequestLog.SILENT, KeptHabits.NONE,
                Duration.ZERO, false);
    }

    static Models models(ModelSpec spec, Consumer<String> notice) {
        return models(spec, notice, quick());
    }

    static Models models(ModelSpec spec, Consumer<String> notice, Settings settings) {
        return new Models(Map.of(spec.alias(), spec), ENV, notice, settings);
    }

    static ChatRequest question() {
        return ChatRequest.builder().messages(SystemMessage.from("You are brief."), UserMessage.from("Say hello."))
                .temperature(0.2).maxOutputTokens(500).build();
    }

    private static Layer layer(Layer.Origin kind) {
        return new Layer(kind, Path.of("/nowhere").toAbsolutePath(), kind == Layer.Origin.PROJECT ? ".swarm"
                : "~/config");
    }
}
