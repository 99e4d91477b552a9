package llmswarm.pack;

import java.util.HashMap;
import java.util.Map;

import llmswarm.config.stack.Stack;

/** Values for a pack's variables where no plan gives any: their defaults, and a project that might be anybody's. */
final class SampleValues {
    private SampleValues() {
    }

    static Map<String, String> of(Stack stack) {
        return of(stack, "sample-project", "A project as it might be.");
    }

    static Map<String, String> of(Stack stack, String name, String summary) {
        var values = new HashMap<String, String>();
        stack.variables().forEach((variable, of) -> values.put(variable, of.value()));
        values.put("name", name);
        values.put("module", name.replace('-', '_'));
        values.put("summary", summary.replaceAll("\\s+", " ").strip());
        return values;
    }
}
