package llmswarm.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

import llmswarm.config.yaml.Faults;
import llmswarm.config.yaml.Fields;
import llmswarm.config.yaml.Located;
import llmswarm.config.yaml.Mention;
import llmswarm.config.yaml.Named;
import llmswarm.config.yaml.Source;
import llmswarm.config.yaml.Values;

/** Reads {@code agents/<name>.yaml}. */
record AgentReader(Agent agent, List<Mention> mentions) {
    private static final int TOKENS = 1_000_000;

    /** Empty when the text could not be read at all; every other fault is noted and the default taken. */
    static Optional<AgentReader> read(Source source, String name, Faults faults) {
        return Located.yaml(source.text(), source.place().file(), faults)
                .map(node -> read(Fields.of(node, faults), name, source.digest()));
    }

    private static AgentReader read(Fields fields, String name, String digest) {
        fields.require("name", "description", "model");
        fields.scalar("name", (value, trouble) -> Named.like(value, name, trouble));
        var mentions = new ArrayList<Mention>();
        var agent = new Agent(name, fields.text("description", ""),
            named(fields, "model", "model", mentions).orElse(""),
            named(fields, "prompt", "template", mentions).orElse("task"),
            fields.text("role", ""),
            fields.number("temperature", 0.2, 0, 2), fields.whole("max-tokens", 4096, 1, TOKENS),
            fields.whole("attempts", 3, 1, 10),
            looks(fields),
            fields.choice("effort", Effort.class), digest);
        fields.done();
        return new AgentReader(agent, List.copyOf(mentions));
    }

    private static OptionalInt looks(Fields fields) {
        int looks = fields.whole("looks", -1, 0, 40);
        return looks < 0 ? OptionalInt.empty() : OptionalInt.of(looks);
    }

    private static Optional<String> named(Fields fields, String key, String kind, List<Mention> mentions) {
        return fields.scalar(key, (value, trouble) -> {
            mentions.add(Mention.of(kind, value));
            return Values.text(value, trouble);
        });
    }
}
