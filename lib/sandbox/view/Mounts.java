package sandbox.view;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The mounted file systems of this machine that can be reached, as the kernel lists them (proc(5), mountinfo). */
public record Mounts(List<Mount> all) {
    /** Flags of mount(2). */
    public static final int READ_ONLY = 1, NO_SUID = 2, NO_DEVICES = 4, NO_PROGRAMS = 8, NO_LINKS = 256, PRIVATE =
            1 << 18;
    private static final Map<String, Integer> FLAGS = Map.of("ro", READ_ONLY, "nosuid", NO_SUID, "nodev", NO_DEVICES,
            "noexec", NO_PROGRAMS, "nosymfollow", NO_LINKS);
    private static final Path LIST = Path.of("/proc/self/mountinfo");
    private static final Pattern OCTAL = Pattern.compile("\\\\([0-7]{3})");

    /** @param options of this mount alone, such as {@code rw,nosuid,relatime} */
    public record Mount(int id, int parent, Path at, String options) {
        private boolean isCoveredBy(Mount other) {
            return other.parent == parent && other.id != id && at.startsWith(other.at) && !at.equals(other.at)
                    || other.parent == id && other.at.equals(at);
        }

        /** What its options forbid. */
        public int flags() {
            return Stream.of(options.split(",")).map(option -> FLAGS.getOrDefault(option, 0))
                    .reduce(0, (all, one) -> all | one);
        }
    }

    public static Mounts ofThisMachine() {
        try {
            return of(new String(Files.readAllBytes(LIST), StandardCharsets.UTF_8).lines().toList());
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    public static Mounts of(List<String> lines) {
        var listed = new ArrayList<Mount>();
        for (var line : lines) {
            var fields = line.split(" ", 7);
            var at = OCTAL.matcher(fields[4]).replaceAll(m -> String.valueOf((char) Integer.parseInt(m.group(1), 8))
                    .replace("\\", "\\\\"));
            listed.add(new Mount(Integer.parseInt(fields[0]), Integer.parseInt(fields[1]), Path.of(at), fields[5]));
        }
        return new Mounts(listed.stream().filter(m -> !isCovered(m, m, listed)).toList());
    }

    /** The one a path lies on. */
    public Mount of(Path path) {
        return all.stream().filter(m -> path.startsWith(m.at)).max(Comparator.comparing(m -> m.at.getNameCount()))
                .orElseThrow();
    }

    /** Those that lie inside a folder, parents first. */
    public List<Mount> below(Path folder) {
        return all.stream().filter(m -> m.at.startsWith(folder) && !m.at.equals(folder))
                .sorted(Comparator.comparing(Mount::at)).toList();
    }

    private static boolean isCovered(Mount mount, Mount except, List<Mount> listed) {
        return listed.stream().anyMatch(other -> other != except && mount.isCoveredBy(other))
                || listed.stream().anyMatch(parent -> parent.id == mount.parent && parent != mount
                && isCovered(parent, mount, listed));
    }
}
