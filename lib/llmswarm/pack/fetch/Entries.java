package llmswarm.pack.fetch;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

import llmswarm.guard.SafePath;
import llmswarm.guard.Stop;
import llmswarm.guard.UnsafePath;
import text.Bounds;
import text.Printable;
import text.Trimming;

/** Takes the entries of an archive one by one, and refuses the whole of it for one that no pack may have. */
final class Entries {
    static final int FILES = 2_000, ENTRIES = 6_000;
    static final long FILE_BYTES = 4 << 20, BYTES = 64L << 20;
    /** How often larger than its archive a pack may be, once it is large at all. */
    private static final long RATIO = 100, SMALL = 8L << 20;

    private final String shown;
    private final long packed;
    private final SortedMap<String, byte[]> files = new TreeMap<>();
    private int entries;
    private long bytes;

    /**
     * @param shown  how sentences name the archive
     * @param packed its bytes
     */
    Entries(String shown, long packed) {
        this.shown = shown;
        this.packed = packed;
    }

    void folder(String name) {
        count();
        path(Trimming.back(name, "/"));
    }

    /** @param size as the archive says, which may be wrong */
    void file(String name, long size, InputStream content) throws IOException {
        count();
        var path = path(name);
        if (files.containsKey(path)) throw refused("has two entries '%s'".formatted(path));
        if (size > FILE_BYTES) throw large(path);
        var read = content.readNBytes((int) FILE_BYTES + 1);
        if (read.length > FILE_BYTES) throw large(path);
        bytes += read.length;
        if (bytes > BYTES || files.size() == FILES) throw refused("holds more than %d files or %s, too much for a pack"
                .formatted(FILES, Bounds.size(BYTES)));
        if (bytes > SMALL && bytes > packed * RATIO) throw refused("grows to more than %d times its size, as no pack does"
                .formatted(RATIO));
        files.put(path, read);
    }

    /** One that is in memory already. */
    void file(String name, byte[] content) {
        try {
            file(name, content.length, new ByteArrayInputStream(content));
        } catch (IOException never) {
            throw new UncheckedIOException(never);
        }
    }

    /** @param kind with its article, such as {@code a link} */
    Stop other(String name, String kind) {
        return refused("holds '%s', which is %s; packs hold plain files only".formatted(named(name), kind));
    }

    PackFiles done() {
        for (var path : files.keySet()) {
            for (int end = path.indexOf('/'); end > 0; end = path.indexOf('/', end + 1)) {
                if (files.containsKey(path.substring(0, end))) {
                    throw refused("has '%s' both as a file and as a folder".formatted(path.substring(0, end)));
                }
            }
        }
        SafePath.caseClash(files.keySet()).stream().findFirst().ifPresent(clash -> {
            throw refused("is not for every system: " + clash);
        });
        return new PackFiles(files);
    }

    Stop refused(String predicate) {
        return Stop.usage("%s %s; nothing was written.".formatted(shown, predicate));
    }

    private Stop large(String path) {
        return refused("holds '%s', which is larger than %s".formatted(path, Bounds.size(FILE_BYTES)));
    }

    private void count() {
        if (++entries > ENTRIES) throw refused("has more than %d entries, too many for a pack".formatted(ENTRIES));
    }

    private String path(String name) {
        var plain = Trimming.here(name);
        try {
            return plain.isEmpty() || plain.equals(".") ? "" : SafePath.of(plain, List.of(plain)).toString();
        } catch (UnsafePath unsafe) {
            throw refused("cannot be taken: " + unsafe.getMessage());
        }
    }

    private static String named(String name) {
        return Printable.escaped(name);
    }
}
