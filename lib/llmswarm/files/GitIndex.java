package llmswarm.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.function.Function;

/** A list of files for git besides the repository's own one. */
final class GitIndex {
    private GitIndex() {
    }

    /** What is made with an empty list, which is gone afterwards. */
    static <T> T during(Path folder, Git git, Function<Git, T> work) {
        try {
            var list = folder.toRealPath().resolve(".git/swarm-index-" + UUID.randomUUID());
            try {
                return work.apply(git.with("GIT_INDEX_FILE", list.toString()));
            } finally {
                Files.deleteIfExists(list);
            }
        } catch (IOException failed) {
            throw Failures.of("write", folder.resolve(".git").toString(), failed);
        }
    }
}
