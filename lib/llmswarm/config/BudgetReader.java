package llmswarm.config;

import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

import llmswarm.config.layer.Layer;
import llmswarm.config.yaml.Faults;
import llmswarm.config.yaml.Fields;
import llmswarm.config.yaml.Located;
import llmswarm.config.yaml.Mention;
import llmswarm.config.yaml.Source;
import llmswarm.config.yaml.Values;

/**
 * Reads {@code budget.yaml}.
 *
 * @param cheaper where it names another model
 */
record BudgetReader(Budgets budgets, Optional<Mention> cheaper) {
    private static final double MOST_DOLLARS = 1_000_000;
    private static final int MOST = 999_999_999;

    /** Empty when the text could not be read at all. */
    static Optional<BudgetReader> read(Source source, Layer layer, Faults faults) {
        return Located.yaml(source.text(), source.place().file(), faults)
                .map(node -> read(Fields.of(node, faults), layer));
    }

    private static BudgetReader read(Fields fields, Layer layer) {
        var agents = new LinkedHashMap<String, Budget>();
        fields.map("agents").forEach((name, of) -> agents.put(name, budget(of)));
        var run = fields.fields("run").map(BudgetReader::budget).orElse(Budget.NONE);
        var task = fields.fields("task").map(BudgetReader::budget).orElse(Budget.NONE);
        var cheaper = cheaper(fields);
        if (layer.kind() == Layer.Origin.PROJECT && cheaper.isPresent()) {
            fields.fault("on-budget", "names another model, which a project's own file may not; say it in your own configuration folder.");
        }
        fields.done();
        return new BudgetReader(new Budgets(run, task, agents, cheaper.map(Mention::name)), cheaper);
    }

    private static Optional<Mention> cheaper(Fields fields) {
        if (!(fields.node("on-budget").orElse(null) instanceof Located.Scalar)) {
            return fields.fields("on-budget").flatMap(map -> {
                map.require("cheaper");
                var named = map.scalar("cheaper", (value, trouble) -> Values.text(value, trouble)
                        .map(text -> Mention.of("model", value)));
                map.done();
                return named;
            });
        }
        fields.scalar("on-budget", (value, trouble) -> value.text().equals("stop") ? Optional.of("stop")
                : trouble.none("must be stop or {cheaper: ALIAS}, not '%s'.".formatted(value.text())));
        return Optional.empty();
    }

    private static Budget budget(Fields fields) {
        var budget = new Budget(fields.has("dollars") ? OptionalDouble.of(fields.number("dollars", 0, 0, MOST_DOLLARS))
                : OptionalDouble.empty(), whole(fields, "tokens"), whole(fields, "calls"));
        fields.done();
        return budget;
    }

    private static OptionalLong whole(Fields fields, String key) {
        return fields.has(key) ? OptionalLong.of(fields.whole(key, 0, 0, MOST)) : OptionalLong.empty();
    }
}
