package llmswarm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The program, started in environments that are right and seldom seen, or wrong in a way of their own. */
class OddMachineTest {
    private static final String PLAN = """
            {"stack": "generic", "name": "page", "summary": "A page.", "requirements": [{"id": "R1", "text": "It greets."}],
             "tasks": [{"id": "page", "title": "Page", "agent": "backend", "description": "Write.", "requirements": ["R1"],
             "files": ["FILE"]}], "checks": [{"name": "there", "run": ["test", "-s", "FILE"]}]}""";

    @TempDir
    Path temp;
    private Workshop shop;

    @BeforeEach
    void workshop() {
        shop = new Workshop(temp);
    }

    @Test
    void aTunnelThroughAProxyIsAskedForWithItsPassword() {
        shop.models(URI.create("https://llm.example.invalid/v1"));
        try (var proxy = new StubProxy(URI.create("http://127.0.0.1:1"))) {
            var result = Command.run(shop, proxy.environment("me:hunter22hunter22"), "ask", "backend", "Hello?",
                    "--config", "config");
            assertEquals(3, result.exit(), result::err);
            assertTrue(proxy.heads().getFirst().startsWith("CONNECT llm.example.invalid:443 "), proxy.heads()::toString);
            assertTrue(proxy.heads().getFirst().contains("Proxy-Authorization: Basic "), proxy.heads()::toString);
            assertTrue(result.err().contains("of HTTPS_PROXY refuses to connect (403)"), result::err);
            assertTrue(!result.err().contains("hunter22"), result::err);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"LC_ALL=de_DE.UTF-8", "LC_CTYPE=UTF-8", "LANG=en_US.ISO-8859-1", "LC_ALL=POSIX", "X=y"})
    void anyNameIsReadAndWrittenWhateverTheLocaleIsCalled(String locale) {
        shop.file("über.md", "Print a greeting.\n").file("plan.json", PLAN.replace("FILE", "größe 日本.txt"));
        try (var server = StubServer.answering(StubAnswer.text("**größe 日本.txt**\n```text\nHello.\n```\n"))) {
            shop.models(server.baseUrl());
            var result = Command.through(shop, List.of("env", "-u", "LC_ALL", "-u", "LC_CTYPE", "-u", "LANG", locale),
                    Map.of(), "über.md", "--plan", "plan.json", "--output", "größer/out", "--config", "config",
                    "--approve-checks");
            assertEquals(0, result.exit(), result::err);
            assertEquals("größer/out\n", result.out());
            assertEquals("Hello.\n", shop.read(shop.folder.resolve("größer/out/größe 日本.txt")));
        }
    }

    @Test
    void aFullDiskBehindStandardOutputIsToldAndAReaderThatHadEnoughIsNot() {
        assumeTrue(Files.exists(Path.of("/dev/full")));
        try (var server = StubServer.answering(StubAnswer.text("Hello."))) {
            shop.models(server.baseUrl());
            for (var words : List.of(List.of("stacks", "--json"), List.of("ask", "backend", "Hello?"),
                    List.of("ask", "backend", "Hello?", "--json"))) {
                var all = Stream.concat(words.stream(), Stream.of("--config", "config")).toArray(String[]::new);
                var full = Command.through(shop, List.of("sh", "-c", "exec \"$@\" > /dev/full", "sh"), Map.of(), all);
                assertEquals(1, full.exit(), full::err);
                assertTrue(full.err().contains("standard output could not be written: no space left on device; "
                        + "what stands there is not whole\n"), full::err);
                var left = Command.through(shop, List.of("sh", "-c", "{ \"$@\"; echo $? >&2; } | true", "sh"), Map.of(),
                        all);
                assertTrue(left.err().endsWith("0\n") && !left.err().contains("standard output"), left::err);
            }
        }
    }

    /** In a world of mounts of its own, with a disk in memory at {@code disk}; skipped where nobody may mount. */
    private Command.Result onADisk(String options, Map<String, String> environment, String... words) throws Exception {
        var script = "mount -t tmpfs -o " + options + " tmpfs \"$0\" && exec \"$@\"";
        var disk = Files.createDirectories(shop.folder.resolve("disk")).toString();
        assumeTrue(new ProcessBuilder("unshare", "-m", "sh", "-c", script, disk, "true").start().waitFor() == 0);
        return Command.through(shop, List.of("unshare", "-m", "sh", "-c", script, disk), environment, words);
    }

    @Test
    void aFolderFromWhichNoProgramStartsIsNamedAsTheCause() throws Exception {
        var disk = shop.folder.resolve("disk");
        var out = onADisk("noexec", Map.of("JDK_JAVA_OPTIONS", "-Djava.io.tmpdir=" + disk), "doctor", "--json").out();
        assertTrue(out.contains("its native library cannot be loaded from %s, which is mounted noexec; name a folder"
                .formatted(disk)), out);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            size=8m      | the disk of 'DISK/out' has room for 8 MB, and a project needs 32 MB at least; make room, or
            size=64m,ro  | nothing can be written into 'DISK': read-only file system; choose another folder
            """)
    void aDiskThatIsFullOrClosedIsToldBeforeAnythingIsAsked(String options, String said) throws Exception {
        try (var server = StubServer.answering(StubAnswer.text("Hello."))) {
            shop.models(server.baseUrl()).file("spec.md", "Print a greeting.\n");
            var result = onADisk(options, Map.of(), "spec.md", "--output", "disk/out", "--config", "config");
            assertEquals(2, result.exit(), result::err);
            assertTrue(result.err().contains(said.replace("DISK", shop.folder.resolve("disk").toString())), result::err);
            assertEquals(List.of(), server.requests());
        }
    }

    @Test
    void aSmallDiskIsEnoughForASmallProject() throws Exception {
        shop.file("spec.md", "Print a greeting.\n").file("plan.json", PLAN.replace("FILE", "a.txt"));
        try (var server = StubServer.answering(StubAnswer.text("**a.txt**\n```text\nHello.\n```\n"))) {
            shop.models(server.baseUrl());
            var result = onADisk("size=64m", Map.of(), "spec.md", "--plan", "plan.json", "--output", "disk/out",
                    "--config", "config", "--approve-checks");
            assertEquals(0, result.exit(), result::err);
        }
    }
}
