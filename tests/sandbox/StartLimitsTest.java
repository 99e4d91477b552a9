package sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sandbox.process.Limits;

/** The bounds that every command starts with, whatever tools its machine has and whatever limits its user. */
class StartLimitsTest {
    private static final String BOUNDS = """
            import resource
            print("ended first", open("/proc/self/oom_score_adj").read().strip())
            print("core", resource.getrlimit(resource.RLIMIT_CORE)[1])
            print("file", resource.getrlimit(resource.RLIMIT_FSIZE)[1])
            """;

    @TempDir
    Path temp;

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare"})
    void aMachineWithoutToolsForThemHasTheSame(String name) throws Exception {
        Walls.here(name);
        var programs = Files.createDirectory(temp.resolve("programs"));
        for (var needed : List.of("python3", "true", "bwrap")) {
            var found = Program.find(needed, List.of(Path.of("/usr/bin"), Path.of("/bin")));
            if (found.isPresent()) Files.createSymbolicLink(programs.resolve(needed), found.get());
        }
        var work = Files.createDirectory(temp.resolve("work"));
        var result = Walls.here(name, Walls.with(Map.of("PATH", programs.toString())))
                .run(List.of("python3", "-c", BOUNDS), work, Walls.LIMITS);
        long largest = Walls.LIMITS.diskBytes() / 4 * 5;
        assertEquals("ended first 1000\ncore 1\nfile " + largest, result.trouble().orElse(result.tail()));
    }

    /** Many machines allow no cores, and a user can neither raise that limit nor needs to. */
    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare", "off"})
    void aUserWithLowerLimitsKeepsThem(String name) throws Exception {
        Walls.here(name);
        assertEquals("core 0\nfile 1073741824\nprocesses 700", Nobody.run(temp, Lower.class, name).strip());
    }

    /** As a program, for another user. */
    static final class Lower {
        private static final String LOWER = "ulimit -c 0; ulimit -f 1048576; ulimit -u 700; exec \"$@\"";
        private static final String TOLD = """
                import resource
                for name in "CORE", "FSIZE", "NPROC":
                    print(resource.getrlimit(getattr(resource, "RLIMIT_" + name))[1])
                """;

        /** @param args a sandbox's name, an existing folder that is this user's own, and a word once limits are lower */
        public static void main(String[] args) throws Exception {
            if (args.length == 2) {
                var words = new ArrayList<>(List.of("bash", "-c", LOWER, "bash",
                        Path.of(System.getProperty("java.home"), "bin/java").toString(), "-XX:-UsePerfData",
                        "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                        Lower.class.getName()));
                words.addAll(List.of(args));
                words.add("lower");
                new ProcessBuilder(words).inheritIO().start().waitFor();
                return;
            }
            var folder = Path.of(args[1]);
            var environment = Map.of("HOME", Files.createDirectory(folder.resolve("home")).toString(), "PATH",
                    "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin");
            var result = Walls.all(environment).find(Optional.of(args[0])).orElseThrow()
                    .run(List.of("python3", "-c", TOLD), Files.createDirectory(folder.resolve("work")), Limits.DEFAULT);
            var said = result.trouble().orElse(result.tail()).lines().toList();
            System.out.println(said.size() < 3 ? said : "core %s\nfile %s\nprocesses %s".formatted(said.toArray()));
        }
    }
}
