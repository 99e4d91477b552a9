package machine;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.UUID;

/**
 * Finds out by trying what a file system cannot hold: empty files of the same names are made in a folder beside those
 * that are meant, and removed again. So it tells of names that are too long or of forbidden characters, of a folder
 * that may not be written and of a full disk, on every kind of disk.
 */
public final class FolderTrial {
    private final Path place;

    private FolderTrial(Path place) {
        this.place = place;
    }

    /**
     * What a folder cannot hold, a sentence without its dot each: {@code 'a/b' cannot be written: file name too long}.
     *
     * @param folder absolute; it, and those above it, need not be there yet
     * @param names  with slashes; one that ends in a slash is a folder
     * @param hidden the name of the folder in which it is tried, for as long as that takes
     */
    public static List<String> of(Path folder, Collection<String> names, String hidden) {
        var base = folder;
        while (!Files.exists(base, LinkOption.NOFOLLOW_LINKS) && base.getParent() != null) base = base.getParent();
        var top = base.resolve(hidden.formatted(UUID.randomUUID()));
        try {
            Files.createDirectory(top);
            return new FolderTrial(top.resolve(base.relativize(folder).toString())).tried(folder, names);
        } catch (IOException refused) {
            return List.of("nothing can be written into '%s': %s".formatted(base, Reason.of(refused)));
        } finally {
            Removal.of(top);
        }
    }

    /** How many bytes the disk of a folder still takes; that of the nearest one above it that is there. */
    public static long room(Path folder) {
        var base = folder.toFile();
        while (!base.exists() && base.getParentFile() != null) base = base.getParentFile();
        return base.getUsableSpace();
    }

    private List<String> tried(Path folder, Collection<String> names) {
        try {
            Files.createDirectories(place);
        } catch (IOException refused) {
            return List.of("'%s' cannot be made: %s".formatted(folder, Reason.of(refused)));
        }
        var faults = new ArrayList<String>();
        for (var name : new LinkedHashSet<>(names)) {
            try {
                make(name);
            } catch (InvalidPathException unnameable) {
                faults.add("'%s' cannot be written: in this locale Java writes the names of files in %s (LC_ALL=C.UTF-8 changes that)"
                        .formatted(name, System.getProperty("sun.jnu.encoding")));
            } catch (FileAlreadyExistsException one) {
                faults.add("'%s' cannot be written: another name stands for the same file there".formatted(name));
            } catch (IOException refused) {
                faults.add("'%s' cannot be written: %s".formatted(name, Reason.of(refused)));
            }
        }
        return List.copyOf(faults);
    }

    private void make(String name) throws IOException {
        var file = place.resolve(name);
        Files.createDirectories(name.endsWith("/") ? file : file.getParent());
        if (!name.endsWith("/")) Files.createFile(file);
    }
}
