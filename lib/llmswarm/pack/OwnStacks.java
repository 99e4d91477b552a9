package llmswarm.pack;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import llmswarm.config.yaml.Values;
import llmswarm.guard.Stop;
import llmswarm.guard.UserFolders;
import llmswarm.run.options.Workplace;

/**
 * The folder of packs that a user writes to.
 *
 * @param layer of configuration, which need not be there yet
 */
record OwnStacks(Path layer) {
    /**
     * What {@code --config} names, else the user's own configuration folder: a pack there can be used from every
     * folder.
     *
     * @param here whether it is {@code .swarm/} of the working folder instead
     */
    static OwnStacks of(Workplace around, Optional<Path> config, boolean here) {
        if (config.isPresent() && here) throw Stop.usage("--config and --here name two places; leave out one of them.");
        return new OwnStacks(config.map(folder -> around.folder().resolve(folder).normalize())
                .orElseGet(() -> here ? around.folder().resolve(".swarm") : new UserFolders(around.env()).config()));
    }

    Path folder() {
        return layer.resolve("stacks");
    }

    Path place(String name) {
        return folder().resolve(name);
    }

    /** Refuses what no pack may be called, or one is already. */
    static void requireFree(String name, List<String> taken) {
        if (!Values.isName(name)) throw Stop.usage("A pack's name is of %s, not '%s'.".formatted(Values.NAME_RULE, name));
        if (taken.contains(name)) throw Stop.usage("There is a pack '%s' already; choose another name.".formatted(name));
    }
}
