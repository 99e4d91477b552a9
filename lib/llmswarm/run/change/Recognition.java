package llmswarm.run.change;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

import llmswarm.config.Catalog;
import llmswarm.config.stack.Glob;
import llmswarm.config.stack.Stack;

/** Which kind of project a repository is, by files that packs name. */
final class Recognition {
    private Recognition() {
    }

    /** The pack of whose patterns each finds a file; of several the one with most patterns, then by name. */
    static Optional<Stack> of(Catalog catalog, Collection<String> paths) {
        return catalog.stacks().stream().filter(stack -> !stack.recognisedBy().isEmpty())
                .filter(stack -> stack.recognisedBy().stream().map(Glob::of)
                        .allMatch(glob -> paths.stream().anyMatch(glob::matches)))
                .max(Comparator.<Stack>comparingInt(stack -> stack.recognisedBy().size())
                        .thenComparing(Stack::name, Comparator.reverseOrder()));
    }
}
