package sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

import machine.PlaceBelow;
import machine.Reason;
import machine.Removal;

/**
 * The folders in which commands are at work. What must be made there before a command, and what commands plant, is
 * removed when the last of those that share a folder has ended: a mount point that is removed takes the others' mounts
 * along.
 */
final class Places {
    /** Folders of a project that a command may neither change nor make: git and this program act on what lies there. */
    static final List<String> KEPT = List.of(".git", ".swarm");

    private final boolean walls;
    private final Map<Path, BusyFolder> busy = new HashMap<>();

    /** @param walls whether there are walls that show shared folders and keep others; else links show them */
    Places(boolean walls) {
        this.walls = walls;
    }

    /** Why a command cannot run in a folder, as the end of a sentence. */
    static final class Unprepared extends Exception {
        Unprepared(String reason) {
            super(reason);
        }
    }

    /** One folder. */
    private static final class BusyFolder {
        private final List<Path> absent;
        private final SequencedMap<Path, Path> shared = new LinkedHashMap<>();
        private final List<Path> made = new ArrayList<>();
        private final boolean alone;
        private int commands;

        BusyFolder(List<Path> absent, boolean alone) {
            this.absent = absent;
            this.alone = alone;
        }
    }

    /** What a command finds in its folder; see {@link ContainedCommand}. */
    record Prepared(List<Path> kept, Map<Path, Path> shared) {
    }

    /**
     * Prepares the folder, a real path, for one more command; must be followed by {@link #leave}. Where a shared folder
     * is seen below another one, commands are at work one after the other: one could move what lies on the way while
     * the walls of the next are raised.
     */
    synchronized Prepared enter(Path folder, Map<String, Path> shared) throws Unprepared, InterruptedException {
        var alone = walls && shared.keySet().stream().anyMatch(name -> name.split("/").length > 1);
        while (busy.containsKey(folder) && (alone || busy.get(folder).alone)) wait();
        var place = busy.get(folder);
        if (place == null) {
            place = new BusyFolder(absent(folder), alone);
            busy.put(folder, place);
        }
        place.commands++;
        try {
            var kept = new ArrayList<>(KEPT.stream().map(folder::resolve).toList());
            kept.removeAll(place.absent);
            for (var path : kept) {
                if (walls && Files.isSymbolicLink(path)) {
                    throw new Unprepared("'%s' in the folder %s is a link, which is refused".formatted(path.getFileName(), folder));
                }
            }
            var seen = new LinkedHashMap<Path, Path>();
            for (var entry : shared.entrySet()) seen.put(at(folder, entry.getKey(), place), source(entry.getValue()));
            for (var entry : seen.entrySet()) show(folder, entry.getKey(), entry.getValue(), place);
            return new Prepared(kept, seen);
        } catch (Unprepared refused) {
            leave(folder);
            throw refused;
        }
    }

    /** Ends what {@link #enter} began; the answer is what could not be removed, if anything. */
    synchronized Optional<String> leave(Path folder) {
        var place = busy.get(folder);
        if (--place.commands > 0) return Optional.empty();
        busy.remove(folder);
        notifyAll();
        place.made.reversed().forEach(made -> removeIfBare(folder, made));
        if (!walls) return Optional.empty();
        return place.absent.stream().flatMap(planted -> Removal.of(planted).stream()).findFirst()
                .map(why -> "what it planted in %s cannot be removed: %s".formatted(folder, why));
    }

    /** Those of {@link #KEPT} that are not there. */
    private static List<Path> absent(Path folder) throws Unprepared {
        var absent = new ArrayList<Path>();
        for (var name : KEPT) {
            try {
                Files.readAttributes(folder.resolve(name), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            } catch (NoSuchFileException nothing) {
                absent.add(folder.resolve(name));
            } catch (IOException closed) {
                throw new Unprepared("the folder %s cannot be looked into: %s".formatted(folder, Reason.of(closed)));
            }
        }
        return absent;
    }

    /** A link in the place of the folder that was prepared, or on the way to it, was put there by a command since. */
    private static Path source(Path source) throws Unprepared {
        if (!Files.isDirectory(source, LinkOption.NOFOLLOW_LINKS)) {
            throw new Unprepared("the shared folder %s does not exist".formatted(source));
        }
        try {
            if (source.toRealPath().equals(source)) return source;
        } catch (IOException closed) {
            throw new Unprepared("the shared folder %s cannot be looked up: %s".formatted(source, Reason.of(closed)));
        }
        throw new Unprepared("the shared folder %s is behind a link".formatted(source));
    }

    /** Looked at for each command: another that is at work in the folder can have moved what lies on the way. */
    private Path at(Path folder, String name, BusyFolder place) throws Unprepared {
        var known = folder.resolve(name).normalize();
        if (!walls && place.shared.containsKey(known)) return known;
        try {
            return PlaceBelow.of(folder, name);
        } catch (PlaceBelow.Refused refused) {
            throw new Unprepared("the shared folder '%s' %s".formatted(name, refused.getMessage()));
        }
    }

    private void show(Path folder, Path at, Path source, BusyFolder place) throws Unprepared {
        if (source.equals(place.shared.get(at))) return;
        try {
            var parents = new ArrayList<Path>();
            for (var parent = walls ? at : at.getParent(); !exists(parent); parent =
                    parent.getParent()) parents.add(parent);
            for (var parent : parents.reversed()) place.made.add(Files.createDirectory(parent));
            if (!walls) place.made.add(Files.createSymbolicLink(at, source));
        } catch (IOException taken) {
            throw new Unprepared("the shared folder '%s' cannot be shown in %s: it has a file or folder of that name"
                    .formatted(folder.relativize(at), folder));
        }
        if (!Files.isDirectory(at)) {
            throw new Unprepared("the shared folder '%s' cannot be shown in %s: it has a file of that name".formatted(folder.relativize(at), folder));
        }
        place.shared.put(at, source);
    }

    private static boolean exists(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    /** A command can have put a link on the way to the place; none is left that could do so meanwhile. */
    private void removeIfBare(Path folder, Path made) {
        for (var parent = made.getParent(); !parent.equals(folder); parent = parent.getParent()) {
            if (Files.isSymbolicLink(parent)) return;
        }
        try {
            var ours = Files.isDirectory(made, LinkOption.NOFOLLOW_LINKS) || !walls && Files.isSymbolicLink(made);
            if (ours) Files.deleteIfExists(made);
        } catch (IOException filled) {
            // A command has put something there, which is its folder's content now.
        }
    }
}
