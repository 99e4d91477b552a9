package sandbox;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import sandbox.process.Limits;
import sandbox.syscalls.Architecture;
import sandbox.syscalls.Syscall;
import sandbox.syscalls.SyscallRules;

/**
 * System calls that a program behind a wall makes, with the errors that it gets; also a program that does so as another
 * user.
 */
final class Forbidden {
    /** With arguments that do no harm where a call is allowed. */
    private static final List<String> WITH_ARGUMENTS = List.of("ptrace 0", "ptrace 16 999999", "unshare 0x10000000",
            "unshare 0x400", "clone 0x10000011", "ioctl 0 0x5412", "ioctl 0 0x5423",
            "fcntl 0 1024 1", "fcntl 0 1040 1", "fcntl 0 3", "personality 0xffffffff",
            "personality 0x400000", "socket 1 1", "socket 2 1", "socket 10 2", "socket 2 2 136", "socket 10 2 136",
            "socket 2 1 262", "socket 2 5", "socket 16 3", "socket 16 3 15",
            "socket 17 3", "socket 38 5", "socket 40 1", "socketpair 40 1");
    private static final String PROGRAM = """
            import ctypes, errno, sys
            libc = ctypes.CDLL(None, use_errno=True)
            for call in sys.argv[1:]:
                name, number, *arguments = call.split()
                returned = libc.syscall(*(ctypes.c_long(int(a, 0)) for a in [number, *arguments, *["0"] * (6 - len(arguments))]))
                print(name, *arguments, "works" if returned >= 0 else errno.errorcode[ctypes.get_errno()], flush=True)
            """;

    private Forbidden() {
    }

    /** @param args a sandbox's name and an existing folder that is this user's own */
    public static void main(String[] args) throws Exception {
        var folder = Path.of(args[1]);
        var environment = Map.of("HOME", Files.createDirectory(folder.resolve("home")).toString(), "PATH",
                "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin");
        System.out.println(lines(Walls.all(environment).find(Optional.of(args[0])).orElseThrow(),
                Files.createDirectory(folder.resolve("work"))));
    }

    static String lines(Sandbox sandbox, Path folder) throws Exception {
        var architecture = Architecture.here().orElseThrow();
        var calls = Stream.concat(SyscallRules.all(false).stream().filter(call -> call.clauses().isEmpty())
                .map(Syscall::name), WITH_ARGUMENTS.stream());
        var words = new ArrayList<>(List.of("python3", "-c", PROGRAM));
        calls.forEach(call -> {
            var name = call.split(" ")[0];
            int number = SyscallRules.all(false).stream().filter(listed -> listed.name().equals(name)).findFirst()
                    .orElseThrow()
                    .number(architecture);
            if (number != Syscall.NONE) words.add(call.replaceFirst(" |$", " " + number + " ").strip());
        });
        var result = sandbox.run(words, folder, Limits.DEFAULT.within(Duration.ofSeconds(60)));
        return result.trouble().orElse(result.tail());
    }
}
