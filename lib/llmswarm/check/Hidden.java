package llmswarm.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The places of a machine that a check must not read: homes, sockets, mounted drives, and what only this user may read.
 *
 * @param folders by their real paths, parents first
 * @param files   outside those folders
 */
record Hidden(List<Path> folders, List<Path> files) {
    private static final List<String> ALWAYS = List.of("/root", "/home", "/tmp", "/var/tmp", "/run", "/mnt", "/media");
    private static final List<String> OF_THE_USER = List.of("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME",
            "XDG_DATA_HOME", "XDG_RUNTIME_DIR");
    private static final List<Path> SYSTEM = Stream.of("/usr", "/bin", "/sbin", "/lib", "/lib64", "/etc", "/dev", "/proc", "/sys",
            "/var").map(Path::of).toList();

    /** Looks for them; folders are parents first. */
    static Hidden of(Map<String, String> outer, Path home) {
        var folders = new TreeSet<Path>();
        ALWAYS.forEach(name -> folders.add(real(Path.of(name))));
        OF_THE_USER.stream().map(outer::get).filter(Objects::nonNull).map(Path::of).filter(Path::isAbsolute)
                .forEach(folder -> folders.add(real(folder)));
        folders.add(real(home));
        var files = new ArrayList<Path>();
        Stream.ofNullable(outer.get("SSH_AUTH_SOCK")).map(agent -> real(Path.of(agent))).filter(Files::exists).forEach(files::add);
        ownOnly().forEach(path -> (Files.isDirectory(path) ? folders : files).add(path));
        folders.removeIf(folder -> !mayBeHidden(folder) || !Files.isDirectory(folder));
        files.removeIf(file -> folders.stream().anyMatch(file::startsWith));
        return new Hidden(List.copyOf(folders), List.copyOf(files));
    }

    /** Whether hiding the folder leaves the system usable. */
    static boolean mayBeHidden(Path folder) {
        return folder.isAbsolute() && folder.getNameCount() > 0 && SYSTEM.stream().noneMatch(s -> s.startsWith(folder));
    }

    /** The path with its links followed, or as it is where that cannot be done. */
    static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException absent) {
            return path.toAbsolutePath().normalize();
        }
    }

    /** What this user may read and others may not: password files and private keys, when the user is root. */
    private static Stream<Path> ownOnly() {
        var settings = children(Path.of("/etc")).toList();
        var others = Stream.of("/", "/var", "/var/lib", "/opt", "/srv").map(Path::of).flatMap(Hidden::children);
        return Stream.of(others, settings.stream(), settings.stream().flatMap(Hidden::children)).flatMap(s -> s)
                .filter(Hidden::isClosedToOthers).filter(Files::isReadable);
    }

    private static Stream<Path> children(Path folder) {
        try (var listed = Files.newDirectoryStream(folder)) {
            var all = new ArrayList<Path>();
            listed.forEach(all::add);
            return all.stream();
        } catch (IOException unreadable) {
            return Stream.empty();
        }
    }

    private static boolean isClosedToOthers(Path path) {
        try {
            var attributes = Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return !attributes.isSymbolicLink() && !attributes.permissions().contains(PosixFilePermission.OTHERS_READ);
        } catch (IOException gone) {
            return false;
        }
    }
}
