package llmswarm.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Copies a history from one repository on this disk to another, without any of git's ways over a network. */
final class GitCopy {
    /** Where git keeps which commits it has without the ones before them. */
    private static final String SHALLOW = ".git/shallow";

    private GitCopy() {
    }

    /** @param into a repository without a commit and without files */
    static void of(Path from, Git git, String commit, Path into) {
        try {
            if (Files.isRegularFile(from.resolve(SHALLOW), LinkOption.NOFOLLOW_LINKS)) {
                Files.copy(from.resolve(SHALLOW), into.resolve(SHALLOW));
            }
        } catch (IOException failed) {
            throw Failures.of("write", into.resolve(SHALLOW).toString(), failed);
        }
        git.must("copy the history", commit + "\n", "pack-objects", "--quiet", "--revs", "--threads=1",
                into.resolve(".git/objects/pack/pack").toString());
        var other = git.in(into);
        other.must("copy the history", "", "update-ref", "-m", "fork", "HEAD", commit);
        other.must("write the files", "", "read-tree", "--reset", "-u", commit);
    }
}
