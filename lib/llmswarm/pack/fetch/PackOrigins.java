package llmswarm.pack.fetch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import llmswarm.guard.Stop;
import machine.Reason;

/** Where the packs of a folder came from, in a file beside them. */
public final class PackOrigins {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<TreeMap<String, Origin>> ENTRIES = new TypeReference<>() { };

    private final Path file;

    /** @param stacks the folder that holds the packs */
    public PackOrigins(Path stacks) {
        file = stacks.resolve("origins.json");
    }

    /**
     * Where a pack came from.
     *
     * @param source   as {@link PackSource#text}
     * @param folder   in it that held the pack; empty for its top
     * @param name     of the pack there
     * @param revision the commit; empty where there is none
     * @param digest   {@link PackFiles#digest} as it lies here
     */
    public record Origin(String source, String folder, String name, String revision, String digest) {
    }

    public SortedMap<String, Origin> all() {
        try {
            return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    ? JSON.readValue(Files.readString(file), ENTRIES) : new TreeMap<>();
        } catch (JsonProcessingException broken) {
            throw Stop.usage("%s is damaged; delete it, and add anew the packs that you want to update.".formatted(file),
                    broken);
        } catch (IOException broken) {
            throw Stop.usage("%s cannot be read: %s.".formatted(file, Reason.of(broken)), broken);
        }
    }

    public Optional<Origin> of(String name) {
        return Optional.ofNullable(all().get(name));
    }

    public void put(String name, Origin origin) {
        var all = all();
        all.put(name, origin);
        write(all);
    }

    public void remove(String name) {
        var all = all();
        if (all.remove(name) != null) write(all);
    }

    private void write(SortedMap<String, Origin> all) {
        try {
            Files.createDirectories(file.getParent());
            var whole = Files.createTempFile(file.getParent(), ".origins", ".new");
            Files.writeString(whole, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(all) + "\n");
            Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException broken) {
            throw Stop.usage("%s cannot be written: %s.".formatted(file, Reason.of(broken)), broken);
        }
    }
}
