package llmswarm.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import llmswarm.guard.Stop;
import machine.EmptyFolder;

/** What is done around git in a project's folder without git itself. */
final class GitFolder {
    private static final List<String> EXCLUDED = List.of(".swarm/", ".swarm-*.tmp");
    private static final List<String> LOCKS = List.of("index.lock", "HEAD.lock", "refs/heads/main.lock");
    /** Where git notes what is under way, as its own status looks for it. */
    private static final SequencedMap<String, String> BEGUN = begun();
    /** Our commits take a hundredth of this. */
    private static final long STALE_MILLIS = 2000;

    private GitFolder() {
    }

    /**
     * Makes the folder when it is absent; true when a repository must still be made in it.
     *
     * @param elsewhere what a person can do where the folder cannot be used
     */
    static boolean ready(Path folder, String elsewhere) {
        var repository = folder.resolve(".git");
        try {
            if (Files.exists(folder)
                    && !Files.isDirectory(folder)) throw Stop.usage("'%s' is not a folder".formatted(folder));
            Files.createDirectories(folder);
            if (Files.exists(repository, LinkOption.NOFOLLOW_LINKS)) {
                new GitBounds(folder, elsewhere).look();
                return !Files.exists(repository.resolve("HEAD"), LinkOption.NOFOLLOW_LINKS);
            }
            if (hasEntries(folder)) {
                throw Stop.usage("'%s' is not empty and not a git repository; make it one with git init and commit what it holds, or %s".formatted(folder, elsewhere));
            }
            return true;
        } catch (IOException failed) {
            throw Failures.of("make", folder.toString(), failed);
        }
    }

    /** Whether anything but our own folder is in it. */
    static boolean hasEntries(Path folder) throws IOException {
        return !EmptyFolder.is(folder, ".swarm");
    }

    /** What a person has begun in the repository and a commit in between would spoil, with how it is ended. */
    static Optional<String> begun(Path folder) {
        return BEGUN.entrySet().stream()
                .filter(mark -> Files.exists(folder.resolve(".git").resolve(mark.getKey()), LinkOption.NOFOLLOW_LINKS))
                .map(SequencedMap.Entry::getValue).findFirst().map(what -> what.equals("bisect")
                ? "a bisect; end it with git bisect reset"
                : "%s %s; end it with git %2$s --continue or --abort".formatted(what.equals("am") ? "an" : "a", what));
    }

    private static SequencedMap<String, String> begun() {
        var marks = new LinkedHashMap<String, String>();
        // Also within a rebase git leaves the marks of single commits.
        marks.put("rebase-merge", "rebase");
        marks.put("rebase-apply/applying", "am");
        marks.put("rebase-apply", "rebase");
        for (var what : List.of("merge", "cherry-pick", "revert")) {
            marks.put(what.toUpperCase(Locale.ROOT).replace('-', '_') + "_HEAD", what);
        }
        // Between two of several commits only this is left.
        marks.put("sequencer", "cherry-pick");
        marks.put("BISECT_LOG", "bisect");
        return marks;
    }

    /** Keeps our own files out of git's sight, without a change to the project's own list of ignored files. */
    static void exclude(Path folder) {
        var info = folder.resolve(".git/info");
        var list = info.resolve("exclude");
        try {
            Files.createDirectories(info);
            var text = Files.exists(list) ? Files.readString(list, StandardCharsets.UTF_8) : "";
            var missing = EXCLUDED.stream().filter(e -> text.lines().noneMatch(e::equals)).toList();
            if (missing.isEmpty()) return;
            var gap = text.isEmpty() || text.endsWith("\n") ? "" : "\n";
            Files.writeString(list, gap + String.join("\n", missing) + "\n", StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException failed) {
            throw Failures.of("write", list.toString(), failed);
        }
    }

    /** A run that was killed within a commit leaves locks behind, which nobody else removes. */
    static void removeStaleLocks(Path folder) {
        for (var name : LOCKS) {
            var lock = folder.resolve(".git").resolve(name);
            try {
                while (Files.exists(lock, LinkOption.NOFOLLOW_LINKS)) {
                    // A lock from the future is one of a clock that was wrong.
                    long age = Math.abs(System.currentTimeMillis() - Files.getLastModifiedTime(lock,
                            LinkOption.NOFOLLOW_LINKS).toMillis());
                    if (age > STALE_MILLIS) Files.deleteIfExists(lock);
                    else LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
                }
            } catch (NoSuchFileException released) {
                continue;
            } catch (IOException failed) {
                throw Failures.of("delete", lock.toString(), failed);
            }
        }
    }
}
