package llmswarm.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

import llmswarm.guard.SafePath;
import llmswarm.guard.UnsafePath;

/**
 * The folders in which commands are at work. What must be made there before a command, and what commands plant, is removed
 * when the last of those that share a folder has ended: a mount point that is removed takes the others' mounts along.
 */
final class Places {
    /** Folders of a project that a command may neither change nor make: git and this program act on what lies there. */
    static final List<String> KEPT = List.of(".git", ".swarm");

    private final boolean walls;
    private final Map<Path, Place> busy = new HashMap<>();

    /** @param walls whether there are walls that show shared folders and keep others; else links show them */
    Places(boolean walls) {
        this.walls = walls;
    }

    /** Why a command cannot run in a folder, as the end of a sentence. */
    static final class Refused extends Exception {
        Refused(String reason) {
            super(reason);
        }
    }

    /** One folder. */
    private static final class Place {
        private final List<Path> absent;
        private final SequencedMap<Path, Path> shared = new LinkedHashMap<>();
        private final List<Path> made = new ArrayList<>();
        private int commands;

        Place(List<Path> absent) {
            this.absent = absent;
        }
    }

    /** What a command finds in its folder; see {@link Work}. */
    record Found(List<Path> kept, Map<Path, Path> shared) {
    }

    /** Prepares the folder, a real path, for one more command; must be followed by {@link #leave}. */
    synchronized Found enter(Path folder, Map<String, Path> shared) throws Refused {
        var place = busy.computeIfAbsent(folder, f -> new Place(KEPT.stream().map(f::resolve).filter(p -> !exists(p)).toList()));
        place.commands++;
        try {
            var kept = KEPT.stream().map(folder::resolve).filter(p -> !place.absent.contains(p)).toList();
            for (var path : kept) {
                if (walls && Files.isSymbolicLink(path)) {
                    throw new Refused("'%s' in the folder %s is a link, which is refused".formatted(path.getFileName(), folder));
                }
            }
            var seen = new LinkedHashMap<Path, Path>();
            for (var entry : shared.entrySet()) seen.put(at(folder, entry.getKey(), place), source(entry.getValue()));
            for (var entry : seen.entrySet()) show(folder, entry.getKey(), entry.getValue(), place);
            return new Found(kept, seen);
        } catch (Refused refused) {
            leave(folder);
            throw refused;
        }
    }

    /** Ends what {@link #enter} began; the answer is what could not be removed, if anything. */
    synchronized Optional<String> leave(Path folder) {
        var place = busy.get(folder);
        if (--place.commands > 0) return Optional.empty();
        busy.remove(folder);
        place.made.reversed().forEach(Places::removeIfBare);
        if (!walls) return Optional.empty();
        try {
            for (var path : place.absent) removeAll(path);
            return Optional.empty();
        } catch (IOException cause) {
            return Optional.of("what it planted in %s cannot be removed: %s".formatted(folder, cause.getMessage()));
        }
    }

    private static Path source(Path source) throws Refused {
        if (!Files.isDirectory(source)) throw new Refused("the shared folder %s does not exist".formatted(source));
        return Surroundings.real(source);
    }

    private static Path at(Path folder, String name, Place place) throws Refused {
        var known = folder.resolve(name).normalize();
        if (place.shared.containsKey(known)) return known;
        try {
            return SafePath.of(name, List.of(name)).in(folder);
        } catch (UnsafePath unsafe) {
            throw new Refused("the shared folder " + unsafe.getMessage());
        }
    }

    private void show(Path folder, Path at, Path source, Place place) throws Refused {
        if (source.equals(place.shared.get(at))) return;
        try {
            var parents = new ArrayList<Path>();
            for (var parent = walls ? at : at.getParent(); !exists(parent); parent = parent.getParent()) parents.add(parent);
            for (var parent : parents.reversed()) place.made.add(Files.createDirectory(parent));
            if (!walls) place.made.add(Files.createSymbolicLink(at, source));
        } catch (IOException taken) {
            throw new Refused("the shared folder '%s' cannot be shown in %s: it has a file or folder of that name"
                    .formatted(folder.relativize(at), folder));
        }
        if (!Files.isDirectory(at)) {
            throw new Refused("the shared folder '%s' cannot be shown in %s: it has a file of that name".formatted(folder.relativize(at), folder));
        }
        place.shared.put(at, source);
    }

    private static boolean exists(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    private static void removeIfBare(Path made) {
        try {
            Files.deleteIfExists(made);
        } catch (IOException filled) {
            // A command has put something there, which is its folder's content now.
        }
    }

    /** Links are removed, not followed; no command is left that could put one here meanwhile. */
    private static void removeAll(Path planted) throws IOException {
        if (Files.isDirectory(planted, LinkOption.NOFOLLOW_LINKS)) {
            var file = planted.toFile();
            if (!(file.canRead() && file.canWrite() && file.canExecute())) {
                Files.setPosixFilePermissions(planted, PosixFilePermissions.fromString("rwx------"));
            }
            var inside = new ArrayList<Path>();
            try (var listed = Files.newDirectoryStream(planted)) {
                listed.forEach(inside::add);
            }
            for (var path : inside) removeAll(path);
        }
        Files.deleteIfExists(planted);
    }
}
