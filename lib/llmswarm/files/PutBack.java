package llmswarm.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SequencedSet;
import java.util.TreeMap;

import llmswarm.guard.SafePath;
import llmswarm.guard.Stop;
import llmswarm.guard.UnsafePath;

/**
 * Makes the files of a folder what they were before a program was at work there, with the rights that they and their
 * folders had, whatever it made of them.
 */
public final class PutBack {
    /** As the kernel keeps them: the kind of file and the rights (inode(7)). */
    private static final String MODE = "unix:mode";
    private static final int RIGHTS = 07777, KIND = 0170000, FOLDER = 0040000;

    private final Path root;
    private final ProjectTree tree;
    private final Map<String, byte[]> files;
    /** The modes of files and their folders by path, those above first; the folder itself has an empty one. */
    private final TreeMap<String, Integer> modes = new TreeMap<>();

    private PutBack(Path root, Map<String, byte[]> files) {
        this.root = root;
        this.tree = new ProjectTree(root);
        this.files = files;
        files.keySet().forEach(this::remember);
    }

    /**
     * Looks at what is there, before a program is at work.
     *
     * @param root  the folder by its real path
     * @param files by path
     */
    public static PutBack of(Path root, Map<String, byte[]> files) {
        return new PutBack(root, files);
    }

    private void remember(String name) {
        for (var path = name; !modes.containsKey(path); path = above(path)) {
            var mode = mode(path);
            if (mode.isPresent()) modes.put(path, mode.getAsInt());
            if (path.isEmpty()) break;
        }
    }

    private static String above(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }

    /**
     * Puts back what is changed or gone; other files stay. No program may be at work in the folder meanwhile.
     *
     * @return the paths of the files that were put back, and of files and folders whose rights were
     */
    public List<String> put() {
        var changed = new LinkedHashSet<String>();
        // Nothing below a folder can be looked at before that one is open again.
        modes.forEach((path, mode) -> allow(path, mode, changed));
        int open = changed.size();
        files.forEach((name, content) -> {
            if (!isThere(name, content) && isPut(name, content)) changed.add(name);
        });
        if (changed.size() > open) modes.forEach((path, mode) -> allow(path, mode, changed));
        return changed.stream().sorted().toList();
    }

    /** Gives a file or folder its rights again, unless something of another kind, or behind a link, is there. */
    private void allow(String path, int mode, SequencedSet<String> changed) {
        var found = mode(path);
        if (found.isEmpty() || found.getAsInt() == mode || (found.getAsInt() & KIND) != (mode & KIND)) return;
        try {
            Files.setAttribute(root.resolve(path), MODE, mode & RIGHTS);
        } catch (IOException failed) {
            throw Failures.of("write", path, failed);
        }
        if (!changed.contains(path)) changed.add(path.isEmpty() ? "." : (mode & KIND) == FOLDER ? path + "/" : path);
    }

    /** Empty where nothing is, or what lies behind a link. */
    private OptionalInt mode(String path) {
        var place = root.resolve(path);
        try {
            var mode = (int) Files.getAttribute(place, MODE, LinkOption.NOFOLLOW_LINKS);
            return place.toRealPath().equals(place) ? OptionalInt.of(mode) : OptionalInt.empty();
        } catch (IOException | UnsupportedOperationException closedOrGone) {
            return OptionalInt.empty();
        }
    }

    /** Read only where it is a file of that size which lies where its name says. */
    private boolean isThere(String name, byte[] content) {
        var place = root.resolve(name);
        try {
            return Files.isRegularFile(place, LinkOption.NOFOLLOW_LINKS) && Files.size(place) == content.length
                    && place.toRealPath().equals(place) && Arrays.equals(Files.readAllBytes(place), content);
        } catch (IOException closedOrGone) {
            return false;
        }
    }

    /** False for a name that no run writes, which only a project of others can have. */
    private boolean isPut(String name, byte[] content) {
        try {
            var path = SafePath.of(name, List.of(name));
            enter(root.resolve(name).getParent());
            remove(root.resolve(name));
            tree.write(path, content);
            return true;
        } catch (UnsafePath odd) {
            return false;
        } catch (IOException failed) {
            throw Failures.of("write", name, failed);
        }
    }

    /** So that the folder is one, and can be written to. */
    private void enter(Path folder) throws IOException {
        if (!folder.equals(root)) enter(folder.getParent());
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            remove(folder);
        } else if (!Files.isWritable(folder) || !Files.isExecutable(folder)) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
    }

    private static void remove(Path place) {
        ProjectTree.remove(place).ifPresent(why -> {
            throw Stop.unfinished(why);
        });
    }
}
