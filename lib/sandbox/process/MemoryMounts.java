package sandbox.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The file systems in memory that were mounted for a contained command alone, as the kernel lists them (proc(5),
 * mountinfo): all of them, whatever they are for, since an empty file takes memory that no limit on bytes sees.
 */
final class MemoryMounts {
    private static final Pattern OCTAL = Pattern.compile("\\\\([0-7]{3})");

    private MemoryMounts() {
    }

    /**
     * How many files, folders included, lie in them.
     *
     * @param roots of processes, as in {@link ProcessTree#roots}
     */
    static long files(List<Path> roots) {
        return roots.stream().mapToLong(MemoryMounts::files).sum();
    }

    private static long files(Path root) {
        var counted = new HashSet<>(devices());
        return mounts(root.resolveSibling("mountinfo")).filter(mount -> mount.inMemory && counted.add(mount.device))
                .mapToLong(mount -> mount.files(root)).sum();
    }

    private static Set<String> devices() {
        return mounts(ProcessTree.PROC.resolve("self/mountinfo")).map(Mount::device).collect(Collectors.toSet());
    }

    /** @param device such as {@code 0:61} */
    private record Mount(String device, String at, boolean inMemory) {
        static Mount of(String line) {
            var fields = line.split(" ", 6);
            var at = OCTAL.matcher(fields[4]).replaceAll(found ->
                    Matcher.quoteReplacement(Character.toString(Integer.parseInt(found.group(1), 8))));
            return new Mount(fields[2], at, fields[5].contains(" - tmpfs "));
        }

        /** Asked for its device last: while the walls are put up, another file system can come to the same place. */
        long files(Path root) {
            var place = root.resolve(at.substring(1));
            long used = Inodes.of(place).map(Inodes::used).orElse(0L);
            return device(place).equals(Optional.of(device)) ? used : 0;
        }

        private static Optional<String> device(Path place) {
            try {
                long device = (long) Files.getAttribute(place, "unix:dev");
                // makedev(3): the parts of both numbers lie in one another.
                long major = device >> 8 & 0xfff | device >> 32 & ~0xfff, minor =
                        device & 0xff | device >> 12 & ~0xff & 0xffffffffL;
                return Optional.of(major + ":" + minor);
            } catch (IOException gone) {
                return Optional.empty();
            }
        }
    }

    private static Stream<Mount> mounts(Path list) {
        try {
            return new String(Files.readAllBytes(list), StandardCharsets.UTF_8).lines().map(Mount::of);
        } catch (IOException gone) {
            return Stream.empty();
        }
    }
}
