package llmswarm.config.stack;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A pack and the folder of the project in which all of its own lies.
 *
 * @param root without a slash at its end; empty where the pack has the whole project
 */
public record StackPart(Stack stack, String root) {
    /** The path, or pattern of paths, as the project has it. */
    public String path(String below) {
        return root.isEmpty() ? below : root + "/" + below;
    }

    /** The folder of the part's tools below that of all. */
    String tools(String all) {
        return root.isEmpty() ? all : all + "/" + root;
    }

    /** Whether the path, which may be a folder with a slash at its end, is in this part. */
    public boolean holds(String path) {
        return root.isEmpty() || path.startsWith(root + "/");
    }

    /** The path as the part alone has it; empty where it lies elsewhere. */
    public Optional<String> below(String path) {
        return holds(path) ? Optional.of(root.isEmpty() ? path : path.substring(root.length() + 1)) : Optional.empty();
    }

    /** Whether it is in this part, or the part in it. */
    public boolean meets(String path) {
        return holds(path) || path.equals(root) || path.endsWith("/") && root.startsWith(path);
    }

    /** How a variable of the pack is called among those of all parts. */
    public String variable(String name) {
        return root.isEmpty() ? name : root + "." + name;
    }

    /** The values as the pack's own files call them: its variables, and what is no part's alone. */
    public Map<String, String> own(Map<String, String> values) {
        var own = new LinkedHashMap<>(values);
        own.keySet().removeAll(stack.names());
        stack.names().forEach(name -> {
            if (values.containsKey(variable(name))) own.put(name, values.get(variable(name)));
        });
        own.computeIfPresent(Stack.TOOLS, (name, place) -> tools(place));
        return own;
    }

    public PartName name() {
        return new PartName(stack.name(), root);
    }
}
