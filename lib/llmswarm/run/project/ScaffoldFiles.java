package llmswarm.run.project;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

import llmswarm.config.Catalog;
import llmswarm.config.stack.Stack;
import llmswarm.config.yaml.Place;
import llmswarm.guard.SafePath;
import llmswarm.guard.Stop;
import llmswarm.guard.UnsafePath;
import llmswarm.prompt.Templates;

/** A pack's scaffold as a project gets it, or that of each part below its root. */
public final class ScaffoldFiles {
    private ScaffoldFiles() {
    }

    /** The files with the variables filled in, by path; throws {@link Stop} for a path that may not be written. */
    public static SequencedMap<SafePath, byte[]> of(Catalog catalog, Stack stack, Map<String, String> variables) {
        var files = new LinkedHashMap<SafePath, byte[]>();
        for (var part : stack.asParts()) {
            var values = part.stack().data(part.own(variables));
            catalog.scaffold(part.stack()).forEach((name, content) -> {
                var path = path(part.path(render(name.replaceFirst("\\.mustache$", ""), name, values)), stack);
                files.put(path, name.endsWith(".mustache")
                        ? render(new String(content, StandardCharsets.UTF_8), name, values)
                        .getBytes(StandardCharsets.UTF_8) : content);
            });
        }
        return files;
    }

    private static String render(String text, String name, Map<String, Object> variables) {
        return Templates.renderText(text, Place.file("scaffold/" + name), variables);
    }

    /** The path of one of them. */
    public static SafePath path(String name, Stack stack) {
        try {
            return SafePath.of(name, stack.allow());
        } catch (UnsafePath refused) {
            throw Stop.usage("scaffold of %s: %s".formatted(stack.name(), refused.getMessage()));
        }
    }
}
