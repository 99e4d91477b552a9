package sandbox.syscalls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import machine.SearchPath;

/**
 * The last step of both walls: a program of a few hundred bytes that joins a fresh session keyring, filters its system
 * calls for good and becomes the command. Its source is in lib/sandbox/airlock.
 *
 * @param offline that program on this machine
 * @param online  the same with the filter for commands that see the machine's network
 */
public record Airlock(Path offline, Path online) {
    /** Where a command sees it: among the devices, which are each wall's own. */
    public static final Path PLACE = Path.of("/dev/.airlock");
    /** Where the kernel lists the names of keys, also of those that cannot be read (keyrings(7)); a wall covers it. */
    public static final List<Path> KEYS = Stream.of(Path.of("/proc/keys")).filter(Files::exists).toList();
    private static final Pattern ERROR = Pattern.compile("(?<=: )error (\\d\\d)$");

    /**
     * Keeps the program in the cache, or in a temporary folder where nothing can be started from there; empty for a
     * processor without a filter.
     *
     * @throws IOException when there is no place to start it from
     */
    public static Optional<Airlock> of(Path cache) throws IOException {
        var architecture = Architecture.here();
        if (architecture.isEmpty()) return Optional.empty();
        try {
            var kept = kept(Files.createDirectories(cache), architecture.get());
            if (kept.canStart()) return Optional.of(kept);
        } catch (IOException unwritable) {
            // The home may be read-only.
        }
        var folder = Files.createTempDirectory("llm-swarm");
        folder.toFile().deleteOnExit();
        var kept = kept(folder, architecture.get());
        kept.offline.toFile().deleteOnExit();
        kept.online.toFile().deleteOnExit();
        if (kept.canStart()) return Optional.of(kept);
        throw new IOException("no program can be started from %s; set XDG_CACHE_HOME to a folder that allows it"
                .formatted(folder.getParent()));
    }

    private static Airlock kept(Path folder, Architecture architecture) throws IOException {
        var offline = kept(folder.resolve("airlock"), architecture.program(false));
        var online = kept(folder.resolve("airlock-online"), architecture.program(true));
        return new Airlock(offline.toRealPath(), online.toRealPath());
    }

    private boolean canStart() {
        return Files.isExecutable(offline) && Files.isExecutable(online);
    }

    /** The program for commands with or without the machine's network. */
    public Path file(boolean network) {
        return network ? online : offline;
    }

    /** Whether whoever may write to the folder could replace a program. */
    public boolean isBelow(Path folder) {
        return offline.startsWith(folder) || online.startsWith(folder);
    }

    private static Path kept(Path file, byte[] program) throws IOException {
        var isKept = Files.isRegularFile(file) && Files.isExecutable(file);
        if (isKept && Arrays.equals(Files.readAllBytes(file), program)) return file;
        var fresh = Files.write(Files.createTempFile(file.getParent(), "airlock", ""), program);
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("r-xr-xr-x"));
        return Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** The command as the wall has to start it. */
    public static List<String> words(List<String> command, List<Path> path) {
        var word = command.getFirst();
        var found = word.contains("/") ? word : new SearchPath(path).find(word).map(Path::toString).orElse(word);
        return Stream.concat(Stream.of(PLACE.toString(), found), command.stream()).toList();
    }

    /** What it complains of with the usual word for the commonest errors (asm-generic/errno-base.h). */
    public static String plain(String complaint) {
        return ERROR.matcher(complaint).replaceAll(error -> switch (error.group(1)) {
            case "02" -> "No such file or directory";
            case "07" -> "Argument list too long";
            case "13" -> "Permission denied";
            case "38" -> "Function not implemented";
            default -> error.group();
        });
    }
}
