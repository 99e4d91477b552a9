package llmswarm.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import llmswarm.config.ModelSpec.Price;
import llmswarm.config.ModelSpec.Provider;
import llmswarm.config.layer.Layer;
import llmswarm.config.yaml.Faults;
import llmswarm.config.yaml.Fields;
import llmswarm.config.yaml.Located;
import llmswarm.config.yaml.Mention;
import llmswarm.config.yaml.Source;
import llmswarm.config.yaml.Values;

/** Reads {@code models.yaml}. */
record ModelsReader(Map<String, ModelSpec> models, Map<String, Mention> absent, List<Mention> escalate,
        boolean readable) {
    private static final int CONTEXT = 32_768, MOST_CONTEXT = 100_000_000, MOST_PARALLEL = 256;
    private static final Duration TIMEOUT = Duration.ofMinutes(5);
    private static final double MOST_PRICE = 100_000;

    static ModelsReader read(Source source, Layer layer, Faults faults) {
        var models = new LinkedHashMap<String, ModelSpec>();
        var absent = new LinkedHashMap<String, Mention>();
        var escalate = new ArrayList<Mention>();
        var read = Located.yaml(source.text(), source.place().file(), faults);
        read.ifPresent(node -> {
            var fields = Fields.of(node, faults).require("models");
            fields.map("models").forEach((alias, of) -> {
                if (!Values.isName(alias)) {
                    faults.add(of.place(), "the alias '%s' must be of %s.".formatted(alias, Values.NAME_RULE));
                }
                models.put(alias, model(alias, of, layer, mention -> absent.put(alias, mention), escalate::add));
            });
            fields.done();
        });
        return new ModelsReader(models, absent, escalate, read.isPresent());
    }

    private static ModelSpec model(String alias, Fields fields, Layer layer, Consumer<Mention> absent,
            Consumer<Mention> escalate) {
        fields.require("provider", "model");
        var provider = fields.choice("provider", Provider.class).orElse(Provider.OPENAI);
        var local = provider == Provider.JLAMA;
        if (local) {
            for (var key : List.of("base-url", "api-key-env")) {
                if (fields.has(key)) fields.fault(key,
                        "does not belong to provider jlama, which computes on this machine.");
            }
        } else if (fields.has("provider")) {
            fields.require("base-url");
        }
        var spec = new ModelSpec(alias, provider, fields.text("model", ""),
            fields.scalar("base-url", Values::address), fields.scalar("api-key-env", Values::variable),
            fields.whole("context", CONTEXT, 256, MOST_CONTEXT),
            fields.whole("parallel", local ? 1 : 4, 1, MOST_PARALLEL),
            fields.scalar("timeout", Values::duration).orElse(TIMEOUT), fields.flag("json-schema", true),
            fields.fields("price").map(ModelsReader::price).orElse(Price.NONE),
            other(fields, "absent", alias, absent), other(fields, "escalate", alias, escalate),
            fields.has("small") ? Optional.of(fields.flag("small", false)) : Optional.empty(),
            fields.choice("effort", Effort.class), layer);
        if (local && spec.effort().isPresent()) {
            fields.fault("effort", "does not belong to provider jlama, whose models think as they like.");
        }
        fields.done();
        return spec;
    }

    /** What a cached token costs is often left out; it costs as much as any other then. */
    private static Price price(Fields fields) {
        var input = fields.number("input", 0, 0, MOST_PRICE);
        var price = new Price(input, fields.number("cached-input", input, 0, MOST_PRICE),
                fields.number("output", 0, 0, MOST_PRICE), fields.fields("above").map(above -> {
            above.require("tokens");
            int tokens = above.whole("tokens", MOST_CONTEXT, 1, MOST_CONTEXT);
            return new Price.Step(tokens, price(above));
        }));
        fields.done();
        return price;
    }

    private static Optional<String> other(Fields fields, String key, String alias, Consumer<Mention> mentions) {
        return fields.scalar(key, (value, trouble) -> {
            if (value.text().equals(alias)) return trouble.none("must name another model than itself.");
            mentions.accept(Mention.of("model", value));
            return Values.text(value, trouble);
        });
    }
}
