package llmswarm.serve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

import llmswarm.Tape;
import llmswarm.Workshop;
import machine.SearchPath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page's built files: small, of its sources, and loading nothing from elsewhere. */
class BuiltPageTest {
    private static final Path WEB = Tape.checkout().resolve("lib/web"), BUILT = WEB.resolve("dist");
    private static final List<String> FILES = List.of("index.html", "page.css", "page.js");
    private static final int LARGEST = 150_000;
    /** What npm says where its registry is not reached. */
    private static final Pattern AWAY = Pattern.compile(
            "ENOTFOUND|ECONNREFUSED|ECONNRESET|EAI_AGAIN|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT|network");

    private record Ended(int exit, String output) {
    }

    private static Ended npm(Path folder, String... words) throws IOException, InterruptedException {
        var command = Stream.concat(Stream.of("npm"), Stream.of(words)).toList();
        var process = Workshop.process(folder, command).start();
        process.getOutputStream().close();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }

    /** The sources alone, beside the schema that their types are made from. */
    private static Path copy(Path folder) throws IOException {
        var web = folder.resolve("lib/web");
        copy(Tape.checkout().resolve("lib/schema"), folder.resolve("lib/schema"));
        copy(WEB, web);
        return web;
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (var files = Files.list(from)) {
            for (var file : files.toList()) {
                var name = file.getFileName().toString();
                if (name.equals("node_modules") || name.equals("dist")) continue;
                if (Files.isDirectory(file)) copy(file, to.resolve(name));
                else Files.copy(file, to.resolve(name));
            }
        }
    }

    @Test
    void whatIsCommittedIsWhatTheSourcesAreBuiltToAndTheTestsOfThePageHold(@TempDir Path folder) throws Exception {
        assumeTrue(new SearchPath(SearchPath.absolute(Workshop.PATH).toList()).find("npm").isPresent(),
                "no npm here; the page was not built");
        var web = copy(folder);
        var installed = npm(web, "ci", "--no-audit", "--no-fund");
        assumeFalse(installed.exit != 0 && AWAY.matcher(installed.output).find(),
                "npm's registry is not reached; the page was not built");
        assertEquals(0, installed.exit, installed.output);
        var tested = npm(web, "test");
        assertEquals(0, tested.exit, tested.output);
        var built = npm(web, "run", "build");
        assertEquals(0, built.exit, built.output);
        for (var file : FILES) {
            assertArrayEquals(Files.readAllBytes(web.resolve("dist").resolve(file)), Files.readAllBytes(BUILT.resolve(file)),
                    "lib/web/dist/%s is not what its sources are built to; in lib/web: npm ci && npm run build".formatted(file));
        }
    }

    @Test
    void thePageIsSmall() throws IOException {
        int size = 0;
        for (var file : FILES) {
            var packed = new ByteArrayOutputStream();
            try (var out = new GZIPOutputStream(packed)) {
                out.write(Files.readAllBytes(BUILT.resolve(file)));
            }
            size += packed.size();
        }
        assertTrue(size <= LARGEST, "%d bytes gzipped; at most %d".formatted(size, LARGEST));
        try (var files = Files.list(BUILT)) {
            assertEquals(FILES, files.map(file -> file.getFileName().toString()).sorted().toList());
        }
    }

    @Test
    void thePageLoadsItsOwnTwoFilesAndHoldsNoCodeOrStyleOfItsOwn() throws IOException {
        var page = Files.readString(BUILT.resolve("index.html"));
        assertTrue(page.contains("<script type=\"module\" src=\"./page.js\"></script>"), page);
        assertTrue(page.contains("<link rel=\"stylesheet\" href=\"./page.css\">"), page);
        assertEquals(1, Pattern.compile("<script").matcher(page).results().count());
        assertFalse(Pattern.compile("<style|\\bstyle=|\\bon[a-z]+=|https?:").matcher(page).find(), page);
        assertFalse(Pattern.compile("https?:|@import|url\\(").matcher(Files.readString(BUILT.resolve("page.css"))).find());
    }

    @Test
    void theScriptFitsIntoAReportAsItStands() throws IOException {
        var script = Files.readString(BUILT.resolve("page.js"));
        assertFalse(Pattern.compile("(?i)</script|<!--").matcher(script).find());
    }

    @Test
    void theLockNamesNoPlaceToLoadFrom() throws IOException {
        assertFalse(Pattern.compile("resolved|https?://[^\"]*\\.tgz").matcher(Files.readString(WEB.resolve("package-lock.json")))
                .find());
    }
}
