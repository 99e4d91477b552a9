package sandbox.view;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;

import machine.CurrentUser;
import machine.Removal;
import sandbox.syscalls.Airlock;

/**
 * The root folder that contained commands see: links, copies of those settings of /etc that everybody may read, and
 * places at which all else is mounted. A folder in place of as many mounts, each of which would cost every command
 * time. Goes with this program.
 */
public final class RootFolder {
    private static final List<String> FOLDERS = List.of("dev/pts", "dev/shm", "proc", "sys", "etc", "run", "var",
            "mnt", "media", "opt", "srv");
    private static final List<String> DEVICES = List.of("null", "zero", "full", "random", "urandom");
    private static final Map<String, String> OWN_LINKS =
            Map.of("dev/fd", "/proc/self/fd", "dev/stdin", "/proc/self/fd/0", "dev/stdout",
            "/proc/self/fd/1", "dev/stderr", "/proc/self/fd/2", "dev/ptmx", "pts/ptmx", "var/run", "../run");
    private static final List<String> CONTROLS = List.of("sys", "sysrq-trigger", "irq", "bus", "fs", "acpi", "scsi");
    private static final Path MEMORY = Path.of("/dev/shm"), KERNEL = Path.of("/proc");
    private static final List<Path> COVERED = told();
    private static final String NAME = "swarm-root-";
    private static final long ROOM = 32L << 20;
    private static final int LINKS = 40;

    private final Path base, folder;

    private RootFolder(Path base) throws IOException {
        this.base = base;
        folder = Files.createDirectory(base.resolve("root"));
    }

    /** A new one, for commands in such surroundings. */
    public static RootFolder of(Surroundings seen) {
        var map = MachineMap.read();
        try {
            var root = new RootFolder(base().toRealPath());
            Runtime.getRuntime().addShutdownHook(new Thread(() -> Removal.of(root.base)));
            Files.setPosixFilePermissions(root.folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            for (var name : FOLDERS) Files.createDirectories(root.folder.resolve(name));
            for (var device : devices()) Files.createFile(root.at(device));
            Files.createDirectory(root.at(Airlock.PLACE));
            for (var link : OWN_LINKS.entrySet()) Files.createSymbolicLink(root.folder.resolve(link.getKey()),
                    Path.of(link.getValue()));
            var secret = map.secret().or(map.uppermost());
            for (var path : content(Surroundings.SETTINGS).stream().filter(map.settings()).toList()) root.copy(path,
                    secret);
            InnerUser.here().name(root, seen.home());
            for (var setting : Surroundings.onlineSettings(map)) Files.createFile(root.at(setting));
            for (var link : seen.links()) root.link(link, seen);
            return root;
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    /**
     * In memory where that has room: hundreds of links take a disk half a second. Those of programs that were killed
     * go.
     */
    private static Path base() throws IOException {
        var inMemory = Files.isWritable(MEMORY) && MEMORY.toFile().getUsableSpace() > ROOM;
        var parent = inMemory ? MEMORY : Path.of(System.getProperty("java.io.tmpdir"));
        // Another container may share the folder, but not the numbers of processes.
        var name = NAME + Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString().replaceAll("\\D", "") + "-";
        try (var all = Files.newDirectoryStream(parent, name + "*")) {
            for (var one : all) {
                var owner = one.getFileName().toString().substring(name.length()).split("-")[0];
                if (owner.matches("\\d{1,9}") && ProcessHandle.of(Long.parseLong(owner)).isEmpty()
                        && isOwn(one)) Removal.of(one);
            }
        }
        return Files.createTempDirectory(parent, name + ProcessHandle.current().pid() + "-");
    }

    /** Everybody may make folders of such names in a folder for all; another program may be removing it. */
    private static boolean isOwn(Path path) {
        try {
            return Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS).equals(CurrentUser.id());
        } catch (IOException gone) {
            return false;
        }
    }

    /** The devices that it has files for. */
    public static List<Path> devices() {
        return DEVICES.stream().map(Path.of("/dev")::resolve).toList();
    }

    /** Files of the kernel that ask for root's number, not for its powers: only root has to be kept from them. */
    public static List<Path> controls() {
        return CurrentUser.id() != 0 ? List.of() : CONTROLS.stream().map(KERNEL::resolve)
                .filter(Files::exists).toList();
    }

    /** Files of the kernel that are covered: the names of keys, and for root what others may not read. */
    public static List<Path> covered() {
        return COVERED;
    }

    private static List<Path> told() {
        if (CurrentUser.id() != 0) return Airlock.KEYS;
        return Stream.concat(Airlock.KEYS.stream(), Tools.content(KERNEL).stream().filter(Files::isRegularFile)
                .filter(HiddenPlaces::isClosed)).sorted().toList();
    }

    public Path path() {
        return folder;
    }

    /** Where a place of a command's view lies in it. */
    public Path at(Path place) {
        return folder.resolve(place.toString().substring(1));
    }

    /**
     * Makes the places at which layers are mounted, but for those inside others; none is removed, since a mount may be
     * on it.
     */
    public void prepare(List<MountLayer> layers) {
        for (int i = 0; i < layers.size(); i++) {
            var at = layers.get(i).at();
            if (layers.subList(0, i).stream().noneMatch(layer -> at.startsWith(layer.at()))) place(at,
                    isFolder(layers.get(i)));
        }
    }

    public static boolean isFolder(MountLayer layer) {
        return !(layer instanceof MountLayer.Read(var from, var _)) || Files.isDirectory(from);
    }

    /** The path of a new file beside the root, which commands do not see. */
    public Path beside() {
        return base.resolve(UUID.randomUUID().toString());
    }

    private synchronized void place(Path at, boolean isFolder) {
        try {
            Files.createDirectories(isFolder ? at(at) : at(at).getParent());
            if (!isFolder && !Files.exists(at(at))) Files.createFile(at(at));
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    /** Makes the links that a path goes through, and nothing inside what is mounted. */
    private void link(Path path, Surroundings seen) throws IOException {
        var rest = path;
        for (int i = 0; i < LINKS; i++) {
            var link = firstLink(rest);
            if (link == null || seen.layers(1).stream().anyMatch(layer -> link.startsWith(layer.at()))) return;
            var target = Files.readSymbolicLink(link);
            Files.createDirectories(at(link).getParent());
            if (!Files.exists(at(link), LinkOption.NOFOLLOW_LINKS)) Files.createSymbolicLink(at(link), target);
            rest = link.resolveSibling(target).resolve(link.relativize(rest)).normalize();
        }
    }

    private static Path firstLink(Path path) {
        for (int count = 1; count <= path.getNameCount(); count++) {
            var above = Path.of("/").resolve(path.subpath(0, count));
            if (Files.isSymbolicLink(above)) return above;
        }
        return null;
    }

    private void copy(Path path, Predicate<Path> secret) throws IOException {
        if (secret.test(path)) return;
        if (Files.isSymbolicLink(path)) {
            Files.createSymbolicLink(at(path), Files.readSymbolicLink(path));
            return;
        }
        if (!Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_READ)
                || !Files.isReadable(path)) return;
        if (Files.isRegularFile(path)) {
            Files.copy(path, at(path));
        } else if (Files.isDirectory(path)) {
            Files.createDirectory(at(path));
            for (var inside : content(path)) copy(inside, secret);
        }
    }

    private static List<Path> content(Path folder) throws IOException {
        try (var all = Files.list(folder)) {
            return all.toList();
        }
    }
}
