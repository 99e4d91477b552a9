package llmswarm.serve;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import llmswarm.config.stack.Stack;

/** The examples that packs bring, by names for {@code specFile} and {@code replay}. */
final class Examples {
    private Examples() {
    }

    static Map<String, Path> of(List<Stack> stacks) {
        var all = new TreeMap<String, Path>();
        for (var stack : stacks) {
            if (stack.folders().isEmpty()) continue;
            for (var file : List.of("spec.md", "tape.jsonl")) {
                var place = stack.folders().getFirst().folder().resolve("example").resolve(file);
                if (Files.isRegularFile(place)) all.put("stacks/%s/example/%s".formatted(stack.name(), file), place);
            }
        }
        return all;
    }
}
