package llmswarm.guard;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * What the user has trusted, by the digest of its content, in a file outside any project that only the user may read.
 * A thing has one trusted digest: when its content changes, it is not trusted any more.
 */
public final class Trust {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<TreeMap<String, String>> ENTRIES = new TypeReference<>() { };
    /** A file lock holds between processes only; this holds between threads of this one. */
    private static final Object LOCK = new Object();

    private final Path file;

    /** The store in that file, which need not exist yet. */
    public Trust(Path file) {
        this.file = file;
    }

    /** The user's own store. */
    public static Trust of(Map<String, String> env) {
        return new Trust(stateFolder(env).resolve("trust.json"));
    }

    /** Where the user's decisions are kept, outside any project. */
    public static Path stateFolder(Map<String, String> env) {
        return new UserFolders(env).state();
    }

    /**
     * Whether the user trusted exactly this content.
     *
     * @param what   names the thing and its place, such as {@code pack rust-cli at <folder>}
     * @param digest of its content
     */
    public boolean trusted(String what, String digest) {
        return digest.equals(entries().get(what));
    }

    /** Remembers that the user trusts this content; whatever was trusted under that name before no longer is. */
    public void trust(String what, String digest) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent(), mode("rwx------"));
            synchronized (LOCK) {
                try (var channel = FileChannel.open(beside(".lock"), StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
                     var _ = channel.lock()) {
                    var entries = entries();
                    entries.put(what, digest);
                    write(entries);
                }
            }
        } catch (IOException broken) {
            throw Stop.usage("What is trusted cannot be written to %s; make that folder writable or set XDG_STATE_HOME to another."
                .formatted(file), broken);
        }
    }

    private TreeMap<String, String> entries() {
        try {
            return Files.exists(file) ? JSON.readValue(Files.readString(file), ENTRIES) : new TreeMap<>();
        } catch (JsonProcessingException broken) {
            throw Stop.usage("%s is damaged; delete it, and what it trusted will be asked again.".formatted(file),
                    broken);
        } catch (IOException broken) {
            throw Stop.usage("%s cannot be read; look at its permissions.".formatted(file), broken);
        }
    }

    private void write(Map<String, String> entries) throws IOException {
        var whole = Files.createTempFile(file.toAbsolutePath().getParent(), file.getFileName().toString(), ".new",
                mode("rw-------"));
        try {
            try (var channel = FileChannel.open(whole, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.wrap(JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(entries)));
                channel.force(true);
            }
            Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(whole);
        }
    }

    private Path beside(String ending) {
        return file.resolveSibling(file.getFileName() + ending);
    }

    private FileAttribute<?>[] mode(String permissions) {
        var posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix ? new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))}
            : new FileAttribute<?>[0];
    }
}
