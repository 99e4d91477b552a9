package llmswarm.pack;

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
        return stack.sampled().values(Map.of("name", name, "module", name.replace('-', '_'), "summary",
                summary.replaceAll("\\s+", " ").strip()));
    }
}
