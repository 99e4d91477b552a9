package llmswarm.cli.screen;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import llmswarm.Tape;
import llmswarm.guard.Redactor;
import org.junit.jupiter.api.Test;

class OutletTest {
    /** What can print, and what only looks at whether there is a terminal. */
    private static final Pattern PRINTS =
            Pattern.compile("\\bSystem\\s*\\.\\s*(out|err)\\b|\\bPrint(Stream|Writer)\\b|\\bFileDescriptor\\b");
    private static final List<String> MAY =
            List.of("cli/screen/Outlet.java", "cli/Desk.java", "cli/screen/LivePicture.java", "cli/Commands.java",
            "cli/shell/ShellCommand.java");

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Outlet outlet = new Outlet(new PrintStream(bytes, true, UTF_8), () ->
            new Redactor(Map.of("SOME_KEY", "acmecredvalue778899")));

    private void printed(String text) {
        assertEquals(text, bytes.toString(UTF_8));
    }

    @Test
    void nothingElseInTheProgramPrints() throws IOException {
        var lib = Tape.checkout().resolve("lib/llmswarm");
        try (var files = Files.walk(lib)) {
            for (var file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
                if (MAY.contains(lib.relativize(file).toString())) continue;
                assertTrue(!PRINTS.matcher(Files.readString(file)).find(), () -> file + " prints beside the outlet");
            }
        }
        assertTrue(!PRINTS.matcher(Files.readString(Tape.checkout().resolve("swarm.java"))).find());
        assertTrue(MAY.stream().allMatch(file -> Files.exists(lib.resolve(Path.of(file)))));
    }

    @Test
    void aLineLosesItsSecretsAndShowsTheRest() {
        outlet.println("the key is acmecredvalue778899\u001b[2J,\nand\r\na tab\t.");
        printed("the key is [redacted]\\u001b[2J,\nand\na tab\t.\n");
    }

    @Test
    void jsonStaysJsonWithTheSameValues() {
        outlet.json("{\"a\":\"acmecredvalue778899\",\"b\":\"x\u202e\\u001b\\n\",\"c\":1.0E-4}");
        printed("{\"a\":\"[redacted]\",\"b\":\"x\\u202e\\u001B\\n\",\"c\":1.0E-4}\n");
    }

    @Test
    void aStreamIsPrintedAsItIsFlushed() {
        var stream = outlet.stream();
        stream.print("$1 ==> acmecredvalue778899 ü\u001b[2J");
        stream.println();
        printed("$1 ==> [redacted] ü\\u001b[2J\n");
    }

    @Test
    void aSecretInTwoWritesOfALibraryIsOne() {
        var writer = outlet.writer();
        writer.print("a acmecred");
        writer.flush();
        writer.println("value778899 \u001b]0;x\u0007");
        writer.print("rest");
        printed("a [redacted] \\u001b]0;x\\u0007\n");
        writer.close();
        printed("a [redacted] \\u001b]0;x\\u0007\nrest");
    }
}
