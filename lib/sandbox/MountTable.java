package sandbox;

import java.nio.file.Path;
import java.util.List;

import sandbox.syscalls.Airlock;
import sandbox.syscalls.KernelCall;
import sandbox.syscalls.StartupCalls;
import sandbox.view.MountLayer;
import sandbox.view.Mounts;
import sandbox.view.RootFolder;

/** Has the kernel mount all that a command will see, below the folder that becomes the command's root. */
final class MountTable {
    private static final int BIND = 4096, RECURSIVE = 16384, REMOUNT = 32, CLONE_NEWNS = 0x20000;
    private static final int NEITHER = Mounts.NO_SUID | Mounts.NO_DEVICES | Mounts.NO_PROGRAMS;
    private static final Path DEV = Path.of("/dev"), PROC = Path.of("/proc"), NOTHING = DEV.resolve("null");
    private static final String IN_MEMORY = "tmpfs";

    private final StartupCalls calls;
    private final RootFolder root;
    private final Mounts mounts = Mounts.ofThisMachine();

    private MountTable(StartupCalls calls, RootFolder root) {
        this.calls = calls;
        this.root = root;
    }

    static void into(StartupCalls calls, ContainedCommand work) {
        var table = new MountTable(calls, work.root());
        // What is mounted from here on is this command's alone.
        calls.mount("keep its mounts to itself", "", "/", "", RECURSIVE | Mounts.PRIVATE, "");
        table.read(work.root().path(), Path.of("/"));
        // A device that is mounted read-only can be written to all the same; its rights and times cannot be changed.
        RootFolder.devices().forEach(device -> table.read(device, device));
        table.empty(DEV.resolve("shm"), work.scratch());
        table.mount("devpts", DEV.resolve("pts"), Mounts.NO_SUID | Mounts.NO_PROGRAMS,
                "newinstance,ptmxmode=0666,mode=620");
        // Through the kernel's files of a process its memory is written to, and a check is its programs' judge.
        table.mount("proc", PROC, NEITHER | Mounts.READ_ONLY, "");
        RootFolder.covered().forEach(list -> table.bind(NOTHING, list));
        work.airlock().ifPresent(airlock -> table.read(airlock.folder(), Airlock.PLACE));
        RootFolder.controls().forEach(control -> table.read(control, control, NEITHER));
        var layers = work.layers();
        for (int i = 0; i < layers.size(); i++) table.add(layers.get(i), layers.subList(0, i));
    }

    private void add(MountLayer layer, List<MountLayer> below) {
        below.reversed().stream().filter(other -> layer.at().startsWith(other.at())).findFirst()
                .filter(MountLayer.Empty.class::isInstance)
                .ifPresent(empty -> place(layer.at(), empty.at(), RootFolder.isFolder(layer)));
        switch (layer) {
            case MountLayer.Empty(var at, long bytes) -> empty(at, bytes);
            case MountLayer.Write(var at) -> bind(at, at);
            case MountLayer.Read(var from, var at) -> read(from, at);
        }
    }

    /** Makes the place of a mount inside an empty folder. */
    private void place(Path at, Path empty, boolean isFolder) {
        if (at.equals(empty)) return;
        place(at.getParent(), empty, true);
        calls.make(inRoot(at), isFolder);
    }

    private void empty(Path at, long bytes) {
        int flags = Mounts.NO_SUID | Mounts.NO_DEVICES;
        if (bytes == 0) {
            mount(IN_MEMORY, at, flags | Mounts.READ_ONLY, "mode=0755,size=4k");
        } else {
            mount(IN_MEMORY, at, flags, "mode=1777,size=" + bytes);
        }
    }

    private void mount(String type, Path at, int flags, String options) {
        calls.mount(aim(at), type, inRoot(at), type, flags, options);
    }

    /** With all that is mounted below, and all of it as it is on this machine. */
    private void bind(Path from, Path at) {
        calls.mount(aim(at), from.toString(), inRoot(at), "", BIND | RECURSIVE, "");
    }

    private void read(Path from, Path at) {
        read(from, at, 0);
    }

    /** @param more what is forbidden there besides writing */
    private void read(Path from, Path at, int more) {
        bind(from, at);
        shut(at, mounts.of(from).flags() | more);
        mounts.below(from).forEach(mount -> shut(at.resolve(from.relativize(mount.at())), mount.flags() | more));
    }

    /** Of one mount alone: a remount must repeat the flags that are locked, and when files were read stays as it is. */
    private void shut(Path at, int flags) {
        calls.mount(readOnly(at), "", inRoot(at), "", REMOUNT | BIND | Mounts.READ_ONLY | flags, "");
    }

    /**
     * Has a program see these devices so that only what is written to them passes: in mounts of its own, from which
     * whatever it starts gets them.
     */
    static void keep(StartupCalls calls, List<Path> devices) {
        var mounts = Mounts.ofThisMachine();
        calls.call("have mounts of its own", KernelCall.UNSHARE, CLONE_NEWNS);
        calls.mount("keep its mounts to itself", "", "/", "", RECURSIVE | Mounts.PRIVATE, "");
        for (var device : devices) {
            calls.mount(aim(device), device.toString(), device.toString(), "", BIND, "");
            calls.mount(readOnly(device), "", device.toString(), "",
                    REMOUNT | BIND | Mounts.READ_ONLY | mounts.of(device).flags(), "");
        }
    }

    private static String readOnly(Path at) {
        return "make %s read-only".formatted(at);
    }

    private static String aim(Path at) {
        return "show " + at;
    }

    private String inRoot(Path at) {
        return root.at(at).toString();
    }
}
