package llmswarm.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import llmswarm.guard.Stop;

/**
 * What lies in a work tree where git is about to make files. Git itself writes over what it ignores, which is a
 * person's all the same.
 */
final class FilesInTheWay {
    private final Path folder;
    private final Git git;

    FilesInTheWay(Path folder, Git git) {
        this.folder = folder;
        this.git = git;
    }

    /** Throws {@link Stop} where something lies in the place of a file that only the second commit has. */
    void refuse(String from, String to) {
        var going = differing(from, to, "D");
        for (var name : differing(from, to, "A")) {
            if (isFree(name, going)) continue;
            throw Stop.unfinished("nothing was changed: git would write over '%s' in '%s', which is in no commit; move it elsewhere first"
                    .formatted(name, folder));
        }
    }

    private Set<String> differing(String from, String to, String how) {
        var listed = git.must("compare commits", "", "diff-tree", "-r", "-z", "--no-renames", "--no-ext-diff",
                "--name-only", "--diff-filter=" + how, from, to);
        return listed.isEmpty() ? Set.of() : new HashSet<>(List.of(listed.split("\0")));
    }

    /** Whether nothing is there, or on the way there, but what goes. */
    private boolean isFree(String name, Set<String> going) {
        for (int end = name.indexOf('/'); end >= 0; end = name.indexOf('/', end + 1)) {
            var above = folder.resolve(name.substring(0, end));
            if (!Files.exists(above, LinkOption.NOFOLLOW_LINKS)) return true;
            if (!Files.isDirectory(above, LinkOption.NOFOLLOW_LINKS)) return going.contains(name.substring(0, end));
        }
        var place = folder.resolve(name);
        if (!Files.exists(place, LinkOption.NOFOLLOW_LINKS)) return true;
        try (var below = Files.walk(place)) {
            return below.filter(file -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
                    .allMatch(file -> going.contains(name + "/" + place.relativize(file)));
        } catch (IOException | UncheckedIOException unreadable) {
            return false;
        }
    }
}
