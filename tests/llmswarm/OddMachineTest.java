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
}
