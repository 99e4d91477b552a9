package llmswarm.files;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

import llmswarm.guard.SafePath;
import llmswarm.guard.UnsafePath;

/** Removes a file of a project, and the folders that it leaves empty, as git would. */
public final class FileRemoval {
    private FileRemoval() {
    }

    /**
     * Nothing is removed where nothing is.
     *
     * @param root the real folder of the project
     * @throws UnsafePath when a link is on the way, or no regular file is there
     */
    public static void of(Path root, SafePath path) throws UnsafePath {
        var place = path.in(root);
        try {
            if (!Files.exists(place, LinkOption.NOFOLLOW_LINKS)) return;
            if (!Files.isRegularFile(place, LinkOption.NOFOLLOW_LINKS)) throw UnsafePath.of(path.toString(),
                    "is not a regular file");
            Files.delete(place);
            for (var folder = place.getParent(); !folder.equals(root); folder = folder.getParent()) {
                Files.delete(folder);
            }
        } catch (DirectoryNotEmptyException others) {
            return;
        } catch (IOException failed) {
            throw Failures.of("delete", path.toString(), failed);
        }
    }
}
