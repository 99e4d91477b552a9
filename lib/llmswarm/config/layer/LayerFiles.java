package llmswarm.config.layer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

import llmswarm.config.yaml.Faults;
import llmswarm.config.yaml.Place;
import llmswarm.config.yaml.Source;

/**
 * The only reader of a layer's files, with limits. In a pack, and anywhere in a project's own layer, links are refused:
 * what lies behind one is not the author's to give away.
 */
public final class LayerFiles {
    private static final long FILE_BYTES = 4 << 20, TREE_BYTES = 64 << 20;
    private static final int TEXT_BYTES = 1 << 20, TREE_FILES = 2_000;

    private final Layer layer;
    private final Faults faults;
    private final boolean links;

    public LayerFiles(Layer layer, Faults faults) {
        this.layer = layer;
        this.faults = faults;
        this.links = layer.kind() != Layer.Origin.PROJECT;
    }

    public Layer layer() {
        return layer;
    }

    /** The same files, whose faults make that thing unusable. */
    public LayerFiles of(String kind, String name) {
        return new LayerFiles(layer, faults.of(kind, name));
    }

    /** Names of what lies directly in the folder and is not hidden, sorted; empty when there is no such folder. */
    public List<String> names(String folder, boolean folders) {
        var path = layer.folder().resolve(folder);
        if (!Files.isDirectory(path) || refused(folder)) return List.of();
        try (Stream<Path> entries = Files.list(path)) {
            return entries.filter(p -> Files.isDirectory(p) == folders)
                .map(p -> p.getFileName().toString()).filter(n -> !n.startsWith(".")).sorted().toList();
        } catch (IOException broken) {
            return unreadable(folder, List.of());
        }
    }

    /** The text of a file, or nothing when there is no such file or a fault was noted. */
    public Optional<Source> text(String relative) {
        var path = layer.folder().resolve(relative);
        if (!Files.isRegularFile(path) || refused(relative)) return Optional.empty();
        try {
            if (Files.size(path) > TEXT_BYTES) return fault(relative, "is larger than 1 MB.");
            return text(Files.readAllBytes(path), layer.shown(relative), faults);
        } catch (IOException broken) {
            return unreadable(relative, Optional.empty());
        }
    }

    /** The bytes as text, or nothing when a fault was noted. */
    public static Optional<Source> text(byte[] bytes, String shown, Faults faults) {
        if (bytes.length > TEXT_BYTES) {
            faults.add(Place.file(shown), "is larger than 1 MB.");
            return Optional.empty();
        }
        try {
            return Optional.of(Source.file(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes))
                    .toString(), shown));
        } catch (CharacterCodingException notText) {
            faults.add(Place.file(shown), "is not UTF-8 text.");
            return Optional.empty();
        }
    }

    /** Every file of the pack's folder, hidden ones too, by its path with {@code /}; without the named folder. */
    public SortedMap<String, byte[]> tree(String without) {
        var files = new TreeMap<String, byte[]>();
        try {
            Files.walkFileTree(layer.folder(), new Walk(files, without));
        } catch (IOException broken) {
            unreadable("", null);
        }
        return files;
    }

    private boolean refused(String relative) {
        if (links) return false;
        var path = layer.folder();
        for (var part : Path.of(relative)) {
            path = path.resolve(part);
            if (Files.isSymbolicLink(path)) {
                fault(relative, "is a link, or lies behind one; a project's own configuration must be plain files.");
                return true;
            }
        }
        return false;
    }

    private <T> Optional<T> fault(String relative, String sentence) {
        faults.add(Place.file(relative.isEmpty() ? layer.shown() : layer.shown(relative)), sentence);
        return Optional.empty();
    }

    private <T> T unreadable(String relative, T nothing) {
        fault(relative, "cannot be read; look at its permissions.");
        return nothing;
    }

    private final class Walk extends SimpleFileVisitor<Path> {
        private final Map<String, byte[]> files;
        private final String without;
        private long bytes;

        private Walk(Map<String, byte[]> files, String without) {
            this.files = files;
            this.without = without;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return relative(folder).equals(without) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            var relative = relative(file);
            if (!attributes.isRegularFile()) {
                fault(relative, attributes.isSymbolicLink() ? "is a link; packs hold plain files only."
                        : "is not a plain file.");
                return FileVisitResult.CONTINUE;
            }
            bytes += attributes.size();
            if (attributes.size() > FILE_BYTES) fault(relative, "is larger than 4 MB, too large for a pack.");
            else if (files.size() >= TREE_FILES || bytes > TREE_BYTES) {
                fault("", "holds more than 2000 files or 64 MB, too much for a pack.");
                return FileVisitResult.TERMINATE;
            } else files.put(relative, Files.readAllBytes(file));
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException broken) {
            return unreadable(relative(file), FileVisitResult.CONTINUE);
        }

        private String relative(Path path) {
            return layer.folder().relativize(path).toString().replace('\\', '/');
        }
    }
}
