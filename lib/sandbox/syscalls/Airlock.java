package sandbox.syscalls;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import machine.Removal;
import machine.SearchPath;
import sandbox.syscalls.StartupCalls.Argument;

/**
 * The last step of both walls: a program of a few hundred bytes that makes the system calls of a list, by which it
 * joins a fresh session keyring and filters its system calls for good, and becomes the command. Its source is in
 * lib/sandbox/airlock.
 *
 * @param folder with the program and a list for commands with and without this machine's network
 */
public record Airlock(Path folder) {
    /** Where a command sees the folder: among the devices, which are each wall's own. */
    public static final Path PLACE = Path.of("/dev/.airlock");
    private static final String PROGRAM = "program", OFFLINE = "offline", ONLINE = "online";
    /** Where the kernel lists the names of keys, also of those that cannot be read (keyrings(7)); a wall covers it. */
    public static final List<Path> KEYS = Stream.of(Path.of("/proc/keys")).filter(Files::exists).toList();
    /** See linux/keyctl.h, linux/prctl.h and linux/seccomp.h. */
    private static final int KEYCTL_JOIN_SESSION_KEYRING = 1, PR_SET_NO_NEW_PRIVS = 38, SECCOMP_SET_MODE_FILTER = 1;
    private static final int PR_SET_DUMPABLE = 4, SIGCHLD = 17, O_CLOEXEC = 0x80000;
    /** Its own standard error, which the command does not have; its source knows the number. */
    private static final int OUTPUT = 1, ERRORS = 2, OWN_ERRORS = 9;
    /** What it says last before it becomes a command. */
    private static final String STARTS = "sandbox: starts";
    /** Who complains of what, as all programs of both walls say it. */
    private static final Pattern COMPLAINT = Pattern.compile("(?:\\w+: )?(.*)");
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
            var kept = kept(cache, architecture.get());
            if (kept.canStart()) return Optional.of(kept);
        } catch (IOException unwritable) {
            // The home may be read-only.
        }
        var parent = Files.createTempDirectory("llm-swarm");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> Removal.of(parent)));
        var kept = kept(parent, architecture.get());
        if (kept.canStart()) return Optional.of(kept);
        throw new IOException("no program can be started from %s; set XDG_CACHE_HOME to a folder that allows it"
                .formatted(parent.getParent()));
    }

    private static Airlock kept(Path parent, Architecture architecture) throws IOException {
        var offline = list(architecture, SyscallFilter.of(architecture, false));
        return kept(parent, architecture.code, offline, list(architecture, SyscallFilter.of(architecture, true)));
    }

    /** Named by its content, since another version of this program may run at the same time. */
    public static Airlock kept(Path parent, byte[] program, byte[] offline, byte[] online) throws IOException {
        var all = new ByteArrayOutputStream();
        for (var part : List.of(program, offline, online)) all.writeBytes(part);
        var folder = Files.createDirectories(parent.resolve("airlock-" + UUID.nameUUIDFromBytes(all.toByteArray())));
        keep(folder.resolve(PROGRAM), program);
        keep(folder.resolve(OFFLINE), offline);
        keep(folder.resolve(ONLINE), online);
        return new Airlock(folder.toRealPath());
    }

    /**
     * The calls by which a process filters its own for good, and waits for another one that goes on, with one stream
     * for the output and the errors of the command. The first process tells how the other one ended, and it, too, had
     * the walls' own stream of errors: nobody may write to it or look into it. The kernel keeps that up until a process
     * becomes another program, as the other one does.
     */
    public static byte[] list(Architecture architecture, byte[] filter) {
        var calls = new StartupCalls();
        // Where it is refused, the filter still refuses to read the old one.
        calls.call("", KernelCall.KEYCTL, KEYCTL_JOIN_SESSION_KEYRING);
        calls.call("give up new powers", KernelCall.PRCTL, PR_SET_NO_NEW_PRIVS, 1);
        calls.call("keep its errors apart", KernelCall.DUP3, ERRORS, OWN_ERRORS, O_CLOEXEC);
        calls.call("join the command's errors with its output", KernelCall.DUP3, OUTPUT, ERRORS);
        calls.call("keep its memory to itself", KernelCall.PRCTL, PR_SET_DUMPABLE, 0);
        calls.call("start the filter of system calls", KernelCall.SECCOMP, Argument.of(SECCOMP_SET_MODE_FILTER),
                Argument.of(0), new Argument.Data(at -> SyscallFilter.program(filter, at)));
        calls.call("start a process", KernelCall.CLONE, SIGCHLD);
        var starts = STARTS + "\n";
        calls.call("say that it starts", KernelCall.WRITE, Argument.of(OWN_ERRORS), Argument.of(starts),
                Argument.of(starts.length()));
        return calls.bytes(architecture);
    }

    private boolean canStart() {
        return Files.isExecutable(program());
    }

    /** The program on this machine. */
    public Path program() {
        return folder.resolve(PROGRAM);
    }

    /** Whether whoever may write to a folder could replace a part of it. */
    public boolean isBelow(Path other) {
        return folder.startsWith(other);
    }

    private static void keep(Path file, byte[] content) throws IOException {
        var isKept = Files.isRegularFile(file) && Files.isExecutable(file);
        if (isKept && Arrays.equals(Files.readAllBytes(file), content)) return;
        var fresh = Files.write(Files.createTempFile(file.getParent(), "new", ""), content);
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("r-xr-xr-x"));
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** The command as the wall has to start it. */
    public static List<String> words(List<String> command, List<Path> path, boolean network) {
        var word = command.getFirst();
        var found = word.contains("/") ? word : new SearchPath(path).find(word).map(Path::toString).orElse(word);
        var list = PLACE.resolve(network ? ONLINE : OFFLINE).toString();
        return Stream.concat(Stream.of(PLACE.resolve(PROGRAM).toString(), list, found), command.stream()).toList();
    }

    /** Words that start a command where there is no filter, and else as {@link #words}. */
    public static List<String> unfiltered(List<String> command) {
        var script = "echo '%s' >&2; exec \"$@\" 2>&1".formatted(STARTS);
        return Stream.concat(Stream.of("/bin/sh", "-c", script, "sh"), command.stream()).toList();
    }

    /**
     * Why a command did not start; empty where it did.
     *
     * @param said what walls said on their own stream of errors
     */
    public static Optional<String> complaint(String said) {
        var lines = said.lines().toList();
        if (!lines.isEmpty() && lines.getLast().equals(STARTS)) return Optional.empty();
        var last = COMPLAINT.matcher(lines.isEmpty() ? "no reason was given" : lines.getLast());
        return last.matches() ? Optional.of(plain(last.group(1))) : Optional.of(lines.getLast());
    }

    /** What it complains of with the usual word for the commonest errors (asm-generic/errno-base.h). */
    private static String plain(String complaint) {
        return ERROR.matcher(complaint).replaceAll(error -> switch (error.group(1)) {
            case "01" -> "Operation not permitted";
            case "02" -> "No such file or directory";
            case "07" -> "Argument list too long";
            case "13" -> "Permission denied";
            case "20" -> "Not a directory";
            case "22" -> "Invalid argument";
            case "28" -> "No space left on device";
            case "38" -> "Function not implemented";
            default -> error.group();
        });
    }
}
