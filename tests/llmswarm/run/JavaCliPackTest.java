package llmswarm.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.spi.ToolProvider;

import llmswarm.InstalledPack;
import llmswarm.Scaffold;
import llmswarm.Workshop;
import llmswarm.check.Counts;
import llmswarm.check.FailureBlocks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pack java-cli with real Maven: its checks find what is right in whatever form, and where what is wrong stands. */
@Timeout(300)
class JavaCliPackTest {
    private static final String PACK = "java-cli";
    private static final Map<String, String> VARIABLES =
            Map.of("name", "tally", "module", "tally", "summary", "Tallies \"all\".", "java", "17");
    private static final String COUNTER = """
            package app.parts;

            import app.unwritten.Other;

            public record Counter(int start) {
                public static int read(String text) {
                    return Integer.parseInt(text);
                }
            }
            """;
    private static final String TESTS = """
            package app;

            import static org.junit.jupiter.api.Assertions.assertEquals;

            import app.parts.Counter;
            import org.junit.jupiter.api.DisplayName;
            import org.junit.jupiter.api.Nested;
            import org.junit.jupiter.api.Test;
            import org.junit.jupiter.params.ParameterizedTest;
            import org.junit.jupiter.params.provider.ValueSource;

            class MainTest {
                @Test
                void passes() {
                    System.out.println("Tests run: 99, Failures: 0");
                    assertEquals(7, Counter.read("7"));
                }

                @ParameterizedTest
                @ValueSource(strings = {"1", "x"})
                void reads(String text) {
                    Counter.read(text);
                }

                @Nested
                class Deeper {
                    @Test
                    @DisplayName("a name of several words")
                    void compares() {
                        assertEquals("a\\nb", "a\\nc");
                    }
                }
            }
            """;

    @TempDir
    Path folder;

    @Test
    void aProjectIsBuiltStartedAndTestedWithoutANetworkAndEachFaultHasItsPlace() throws Exception {
        var pack = InstalledPack.here(PACK, VARIABLES);
        var project = folder.toRealPath();
        var scaffold = new Scaffold(project, PACK, VARIABLES);
        var unwritten = pack.check(project, "starts", "").result().tail();
        assertTrue(unwritten.startsWith("src/main/java/app/Main.java:1: tally.jar does not start (exit code 70)."), unwritten);

        var counter = "src/main/java/app/parts/Counter.java";
        scaffold.file(counter, COUNTER).file("src/test/java/app/MainTest.java", TESTS);
        pack.passed(project, "syntax", counter);
        var unresolved = pack.check(project, "starts", "").result().tail();
        assertEquals(List.of(counter + ":3"), pack.places(project, unresolved), unresolved);

        scaffold.file(counter, COUNTER.replace("import app.unwritten.Other;\n", ""));
        var tests = pack.check(project, "tests", "");
        var said = tests.result().tail();
        assertEquals(4, Counts.tests(said, InstalledPack.stack(PACK).output().counts()), said);
        var failures = FailureBlocks.of(tests.failure().orElseThrow(), InstalledPack.stack(PACK).output().failures()).stream()
                .map(failure -> pack.places(project, failure.evidence())).toList();
        assertEquals(List.of(List.of(counter + ":6", "src/test/java/app/MainTest.java:22"),
                List.of("src/test/java/app/MainTest.java:30")), failures, said);
    }

    private static void tool(String name, String... words) {
        assertEquals(0, ToolProvider.findFirst(name).orElseThrow().run(System.out, System.err, words));
    }

    /** What the check for the start says of a jar of these classes. */
    private String started(String manifest, String main) throws Exception {
        var project = folder.toRealPath();
        new Scaffold(project, PACK, VARIABLES).file("src/main/java/app/Main.java", "package app;\n" + main)
                .file("manifest", manifest);
        var classes = project.resolve("target/classes").toString();
        tool("javac", "--release", "17", "-d", classes, project.resolve("src/main/java/app/Main.java").toString());
        tool("jar", "cfm", project.resolve("target/a-plain.jar").toString(), project.resolve("manifest").toString(), "-C", classes, ".");
        tool("jar", "cf", project.resolve("target/a-plain-sources.jar").toString(), "-C", project.resolve("src").toString(), ".");
        return Workshop.output(project, "sh", "-c", "java src/test/java/app/Starts.java || true");
    }

    @ParameterizedTest
    @ValueSource(strings = {"System.exit(args[0].equals(\"--help\") ? 64 : 0);", "System.err.println(\"Error: no file --help\"); System.exit(1);",
        "System.out.println(System.in.read());", "try { throw new java.io.IOException(); } catch (Exception e) { e.printStackTrace(); }"})
    void aProgramThatKnowsNoHelpStarts(String body) throws Exception {
        assertEquals("a-plain.jar starts.\n", started("Main-Class: app.Main\n",
                "public class Main { public static void main(String... args) throws Exception { " + body + " } }"));
    }

    @Test
    void aJarThatDoesNotStartSaysWhereItsClassIs() throws Exception {
        assertEquals("pom.xml:1: no jar in target/ names a Main-Class.\n", started("Created-By: us\n", "class Main {}"));
        var thrown = started("Main-Class: app.Main\n",
                "class Main {\n public static void main(String[] args) { throw new IllegalStateException(); } }");
        assertTrue(thrown.startsWith("src/main/java/app/Main.java:1: a-plain.jar does not start (exit code 1).\nException"), thrown);
        assertTrue(thrown.contains("at app.Main.main(Main.java:3)"), thrown);
    }
}
