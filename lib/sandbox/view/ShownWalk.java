package sandbox.view;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.function.Predicate;

/**
 * Looks through a shown folder for what is to be hidden, the upper folders first: the number of entries is bounded, and
 * secrets lie near the top more often than package data does.
 *
 * @param closed whether what others may not read is hidden too; such a folder is looked through without a bound
 */
record ShownWalk(Path root, MachineMap map, boolean closed) {
    /** Costs some tenths of a second, once for a sandbox. */
    private static final int MOST = 25_000;
    private static final int NEAR = 2;

    /** Adds what is found, and nothing inside of it. */
    void into(Collection<Path> found) {
        Predicate<Path> secret = map.secret(), uppermost = map.uppermost(), data = map.data();
        var waiting = new ArrayDeque<Path>();
        waiting.add(root);
        for (int seen = 0; !waiting.isEmpty() && (closed || seen < MOST || depth(waiting.peek()) < NEAR); ) {
            for (var path : Tools.content(waiting.poll())) {
                seen++;
                var kind = kind(path);
                if (kind == null || kind.isSymbolicLink()) continue;
                // Sockets, pipes and devices lead out of the walls, whatever they are called and whoever made them.
                var hidden = kind.isOther() || secret.test(path)
                        || uppermost.test(path) && (depth(path) <= NEAR || kind.isRegularFile() && data.test(path))
                        || closed && HiddenPlaces.isClosed(path);
                if (hidden) found.add(path);
                else if (kind.isDirectory()) waiting.add(path);
            }
        }
    }

    private static BasicFileAttributes kind(Path path) {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException gone) {
            return null;
        }
    }

    private int depth(Path path) {
        return path.getNameCount() - root.getNameCount();
    }
}
