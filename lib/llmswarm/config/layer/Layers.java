package llmswarm.config.layer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import llmswarm.guard.Stop;
import llmswarm.guard.UserFolders;

/** Finds the folders that configuration is read from. */
public final class Layers {
    /** What a layer may hold. */
    static final List<String> PARTS = List.of("models.yaml", "budget.yaml", "agents", "templates", "stacks");

    private final Path working;
    private final Map<String, String> env;
    private final UserFolders user;

    private Layers(Path working, Map<String, String> env) {
        this.working = working.toAbsolutePath().normalize();
        this.env = env;
        this.user = new UserFolders(env);
    }

    /**
     * The layers that are there, the winner first.
     *
     * @param option what {@code --config} names; {@link Stop} when it is no folder of configuration
     */
    public static List<Layer> find(Path workingFolder, Map<String, String> env, Optional<Path> option) {
        return new Layers(workingFolder, env).find(option);
    }

    /** The folder of one pack, which need not lie in any layer; {@link Stop} when it is no folder. */
    public static Layer pack(Path workingFolder, Map<String, String> env, Path named) {
        var layers = new Layers(workingFolder, env);
        var folder = layers.working.resolve(named).normalize();
        if (!Files.isDirectory(folder)) throw Stop.usage("There is no folder '%s'; name a pack, or the folder that holds its stack.yaml.".formatted(named));
        var shown = layers.shown(Layer.Origin.OPTION, folder);
        return new Layer(Layer.Origin.OPTION, folder, shown);
    }

    private List<Layer> find(Optional<Path> option) {
        var layers = new ArrayList<Layer>();
        option.ifPresent(folder -> add(layers, Layer.Origin.OPTION, option(folder)));
        project().ifPresent(folder -> add(layers, Layer.Origin.PROJECT, folder));
        add(layers, Layer.Origin.USER, user.config());
        var home = home();
        home.ifPresent(folder -> add(layers, Layer.Origin.HOME, folder));
        if (home.isEmpty() || !PARTS.stream().allMatch(part -> Files.exists(home.get().resolve(part)))) {
            var bundle = Bundle.folder(user.cache());
            if (home.isEmpty()) clone(bundle).ifPresent(clone -> layers.add(clone));
            bundle.ifPresent(folder -> add(layers, Layer.Origin.BUNDLED, folder));
        }
        return List.copyOf(layers);
    }

    private Path option(Path named) {
        var folder = working.resolve(named).normalize();
        if (!Files.isDirectory(folder)) throw Stop.usage("--config names '%s', which is not a folder.".formatted(named));
        if (!hasParts(folder)) {
            throw Stop.usage("--config names '%s', which holds no configuration; it needs models.yaml, budget.yaml, agents, templates or stacks."
                .formatted(named));
        }
        return folder;
    }

    private Optional<Path> project() {
        var folder = working.resolve(".swarm");
        if (!Files.isSymbolicLink(folder)) return Optional.of(folder);
        throw Stop.usage(".swarm is a link; a project's own configuration must be a plain folder.");
    }

    /** Where the launcher started from: who can write there can change the program itself. */
    private Optional<Path> home() {
        return Optional.ofNullable(env.get("SWARM_HOME")).filter(h -> !h.isBlank()).map(named -> {
            var folder = working.resolve(named).normalize();
            if (Files.isDirectory(folder)) return folder;
            throw Stop.usage("SWARM_HOME names '%s', which is not a folder; unset it or name the folder that holds swarm.java."
                .formatted(named));
        });
    }

    /**
     * A working folder that holds swarm.java, when no launcher says which one the program was started from. Anybody can
     * put a file of that name into a folder, so it counts as home only while it holds exactly what was bundled.
     */
    private Optional<Layer> clone(Optional<Path> bundle) {
        if (!Files.isRegularFile(working.resolve("swarm.java")) || !hasParts(working)) return Optional.empty();
        var same = bundle.filter(b -> PARTS.stream().allMatch(part -> same(b.resolve(part), working.resolve(part))))
                .isPresent();
        return Optional.of(new Layer(same ? Layer.Origin.HOME : Layer.Origin.PROJECT, working, "."));
    }

    private static boolean same(Path bundled, Path other) {
        try {
            if (!Files.isDirectory(other)) return Files.isRegularFile(bundled) == Files.isRegularFile(other)
                && (!Files.exists(other) || Files.mismatch(bundled, other) < 0);
            try (var entries = Files.list(other)) {
                return entries.allMatch(entry -> same(bundled.resolve(entry.getFileName()), entry));
            }
        } catch (IOException unreadable) {
            return false;
        }
    }

    private void add(List<Layer> layers, Layer.Origin kind, Path folder) {
        if (hasParts(folder) && layers.stream().noneMatch(layer -> isSame(layer.folder(), folder))) {
            layers.add(new Layer(kind, folder, shown(kind, folder)));
        }
    }

    private static boolean hasParts(Path folder) {
        return PARTS.stream().anyMatch(part -> Files.exists(folder.resolve(part)));
    }

    private static boolean isSame(Path one, Path other) {
        try {
            return Files.isSameFile(one, other);
        } catch (IOException unreadable) {
            return one.equals(other);
        }
    }

    private String shown(Layer.Origin kind, Path folder) {
        if (kind == Layer.Origin.BUNDLED) return "bundle";
        if (folder.equals(working)) return ".";
        if (folder.startsWith(working)) return slashes(working.relativize(folder));
        return folder.startsWith(user.home()) ? "~/" + slashes(user.home().relativize(folder)) : slashes(folder);
    }

    private static String slashes(Path path) {
        return path.toString().replace('\\', '/');
    }
}
