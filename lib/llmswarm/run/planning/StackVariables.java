package llmswarm.run.planning;

import java.util.LinkedHashMap;
import java.util.Map;

import llmswarm.config.stack.Stack;
import llmswarm.config.stack.StackPart;
import llmswarm.config.yaml.Place;
import llmswarm.guard.Stop;
import llmswarm.prompt.Conventions;
import llmswarm.prompt.Templates;

/** The variables of a stack with the values that the user set, and what its conventions say with them. */
public record StackVariables(Map<String, String> set) {
    /** Those of a run. */
    public StackVariables(RunOptions options) {
        this(options.variables());
    }

    /** By name, in the stack's order; throws {@link Stop} when the user set one that the stack does not have. */
    public Map<String, String> of(Stack stack) {
        var values = new LinkedHashMap<String, String>();
        if (!stack.parts().isEmpty()) {
            PartVariables.set(set, stack.parts()).forEach((part, own) -> new StackVariables(own).of(part.stack())
                    .forEach((name, value) -> values.put(part.variable(name), value)));
            return values;
        }
        stack.variables().forEach((name, variable) -> values.put(name, variable.value()));
        set.forEach((name, value) -> {
            if (values.replace(name, value) == null) {
                throw Stop.usage("--set %s=...: the stack '%s' has no such variable; known: %s".formatted(name,
                        stack.name(), values.isEmpty() ? "none" : String.join(", ", values.keySet())));
            }
        });
        return values;
    }

    /** The conventions as the planner reads them, when the project has no name yet. */
    public Conventions beforeThePlan(Stack stack) {
        var values = of(stack);
        values.put("name", "(the plan's name)");
        values.put("module", "(the plan's name with underscores)");
        values.put("summary", "");
        return conventions(stack, values);
    }

    static Conventions conventions(Stack stack, Map<String, String> values) {
        if (stack.parts().isEmpty()) return new Conventions(rendered(stack, values));
        var each = new LinkedHashMap<StackPart, String>();
        stack.parts().forEach(part -> each.put(part, rendered(part.stack(), part.own(values))));
        return new Conventions("", each);
    }

    private static String rendered(Stack stack, Map<String, String> values) {
        return Templates.renderText(stack.conventions(), Place.file("conventions of " + stack.name()), values);
    }
}
