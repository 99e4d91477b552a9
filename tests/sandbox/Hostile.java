package sandbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import llmswarm.files.ProjectTree;
import sandbox.process.Limits;

/** Lets every attack run in a sandbox, and tells in a line what came of it; also a program, for another user. */
final class Hostile {
    /** Small, so that the tests themselves take little of the machine. */
    static final Limits SMALL = new Limits(Duration.ofSeconds(20), 4096, 4L << 20, 96L << 20, 40, 32L << 20, 500);
    private static final Path OUTSIDE = Path.of("outside");

    private final Path temp;
    private final Sandbox sandbox;

    private Hostile(Path temp, String sandbox) throws Exception {
        this.temp = temp.toRealPath();
        Files.writeString(Files.createDirectories(this.temp.resolve("home")).resolve("secret"), "s3cret");
        var environment = new HashMap<>(Map.of("HOME", this.temp.resolve("home").toString(), "PATH",
                "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"));
        this.sandbox = Walls.all(environment).find(Optional.of(sandbox)).orElseThrow();
    }

    /** @param args a sandbox's name and an existing folder that is this user's own */
    public static void main(String[] args) throws Exception {
        lines(args[0], Path.of(args[1])).forEach(System.out::println);
    }

    static List<String> lines(String sandbox, Path temp) throws Exception {
        var hostile = new Hostile(temp, sandbox);
        var lines = new ArrayList<String>();
        for (var attack : Attack.ALL) lines.add(attack.name() + ": " + hostile.run(attack));
        return lines;
    }

    private String run(Attack attack) throws Exception {
        var outside = Files.createTempDirectory(temp, OUTSIDE.toString());
        var file = Files.writeString(outside.resolve("file"), "s3cret");
        var folder = Files.createTempDirectory(temp, "folder");
        Files.writeString(Files.createDirectories(folder.resolve(".git")).resolve("config"), "as it was");
        var mark = UUID.randomUUID().toString();
        try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            var words = new ArrayList<>(attack.words());
            words.addAll(List.of(file.toString(), Integer.toString(server.getLocalPort()), mark));
            var limits = attack.name().startsWith("signals") ? SMALL.within(Duration.ofSeconds(1)) : SMALL;
            var result = sandbox.run(words, folder, limits);
            var harm = new ArrayList<String>();
            if (result.tail().contains("s3cret")) harm.add("IT READ A SECRET");
            if (result.tail().contains("connected") || reached(server)) harm.add("IT HAD A CONNECTION");
            if (!Files.readString(file).equals("s3cret") || count(outside) != 1) harm.add("IT WROTE OUTSIDE");
            if (!Files.readString(folder.resolve(".git/config")).equals("as it was")
                    || count(folder.resolve(".git")) != 1) harm.add("IT CHANGED .git");
            if (Files.exists(folder.resolve(".swarm"), LinkOption.NOFOLLOW_LINKS)) harm.add("IT LEFT A .swarm");
            if (ProcessHandle.allProcesses().anyMatch(p -> p.info().commandLine().orElse("")
                    .contains(mark))) harm.add("IT STILL RUNS");
            ProjectTree.remove(folder).ifPresent(why -> harm.add("IT CANNOT BE REMOVED: " + why));
            if (!harm.isEmpty()) return String.join(", ", harm) + ": " + result;
            return result.trouble().orElse("it met a wall");
        }
    }

    private static boolean reached(ServerSocket server) throws IOException {
        server.setSoTimeout(20);
        try {
            server.accept().close();
            return true;
        } catch (SocketTimeoutException nobody) {
            return false;
        }
    }

    private static long count(Path folder) throws IOException {
        try (var listed = Files.list(folder)) {
            return listed.count();
        }
    }
}
