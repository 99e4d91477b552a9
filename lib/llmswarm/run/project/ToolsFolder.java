package llmswarm.run.project;

import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

import llmswarm.check.PackTools;
import llmswarm.config.Catalog;
import llmswarm.config.stack.Stack;
import llmswarm.files.ProjectTree;
import llmswarm.guard.Stop;
import llmswarm.guard.UnsafePath;
import sandbox.Sandbox;

/** Where a run keeps the tools of its pack: a folder of its own, gone when the run is over. */
public final class ToolsFolder implements AutoCloseable {
    private final Optional<ProjectTree> tree;
    private final Consumer<String> told;

    /**
     * Writes them, if there are any; what begins as a script is executable.
     *
     * @param stack of whose parts each has its own below its root
     * @param told  takes a sentence about a folder that cannot be removed
     */
    public ToolsFolder(Catalog catalog, Stack stack, Path folder, Consumer<String> told) {
        this.told = told;
        var tools = new TreeMap<String, byte[]>();
        stack.asParts().forEach(part -> catalog.tools(part.stack()).forEach((path, content) ->
                tools.put(part.path(path), content)));
        tree = tools.isEmpty() ? Optional.empty() : Optional.of(ProjectTree.fresh(folder, told));
        try {
            if (tree.isPresent()) tree.get().materialise(tools);
        } catch (UnsafePath refused) {
            throw Stop.usage("tools of the stack: " + refused.getMessage(), refused);
        }
    }

    /** The sandbox, whose commands see them. */
    public Sandbox shownIn(Sandbox sandbox) {
        return tree.<Sandbox>map(made -> new PackTools(sandbox, made.root())).orElse(sandbox);
    }

    @Override
    public void close() {
        tree.flatMap(ProjectTree::remove).ifPresent(told);
    }
}
