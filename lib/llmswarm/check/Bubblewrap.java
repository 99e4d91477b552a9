package llmswarm.check;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Contains commands with bubblewrap; on some distributions the only program that may make namespaces. */
public final class Bubblewrap implements Sandbox {
    private static final List<String> CONTROLS = List.of("/proc/sys", "/proc/sysrq-trigger", "/proc/irq", "/proc/bus", "/proc/fs",
            "/proc/acpi", "/proc/scsi");
    static final long SCRATCH = 1L << 30;
    private static final Pattern COMPLAINT = Pattern.compile("bwrap: (.*)");

    private final Path program;
    private final boolean sized;
    private final Surroundings seen;
    private final Contained contained;

    /** @param sized whether this bubblewrap can limit the size of temporary folders (0.7 and newer) */
    Bubblewrap(Path program, boolean sized, Surroundings seen) {
        this.program = program;
        this.sized = sized;
        this.seen = seen;
        contained = new Contained(seen, COMPLAINT);
    }

    @Override
    public Result run(List<String> command, Path folder, Limits limits) throws InterruptedException {
        return contained.run(command, folder, limits, this::words);
    }

    @Override
    public String name() {
        return "bubblewrap";
    }

    /** The whole command line; without --cap-drop bubblewrap leaves root its powers, and root could undo the walls. */
    List<String> words(Path folder, List<String> command) {
        var words = new ArrayList<>(List.of(program.toString(), "--unshare-all", "--die-with-parent", "--new-session",
                "--cap-drop", "ALL", "--clearenv"));
        seen.environment().forEach((name, value) -> words.addAll(List.of("--setenv", name, value)));
        words.addAll(List.of("--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc"));
        // There the kernel asks for root's number, not for its powers.
        CONTROLS.stream().map(Path::of).filter(Files::exists).forEach(control -> words.addAll(bound("--ro-bind", control, control)));
        seen.hidden().forEach(hidden -> words.addAll(empty(hidden)));
        words.addAll(List.of("--dir", Hidden.real(seen.home()).toString()));
        seen.tools().forEach(tool -> words.addAll(bound("--ro-bind", tool.from(), tool.to())));
        seen.masked().forEach(secret -> words.addAll(Files.isDirectory(secret) ? empty(secret) : bound("--ro-bind", Path.of("/dev/null"), secret)));
        words.addAll(bound("--bind", folder, folder));
        Contained.kept(folder).forEach(kept -> words.addAll(bound("--ro-bind", kept, kept)));
        words.addAll(List.of("--chdir", folder.toString(), "--"));
        words.addAll(command);
        return words;
    }

    private List<String> empty(Path folder) {
        var tmpfs = List.of("--tmpfs", folder.toString());
        return sized ? List.of("--size", Long.toString(SCRATCH), tmpfs.getFirst(), tmpfs.getLast()) : tmpfs;
    }

    private static List<String> bound(String how, Path from, Path to) {
        return List.of(how, from.toString(), to.toString());
    }
}
