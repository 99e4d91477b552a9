package llmswarm.serve;

import com.fasterxml.jackson.databind.node.ArrayNode;
import llmswarm.config.ModelSpec;
import llmswarm.config.stack.Stack;
import llmswarm.config.stack.Variable;
import llmswarm.serve.http.Call;
import llmswarm.serve.http.HttpReply;

/** What there is to choose from: packs with their variables, agents, and models without their keys. */
record CatalogCalls(Around around) {
    HttpReply stacks(Call call) {
        try (var swarm = around.open()) {
            var json = RunView.JSON.createObjectNode();
            var all = json.putArray("stacks");
            var examples = Examples.of(swarm.stacks());
            for (var stack : swarm.stacks()) {
                var one = all.addObject().put("name", stack.name()).put("description", stack.description());
                var example = one.putObject("example");
                var spec = "stacks/%s/example/spec.md".formatted(stack.name());
                if (examples.containsKey(spec)) example.put("spec", spec);
                var tape = "stacks/%s/example/tape.jsonl".formatted(stack.name());
                if (examples.containsKey(tape)) example.put("tape", tape);
                variables(stack, one.putArray("variables"));
            }
            var broken = json.putObject("broken");
            swarm.brokenStacks().forEach((name, faults) -> faults.forEach(broken.putArray(name)::add));
            return HttpReply.json(json);
        }
    }

    private static void variables(Stack stack, ArrayNode list) {
        stack.variables().forEach((name, variable) -> {
            var one = list.addObject().put("name", name).put("type", type(variable));
            variable.usual().ifPresent(usual -> one.put("usual", usual));
            one.put("help", variable.help());
            variable.choices().forEach(one.putArray("choices")::add);
            variable.pattern().ifPresent(pattern -> one.put("pattern", pattern.pattern()));
            one.put("takes", variable.takes());
        });
    }

    private static String type(Variable variable) {
        return switch (variable.type()) {
            case TEXT -> "text";
            case NUMBER -> "number";
            case FLAG -> "flag";
        };
    }

    HttpReply agents(Call call) {
        try (var swarm = around.open()) {
            var json = RunView.JSON.createObjectNode();
            var all = json.putArray("agents");
            swarm.agents().forEach(agent -> all.addObject().put("name", agent.name()).put("description", agent.description())
                    .put("model", agent.model()).put("attempts", agent.attempts()).put("maxTokens", agent.maxTokens()));
            return HttpReply.json(json);
        }
    }

    HttpReply models(Call call) {
        try (var swarm = around.open()) {
            var json = RunView.JSON.createObjectNode();
            var all = json.putArray("models");
            swarm.models().forEach((alias, model) -> {
                var one = all.addObject().put("alias", alias)
                        .put("provider", model.provider() == ModelSpec.Provider.OPENAI ? "openai" : "jlama")
                        .put("model", model.model());
                model.baseUrl().ifPresent(address -> one.put("address", swarm.redactor().redact(address.toString()).text()));
                one.put("context", model.context()).put("parallel", model.parallel()).put("local", model.nearby())
                        .put("key", model.apiKeyEnv().map(name -> around.env().getOrDefault(name, "").isBlank() ? "missing" : "set")
                        .orElse("none"));
                model.cost().ifPresent(price -> one.putObject("price").put("input", price.input()).put("output", price.output()));
            });
            return HttpReply.json(json);
        }
    }
}
