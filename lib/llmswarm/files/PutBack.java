package llmswarm.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import llmswarm.guard.SafePath;
import llmswarm.guard.Stop;
import llmswarm.guard.UnsafePath;

/** Makes the files of a folder what they were before a program was at work there, whatever it made of them. */
public final class PutBack {
    private final Path root;
    private final ProjectTree tree;

    private PutBack(Path root) {
        this.root = root;
        this.tree = new ProjectTree(root);
    }

    /**
     * Puts back what is changed or gone; other files stay. No program may be at work in the folder meanwhile.
     *
     * @param root  the folder by its real path
     * @param files by path
     * @return the paths of the files that were put back
     */
    public static List<String> in(Path root, Map<String, byte[]> files) {
        var changed = new ArrayList<String>();
        var all = new PutBack(root);
        files.forEach((name, content) -> {
            if (!all.isThere(name, content) && all.isPut(name, content)) changed.add(name);
        });
        return List.copyOf(changed);
    }

    /** Read only where it is a file of that size which lies where its name says. */
    private boolean isThere(String name, byte[] content) {
        var place = root.resolve(name);
        try {
            var found = Files.readAttributes(place, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return found.isRegularFile() && found.size() == content.length && place.toRealPath().equals(place)
                    && Arrays.equals(Files.readAllBytes(place), content);
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
