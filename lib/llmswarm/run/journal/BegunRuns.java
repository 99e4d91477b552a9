package llmswarm.run.journal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import llmswarm.guard.Digest;
import llmswarm.guard.Stop;

/**
 * Which runs this user began on this machine, by their folders. A journal that came along with a project may claim that
 * checks passed, and name the folder of configuration that a resume uses.
 *
 * @param state the user's own folder, outside any project
 */
public record BegunRuns(Path state) {
    /** The first line of a journal holds a specification of 256 KB at most. */
    private static final int LONGEST = 4 << 20;

    /** Remembers a run by the place of its folder, and forgets those whose folders are gone. */
    public void add(Path run) {
        try {
            Files.createDirectories(folder());
            try (var known = Files.newDirectoryStream(folder())) {
                for (var mark : known) {
                    var place = Files.readString(mark).lines().findFirst().orElse("");
                    if (!Files.exists(Path.of(place))) Files.deleteIfExists(mark);
                }
            }
            Files.writeString(mark(run), content(run));
        } catch (IOException cause) {
            throw Stop.usage("%s: that the run was begun here cannot be kept: %s".formatted(folder(),
                    cause.getMessage()), cause);
        }
    }

    /** Whether the run was begun here, and its folder not moved since. */
    public boolean knows(Path run) {
        try {
            return run.toRealPath().startsWith(state.toAbsolutePath())
                    || Files.exists(mark(run)) && Files.readString(mark(run)).equals(content(run));
        } catch (IOException gone) {
            return false;
        }
    }

    /**
     * Refuses to go on with a run that was begun elsewhere, or whose folder was moved since.
     *
     * @param trusted whether the user said that it can be trusted; it is one of the user's own from then on
     */
    public void require(Path run, boolean trusted) {
        try {
            if (knows(run.toRealPath())) return;
        } catch (IOException gone) {
            throw Stop.usage("%s: cannot be looked up: %s".formatted(run, gone.getMessage()), gone);
        }
        if (!trusted) {
            throw Stop.untrusted(("the run in %s was not begun here, or its folder was moved; its journal says which checks "
                    + "passed and what a resume does: look at it, and where it can be trusted, resume with --trust")
                    .formatted(run));
        }
        add(run);
    }

    /** Its place and how its journal begins: another journal can come into the same folder. */
    private static String content(Path run) throws IOException {
        var journal = run.resolve(Journal.FILE);
        var first = "";
        if (Files.isRegularFile(journal)) {
            try (var in = Files.newInputStream(journal)) {
                first = new String(in.readNBytes(LONGEST), StandardCharsets.ISO_8859_1).lines().findFirst().orElse("");
            }
        }
        return run.toRealPath() + "\n" + Digest.of(List.of(first)) + "\n";
    }

    private Path folder() {
        return state.resolve("begun");
    }

    private Path mark(Path run) throws IOException {
        return folder().resolve(Digest.of(List.of(run.toRealPath().toString())));
    }
}
