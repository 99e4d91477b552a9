package sandbox;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import machine.CurrentUser;
import sandbox.process.ControlGroup;
import sandbox.syscalls.Airlock;
import sandbox.view.InnerUser;
import sandbox.view.MountLayer;
import sandbox.view.RootFolder;

/**
 * Contains commands with bubblewrap; on some distributions the only program that may make namespaces.
 *
 * @param sized whether this bubblewrap can limit the size of temporary folders (0.7 and newer) and set who may use them
 */
record Bubblewrap(Path program, boolean sized) implements Contained.Wall {
    @Override
    public String name() {
        return "bubblewrap";
    }

    /** Without --cap-drop bubblewrap leaves root its powers, and root could undo the walls. */
    @Override
    public List<String> words(ContainedCommand work, Optional<ControlGroup> group) {
        var seen = work.seen();
        var words = new ArrayList<>(List.of(program.toString(), "--unshare-all", "--die-with-parent", "--new-session",
                "--cap-drop", "ALL", "--clearenv"));
        var inner = InnerUser.here();
        if (inner.mapped()) {
            words.addAll(List.of("--unshare-user", "--uid", Integer.toString(inner.id()), "--gid",
                    Integer.toString(inner.group())));
        }
        if (work.network()) words.add("--share-net");
        // Bubblewrap's own process 1 has no filter, and the command could write to its memory.
        if (work.airlock().isPresent()) words.add("--as-pid-1");
        seen.environment().forEach((name, value) -> words.addAll(List.of("--setenv", name, value)));
        words.addAll(bound("--ro-bind", work.root().path(), Path.of("/")));
        words.addAll(List.of("--dev", "/dev"));
        words.addAll(empty(Path.of("/dev/shm"), work.scratch()));
        work.airlock().ifPresent(airlock -> words.addAll(bound("--ro-bind", airlock.folder(), Airlock.PLACE)));
        // Through the kernel's files of a process its memory is written to, and a check is its programs' judge.
        words.addAll(List.of("--remount-ro", "/dev", "--proc", "/proc", "--remount-ro", "/proc"));
        RootFolder.covered().forEach(list -> words.addAll(bound("--ro-bind", Path.of("/dev/null"), list)));
        RootFolder.controls().forEach(control -> words.addAll(bound("--ro-bind", control, control)));
        for (var layer : work.layers()) {
            words.addAll(switch (layer) {
                case MountLayer.Read(var from, var at) -> bound("--ro-bind", from, at);
                case MountLayer.Write(var at) -> bound("--bind", at, at);
                case MountLayer.Empty(var at, long bytes) -> empty(at, bytes);
            });
        }
        words.addAll(List.of("--chdir", work.folder().toString(), "--"));
        // Before the last step, which alone may complain of the command.
        words.addAll(Program.counted(seen.path(), work.limits()));
        words.addAll(work.inner());
        return work.after(group, calls -> {
            // The devices are this machine's own, and what root changed of their rights and times would stay changed.
            if (CurrentUser.id() == 0) MountTable.keep(calls, devices());
        }, words);
    }

    /** Those that bubblewrap shows by itself. */
    private static List<Path> devices() {
        return Stream.concat(RootFolder.devices().stream(), Stream.of(Path.of("/dev/tty"))).filter(Files::exists)
                .toList();
    }

    private List<String> empty(Path folder, long bytes) {
        var tmpfs = List.of("--tmpfs", folder.toString());
        if (bytes == 0) return Stream.concat(tmpfs.stream(), Stream.of("--remount-ro", folder.toString())).toList();
        return sized ? Stream.concat(Stream.of("--perms", "1777", "--size", Long.toString(bytes)), tmpfs.stream())
                .toList() : tmpfs;
    }

    private static List<String> bound(String how, Path from, Path to) {
        return List.of(how, from.toString(), to.toString());
    }
}
