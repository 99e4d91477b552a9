package llmswarm.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;

import llmswarm.guard.Digest;
import llmswarm.guard.SafePath;
import llmswarm.guard.Stop;
import llmswarm.guard.UnsafePath;
import machine.EmptyFolder;
import machine.OwnerOnly;
import machine.Removal;

/**
 * A project's or an attempt's folder, and the only door for writing into one. Every path is looked at before and after:
 * a generated program may have put links into the folder, and none is read, written or removed through.
 */
public final class ProjectTree {
    /** Nothing that a model writes is larger; a generated program may well fill a disk. */
    private static final int LARGEST = 64 << 20;
    private static final long LARGEST_TREE = 256L << 20;
    private static final Set<String> OURS = Set.of(".git", ".swarm");
    private static final String TEMPORARY = ".swarm-";

    private final Path root;

    /** The tree below a folder, which is made when it is absent. */
    public ProjectTree(Path root) {
        if (Files.isSymbolicLink(root)) throw Stop.usage("'%s' is a link; the folder itself is needed".formatted(root));
        try {
            this.root = Files.createDirectories(root).toRealPath();
        } catch (IOException failed) {
            throw Failures.of("make", root.toString(), failed);
        }
    }

    /**
     * An empty folder at the place, or beside it where something lies there that cannot be removed; only its owner gets
     * into it, whatever the folders above let others do.
     *
     * @param told takes a sentence about that
     */
    public static ProjectTree fresh(Path place, Consumer<String> told) {
        var free = place;
        for (int number = 2; ; number++) {
            var left = remove(free);
            if (left.isEmpty()) return made(free);
            told.accept(left.get());
            // No task and no file of a plan may have such a name.
            free = place.resolveSibling("%s~%d".formatted(place.getFileName(), number));
        }
    }

    private static ProjectTree made(Path absent) {
        try {
            OwnerOnly.make(absent);
        } catch (IOException failed) {
            throw Failures.of("make", absent.toString(), failed);
        }
        return new ProjectTree(absent);
    }

    /** The real folder. */
    public Path root() {
        return root;
    }

    /**
     * Writes a file whole or not at all, and makes the folders it needs. One that begins with {@code #!} is made
     * executable.
     *
     * @throws UnsafePath when a link, or a file in the place of a folder, is in the way
     */
    public void write(SafePath path, byte[] content) throws UnsafePath {
        var place = place(path);
        var temporary = place.resolveSibling(TEMPORARY + UUID.randomUUID() + ".tmp");
        try {
            makeFolders(place.getParent());
            path.in(root);
            try {
                create(temporary, content);
                Files.move(temporary, place, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(temporary);
            }
            path.in(root);
        } catch (IOException failed) {
            throw Failures.of("write", path.toString(), failed);
        }
    }

    /**
     * The content of a regular file; empty when nothing is there.
     *
     * @throws UnsafePath when it, or a folder on the way, is a link, or when it is no regular file or larger than 64 MB
     */
    public Optional<byte[]> read(SafePath path) throws UnsafePath {
        var place = place(path);
        try {
            var attributes = Files.readAttributes(place, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!attributes.isRegularFile()) throw UnsafePath.of(path.toString(), "is not a regular file");
            try (var channel = Files.newByteChannel(place, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
                var content = Channels.newInputStream(channel).readNBytes(LARGEST + 1);
                if (content.length > LARGEST) throw UnsafePath.of(path.toString(), "is larger than 64 MB");
                path.in(root);
                return Optional.of(content);
            }
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        } catch (IOException failed) {
            throw Failures.of("read", path.toString(), failed);
        }
    }

    /** Digests of all regular files by path, without links, {@code .git} and {@code .swarm}. */
    public SortedMap<String, String> digests() {
        var digests = new TreeMap<String, String>();
        eachFile((name, file) -> digests.put(name, Digest.of(Files.readAllBytes(file))));
        return digests;
    }

    /** The same files with their content; refused when they are more than 256 MB together. */
    public SortedMap<String, byte[]> contents() {
        var contents = new TreeMap<String, byte[]>();
        var left = new long[] {LARGEST_TREE};
        eachFile((name, file) -> {
            left[0] -= Files.size(file);
            if (left[0] < 0) throw Stop.usage("'%s' holds more than %d MB of files; choose another folder with --output".formatted(root, LARGEST_TREE >> 20));
            contents.put(name, Files.readAllBytes(file));
        });
        return contents;
    }

    private interface Visit {
        void file(String name, Path file) throws IOException;
    }

    private void eachFile(Visit visit) {
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    return OURS.contains(folder.getFileName().toString()) && !folder.equals(root)
                            ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    if (attributes.isRegularFile() && !file.getFileName().toString().startsWith(TEMPORARY)) {
                        visit.file(root.relativize(file).toString().replace(file.getFileSystem().getSeparator(), "/"),
                                file);
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException failed) {
            throw Failures.of("read", root.toString(), failed);
        }
    }

    /**
     * Fills an empty folder with files that were integrated before, faster than one {@link #write} each: nobody else
     * can have put a link into it yet, so only the names are checked.
     *
     * @throws UnsafePath when a name is unsafe, or when the folder holds something already
     */
    public void materialise(Map<String, byte[]> tree) throws UnsafePath {
        var made = new HashSet<Path>(Set.of(root));
        try {
            if (!EmptyFolder.is(root)) throw UnsafePath.of(root.getFileName().toString(), "is not empty");
            for (var file : tree.entrySet()) {
                var place = root.resolve(SafePath.of(file.getKey(), List.of(file.getKey())).toString());
                if (!made.contains(place.getParent())) {
                    Files.createDirectories(place.getParent());
                    made.add(place.getParent());
                }
                create(place, file.getValue());
            }
        } catch (IOException failed) {
            throw Failures.of("write", root.toString(), failed);
        }
    }

    /** Removes the whole folder; see {@link #remove(Path)}. */
    public Optional<String> remove() {
        return remove(root);
    }

    /**
     * Removes what is at the place, if anything, whatever a program made of it; links are removed, not followed.
     *
     * @return what a person has to do, where the system refused
     */
    public static Optional<String> remove(Path place) {
        return Removal.of(place)
                .map(why -> "'%s' could not be removed: %s; remove it yourself when no run is going on".formatted(place, why));
    }

    private Path place(SafePath path) throws UnsafePath {
        if (path.isFolder()) throw UnsafePath.of(path.toString(), "is a folder, not a file");
        var place = path.in(root);
        if (Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) throw UnsafePath.of(path.toString(),
                "is a folder here, not a file");
        return place;
    }

    private void makeFolders(Path folder) throws IOException {
        if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) return;
        makeFolders(folder.getParent());
        try {
            Files.createDirectory(folder);
        } catch (FileAlreadyExistsException raced) {
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) throw raced;
        }
    }

    private static void create(Path place, byte[] content) throws IOException {
        try (var channel = Files.newByteChannel(place, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS)) {
            for (var bytes = ByteBuffer.wrap(content); bytes.hasRemaining(); ) channel.write(bytes);
        }
        if (content.length > 1 && content[0] == '#' && content[1] == '!') place.toFile().setExecutable(true, false);
    }
}
