package llmswarm.model.hub;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import llmswarm.guard.SafePath;
import llmswarm.guard.Stop;
import llmswarm.guard.UnsafePath;
import llmswarm.guard.UserFolders;
import llmswarm.guard.WorkingFolder;
import llmswarm.model.architecture.StoredTensor;

/**
 * Where models lie: {@code $LLM_SWARM_MODELS}, else the user's cache folder; in it a folder {@code owner/name} for
 * each.
 */
public final class ModelStore {
    /** What a hub takes for a name; one that begins with a dot is ours. */
    private static final Pattern REPOSITORY = Pattern.compile("[A-Za-z0-9][\\w.-]{0,95}/[A-Za-z0-9][\\w.-]{0,95}");
    private static final String PARTIAL = ".partial";

    private final Path root;
    private final Path home;
    private final Path working;

    private ModelStore(Path root, Path home, Path working) {
        this.root = root;
        this.home = home;
        this.working = working;
    }

    /** The store of the user with that environment; relative folders start from the working folder. */
    public static ModelStore of(Map<String, String> env) {
        return of(env, WorkingFolder.path());
    }

    /** The same with another folder that relative ones start from. */
    public static ModelStore of(Map<String, String> env, Path working) {
        var user = new UserFolders(env);
        var here = working.toAbsolutePath().normalize();
        var set = Optional.ofNullable(env.get("LLM_SWARM_MODELS")).filter(folder -> !folder.isBlank());
        var root = set.map(folder -> folder(folder.strip(), user.home(), here))
                .orElseGet(() -> user.cache().resolve("models"));
        return new ModelStore(root, user.home(), here);
    }

    /** The folder that pulled models lie in; it need not exist yet. */
    public Path root() {
        return root;
    }

    /** Whether it has the form {@code owner/name} of a repository; a relative folder may have it, too. */
    public static boolean isRepository(String model) {
        return REPOSITORY.matcher(model).matches();
    }

    /**
     * The model's folder, if there is one. What it holds is not looked at.
     *
     * @param model {@code owner/name}, or a folder: absolute, relative to the working folder, or below {@code ~}
     */
    public Optional<Path> find(String model) {
        var pulled = Optional.of(model).filter(ModelStore::isRepository).map(this::place).filter(Files::isDirectory);
        try {
            return pulled.or(() -> Optional.of(folder(model, home, working)).filter(Files::isDirectory));
        } catch (InvalidPathException noPath) {
            return Optional.empty();
        }
    }

    /** Where {@code owner/name} lies once it is pulled. Throws {@link Stop} for a name that no repository can have. */
    public Path place(String ownerName) {
        return root.resolve(checked(ownerName));
    }

    /** Where its files wait until all of them are whole. */
    Path partial(String ownerName) {
        return root.resolve(PARTIAL).resolve(checked(ownerName));
    }

    /** Bytes of the files in the folder, those behind links included; 0 when there is none. */
    public static long size(Path folder) {
        return ModelFolder.size(folder);
    }

    /**
     * What lies in the folder, told from config.json and the heads of the weight files. Throws {@link Stop} when there
     * is no config.json or it cannot be read.
     */
    public static LocalModel describe(Path folder) {
        return ModelFolder.describe(folder.toAbsolutePath().normalize());
    }

    /** By name, each tensor in the folder's weight files, as their heads tell; {@link Stop} where one has none. */
    public static Map<String, StoredTensor> tensors(Path folder) {
        return ModelFolder.tensors(folder);
    }

    private static String checked(String ownerName) {
        if (!isRepository(ownerName)) {
            throw Stop.usage("'%s' is no repository; write owner/name, such as Qwen/Qwen2.5-Coder-1.5B-Instruct."
                    .formatted(HubText.line(ownerName)));
        }
        try {
            return SafePath.of(ownerName, List.of()).toString();
        } catch (UnsafePath unsafe) {
            throw Stop.usage("%s, so no model can lie there.".formatted(unsafe.getMessage()));
        }
    }

    private static Path folder(String name, Path home, Path working) {
        if (name.equals("~")) return home;
        return name.startsWith("~/") ? home.resolve(name.substring(2)).normalize() : working.resolve(name).normalize();
    }
}
