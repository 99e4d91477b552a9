package llmswarm.model.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import llmswarm.guard.Digest;
import llmswarm.guard.Stop;
import llmswarm.guard.UserFolders;

/** The speeds that were measured on this machine, a small file for each model in the user's state folder. */
public final class Speeds {
    private static final JsonMapper JSON = new JsonMapper();

    private final Path folder;
    private final Machine machine;

    private Speeds(Path folder, Machine machine) {
        this.folder = folder;
        this.machine = machine;
    }

    /** Those of the user with that environment. */
    public static Speeds of(Map<String, String> env, Machine machine) {
        return new Speeds(new UserFolders(env).state().resolve("speeds"), machine);
    }

    /**
     * What was measured last; empty when nothing was, or it cannot be read.
     *
     * @param digest of the model, see {@link LocalModel#digest}
     */
    public Optional<Speed> of(String digest) {
        try {
            var read = JSON.readTree(file(digest).toFile());
            if (read == null) return Optional.empty();
            return Optional.of(new Speed(number(read, "prompt-per-second"), number(read, "output-per-second")));
        } catch (IOException | IllegalArgumentException unknown) {
            return Optional.empty();
        }
    }

    /** Remembers a speed instead of the one before. */
    public void put(String digest, String model, Speed speed) {
        var text = JSON.createObjectNode().put("model", model).put("machine", machine.kind())
                .put("memory", machine.memory())
                .put("prompt-per-second", speed.promptPerSecond()).put("output-per-second", speed.outputPerSecond())
                .toPrettyString();
        try {
            Files.createDirectories(folder);
            var whole = Files.createTempFile(folder, "speed", ".new");
            Files.writeString(whole, text + "\n");
            Files.move(whole, file(digest), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException disk) {
            throw Stop.usage("%s cannot be written; make it writable or set XDG_STATE_HOME to another folder.".formatted(folder), disk);
        }
    }

    private Path file(String digest) {
        return folder.resolve(Digest.of(List.of(digest, machine.kind(), Long.toString(machine.memory())))
                .substring(0, 32) + ".json");
    }

    private static double number(JsonNode read, String name) {
        return read.path(name).asDouble(0);
    }
}
