package sandbox;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import sandbox.syscalls.Airlock;
import sandbox.view.MountLayer;
import sandbox.view.Mounts;
import sandbox.view.RootFolder;

/** What mount(8) has to mount for a command, as lines of fstab(5): one process for all, where each mount used to be one. */
final class MountTable {
    private static final Path DEV = Path.of("/dev"), PROC = Path.of("/proc");
    private static final String OPEN = "mode=1777,nosuid,nodev,X-mount.mkdir=0755,size=",
            SHUT = "ro,mode=0755,nosuid,nodev,size=4k";
    private static final String NEITHER = "nosuid,nodev,noexec,relatime";

    private final RootFolder root;
    private final Mounts mounts = Mounts.ofThisMachine();
    private final List<String> first = new ArrayList<>(), later = new ArrayList<>(), files = new ArrayList<>();

    private MountTable(RootFolder root) {
        this.root = root;
    }

    /** A file with a table, another one or none for after, and files to make between the two, since mount makes folders only. */
    static List<String> of(Work work) {
        var table = new MountTable(work.root());
        table.bind(work.root().path(), Path.of("/"), "ro", table.first);
        RootFolder.devices().forEach(device -> table.add(device, device, "none", "bind", table.first));
        table.add(Path.of("tmpfs"), DEV.resolve("shm"), "tmpfs", OPEN + work.scratch(), table.first);
        table.add(Path.of("devpts"), DEV.resolve("pts"), "devpts", "newinstance,ptmxmode=0666,mode=620,nosuid,noexec", table.first);
        table.add(Path.of("proc"), PROC, "proc", "nosuid,nodev,noexec", table.first);
        Airlock.KEYS.forEach(list -> table.add(DEV.resolve("null"), list, "none", "bind", table.first));
        work.airlock().ifPresent(airlock -> table.bind(airlock.file(work.network()), Airlock.PLACE, "ro", table.first));
        RootFolder.controls().forEach(control -> table.add(control, control, "none", "bind,ro," + NEITHER, table.first));
        var layers = work.layers();
        for (int i = 0; i < layers.size(); i++) table.add(layers.get(i), layers.subList(0, i));
        return Stream.concat(Stream.of(table.first, table.later).map(table::file), table.files.stream()).toList();
    }

    private String file(List<String> lines) {
        return lines.isEmpty() ? "" : root.file(String.join("\n", lines) + "\n").toString();
    }

    private void add(MountLayer layer, List<MountLayer> below) {
        switch (layer) {
            case MountLayer.Empty(var at, long bytes) -> add(Path.of("tmpfs"), at, "tmpfs", bytes == 0 ? SHUT : OPEN + bytes, first);
            case MountLayer.Write(var at) -> bind(at, at, "rw", first);
            case MountLayer.Read(var from, var at) -> {
                var on = below.reversed().stream().filter(other -> at.startsWith(other.at())).findFirst();
                var alone = on.filter(MountLayer.Empty.class::isInstance).isPresent() && !RootFolder.isFolder(layer);
                if (alone) files.add(root.at(at).toString());
                bind(from, at, "ro", alone ? later : first);
            }
        }
    }

    /** With all that is mounted below, each of which needs its own line to become read-only. */
    private void bind(Path from, Path at, String access, List<String> table) {
        add(from, at, "none", "rbind,X-mount.mkdir=0755," + mounts.of(from).as(access), table);
        mounts.below(from).forEach(mount -> add(mount.at(), at.resolve(from.relativize(mount.at())), "none",
                "bind," + mount.as(access), table));
    }

    private void add(Path from, Path at, String type, String options, List<String> table) {
        table.add("%s %s %s %s 0 0".formatted(escaped(from), escaped(root.at(at)), type, options));
    }

    private static String escaped(Path path) {
        return path.toString().replace("\\", "\\134").replace(" ", "\\040").replace("\t", "\\011").replace("\n", "\\012");
    }
}
