package sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import machine.Removal;
import sandbox.process.CommandResult;
import sandbox.process.Limits;

/** Tries what walls promise, by commands that do what they should not be able to do; takes some tenths of a second. */
public final class Trial {
    /**
     * Says what it could do, a promise a line, and then takes memory without end. It needs the shell and the kernel's
     * own files only, which any machine has.
     */
    private static final String SCRIPT = """
            exec 2>/dev/null
            port=$1 process=$2 name=$3 text=$4
            shift 4
            for table in /proc/net/tcp /proc/net/tcp6; do
              while read -r number at rest; do
                case $at in *:"$port") echo NETWORK ;; esac
              done < $table
            done
            for file; do
              read -r said < "$file" && [ "$said" = "$text" ] && echo FILES
              echo changed > "$file"
            done
            read -r said < "/proc/$process/comm" && [ "$said" = "$name" ] && echo PROCESSES
            filtered=no
            while read -r field value rest; do
              [ "$field$value" = Seccomp:2 ] && filtered=yes
            done < /proc/self/status
            [ $filtered = yes ] && ! unshare -U true || echo CALLS
            [ $filtered = yes ] && ! read -r key < /proc/keys || echo KEYS
            [ $filtered = yes ] && ! true < /proc/1/environ || echo VERDICT
            echo END
            said=xxxxxxxx
            while :; do said=$said$said; done
            """;
    private static final String TEXT = "outside", END = "END";
    private static final String WRITING = "head -c 100000000 /dev/zero > large; exit $?";
    private static final String MAKING = "i=0; while [ $i -lt 20000 ]; do i=$((i+1)); : > $i; done; sleep 5";
    private static final Limits LIMITS =
            new Limits(Duration.ofSeconds(10), 4096, 1 << 20, 64 << 20, 64, 8 << 20, 1_000);

    private final Sandbox sandbox;
    private final Path folder;
    private final List<Path> outside;

    private Trial(Sandbox sandbox, Path folder, List<Path> outside) {
        this.sandbox = sandbox;
        this.folder = folder;
        this.outside = outside;
    }

    /**
     * The promises that hold.
     *
     * @param cache a folder of the user that no check sees
     * @throws InterruptedException when the calling thread was interrupted
     */
    public static Set<Promise> of(Sandbox sandbox, Path cache) throws InterruptedException {
        var made = new ArrayList<Path>();
        try {
            var folder = Files.createTempDirectory("swarm-trial");
            made.add(folder);
            for (var name : List.of("asking", "writing", "making")) Files.createDirectory(folder.resolve(name));
            var beside = Files.writeString(folder.resolve("beside"), TEXT + "\n");
            made.add(Files.createTempFile(Files.createDirectories(cache), "trial", ""));
            Files.writeString(made.getLast(), TEXT + "\n");
            return new Trial(sandbox, folder, List.of(beside, made.getLast())).held();
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        } finally {
            made.forEach(Removal::of);
        }
    }

    private Set<Promise> held() throws InterruptedException, IOException {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
             var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var words = new ArrayList<>(List.of("%04X".formatted(server.getLocalPort()),
                    Long.toString(ProcessHandle.current().pid()), Files.readString(Path.of("/proc/self/comm")).strip(),
                    TEXT));
            outside.forEach(file -> words.add(file.toString()));
            var ended = threads.invokeAll(List.of(trying("asking", SCRIPT, words),
                    trying("writing", WRITING, List.of()),
                    trying("making", MAKING, List.of()))).stream().map(Future::resultNow).toList();
            var said = ended.getFirst().tail().lines().toList();
            var held = EnumSet.allOf(Promise.class);
            held.removeIf(promise -> !said.contains(END) || said.contains(promise.name()));
            for (var file : outside) {
                if (!Files.readString(file).equals(TEXT + "\n")) held.remove(Promise.FILES);
            }
            if (!ended.getFirst().trouble().orElse("").contains("memory")) held.remove(Promise.MEMORY);
            if (!ended.get(1).trouble().orElse("").contains("wrote")) held.remove(Promise.DISK);
            if (!ended.getLast().trouble().orElse("").contains("files")) held.remove(Promise.NUMBER);
            return held;
        }
    }

    /** Each in a folder of its own, since what is written there is counted. */
    private Callable<CommandResult> trying(String name, String script, List<String> words) {
        var command = Stream.concat(Stream.of("sh", "-c", script, "sh"), words.stream()).toList();
        return () -> sandbox.run(command, folder.resolve(name), LIMITS);
    }
}
