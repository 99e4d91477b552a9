package llmswarm.check;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Contains commands with bubblewrap; on some distributions the only program that may make namespaces.
 *
 * @param sized whether this bubblewrap can limit the size of temporary folders (0.7 and newer) and set who may use them
 */
record Bubblewrap(Path program, boolean sized) implements Contained.Wall {
    private static final List<String> CONTROLS = List.of("/proc/sys", "/proc/sysrq-trigger", "/proc/irq", "/proc/bus", "/proc/fs",
            "/proc/acpi", "/proc/scsi");
    /** The size of folders that no program should fill, in bytes. */
    static final long LITTLE = 64L << 20;
    private static final Pattern COMPLAINT = Pattern.compile("(?:bwrap: |prlimit: (?=failed to execute )|sandbox: (?=could not ))(.*)");

    @Override
    public String name() {
        return "bubblewrap";
    }

    @Override
    public Pattern complaint() {
        return COMPLAINT;
    }

    /** Without --cap-drop bubblewrap leaves root its powers, and root could undo the walls. */
    @Override
    public List<String> words(Work work) {
        var seen = work.seen();
        var words = new ArrayList<>(List.of(program.toString(), "--unshare-all", "--die-with-parent", "--new-session",
                "--cap-drop", "ALL", "--clearenv"));
        if (work.network()) words.add("--share-net");
        // Bubblewrap's own process 1 has no filter, and the command could write to its memory.
        if (work.airlock().isPresent()) words.add("--as-pid-1");
        seen.environment().forEach((name, value) -> words.addAll(List.of("--setenv", name, value)));
        words.addAll(List.of("--ro-bind", "/", "/", "--dev", "/dev"));
        if (sized) words.addAll(List.of("--perms", "1777"));
        words.addAll(empty(Path.of("/dev/shm"), work.scratch()));
        work.airlock().ifPresent(airlock -> words.addAll(bound("--ro-bind", airlock.file(), Airlock.PLACE)));
        words.addAll(List.of("--remount-ro", "/dev", "--proc", "/proc"));
        Airlock.KEYS.forEach(list -> words.addAll(bound("--ro-bind", Path.of("/dev/null"), list)));
        // There the kernel asks for root's number, not for its powers.
        CONTROLS.stream().map(Path::of).filter(Files::exists).forEach(control -> words.addAll(bound("--ro-bind", control, control)));
        seen.hidden().forEach(hidden -> words.addAll(empty(hidden, seen.isRoomy(hidden) ? work.scratch() : LITTLE)));
        words.addAll(List.of("--dir", Hidden.real(seen.home()).toString()));
        seen.tools().forEach(tool -> words.addAll(bound("--ro-bind", tool.from(), tool.to())));
        seen.masked().forEach(secret -> words.addAll(Files.isDirectory(secret) ? empty(secret, LITTLE) : bound("--ro-bind", Path.of("/dev/null"), secret)));
        work.visible().forEach(shared -> words.addAll(bound("--ro-bind", shared, shared)));
        words.addAll(bound("--bind", work.folder(), work.folder()));
        work.shared().forEach((at, from) -> words.addAll(bound("--ro-bind", from, at)));
        work.kept().forEach(kept -> words.addAll(bound("--ro-bind", kept, kept)));
        words.addAll(List.of("--chdir", work.folder().toString(), "--"));
        words.addAll(work.inner());
        return words;
    }

    private List<String> empty(Path folder, long bytes) {
        var tmpfs = List.of("--tmpfs", folder.toString());
        return sized ? List.of("--size", Long.toString(bytes), tmpfs.getFirst(), tmpfs.getLast()) : tmpfs;
    }

    private static List<String> bound(String how, Path from, Path to) {
        return List.of(how, from.toString(), to.toString());
    }
}
