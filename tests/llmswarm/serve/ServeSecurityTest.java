package llmswarm.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import llmswarm.Workshop;
import llmswarm.guard.Redactor;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Journal;
import llmswarm.run.journal.RunFolder;
import llmswarm.serve.http.Call;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests that no page of ours sends. */
class ServeSecurityTest {
    private static final String RUN = "20260101-000000-000-0000";
    @TempDir
    Path folder;
    private Served served;

    @BeforeEach
    void serve() {
        served = new Served(folder);
        try (var journal = Journal.create(place(RUN), new Redactor(Map.of()))) {
            journal.append(new Event.RunStarted(RUN, "x", "spec.md", Map.of(), Map.of(), "1", ""));
        }
    }

    private Path place(String run) {
        return served.shop.folder.resolve("project").resolve(RunFolder.RUNS).resolve(run);
    }

    @AfterEach
    void end() {
        served.close();
    }

    /** Sends it as it stands, and gives the status. */
    private int raw(String head, String... more) throws IOException {
        try (var socket = new Socket("127.0.0.1", served.serve.port())) {
            var lines = new StringBuilder(head).append(" HTTP/1.1\r\n");
            for (var line : more) lines.append(line).append("\r\n");
            socket.getOutputStream().write(lines.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
            return status(socket);
        }
    }

    /** Of an answer; 0 where there is none. */
    private static int status(Socket socket) throws IOException {
        var line = new String(socket.getInputStream().readNBytes(12), StandardCharsets.ISO_8859_1);
        return line.length() < 12 ? 0 : Integer.parseInt(line.substring(9));
    }

    private String here() {
        return "Host: 127.0.0.1:" + served.serve.port();
    }

    private String known() {
        return "Cookie: " + served.cookie;
    }

    @Test
    void onlyABrowserThatOpenedTheLinkOnceIsAnsweredAndOnlyToThePageItself() throws IOException {
        record Case(int status, List<String> head) { }
        var own = "http://127.0.0.1:" + served.serve.port();
        var cases = List.of(new Case(200, List.of(here(), known())), new Case(401, List.of(here())),
                new Case(401, List.of(here(), "Cookie: swarm-%d=guessed".formatted(served.serve.port()))),
                new Case(401, List.of(here(), "Cookie: " + served.cookie.replace("swarm-", "swarm-1"))),
                new Case(403, List.of("Host: evil.example", known())),
                new Case(403, List.of("Host: evil.example:" + served.serve.port(), known())),
                new Case(403, List.of("Host: 127.0.0.1", known())), new Case(403, List.of(known(), here(), "Host: evil.example")),
                new Case(200, List.of(here(), known(), "Origin: " + own)),
                new Case(403, List.of(here(), known(), "Origin: http://evil.example")),
                new Case(403, List.of(here(), known(), "Origin: null")),
                new Case(403, List.of(here(), known(), "Origin: http://127.0.0.1:1")),
                new Case(403, List.of(here(), known(), "Origin: https://127.0.0.1:" + served.serve.port())),
                new Case(403, List.of(here(), known(), "Sec-Fetch-Site: cross-site")),
                new Case(403, List.of(here(), known(), "Sec-Fetch-Site: same-site")));
        for (var path : List.of("/api/about", "/", "/api/runs/%s/entries".formatted(RUN))) for (var one : cases) {
            assertEquals(one.status, raw("GET " + path, one.head.toArray(String[]::new)), path + " " + one.head);
        }
        assertEquals(405, raw("DELETE /api/about", here(), known()));
        assertEquals(405, raw("PUT /api/about", here(), known()));
        assertEquals(405, raw("OPTIONS /api/runs", here(), known()));
        assertEquals(405, raw("POST /", here(), known()));
    }

    @Test
    void theLinkIsGoodForOneUseAndACookieForLongerThanAServer() throws IOException {
        var link = served.serve.link();
        var used = link.endsWith("=") ? link + "guessed" : link;
        assertEquals(401, served.send(HttpRequest.newBuilder(URI.create(used))).statusCode());
        served.serve.close();
        served.start();
        assertEquals(200, served.get("/api/about").statusCode());
        var entered = served.send(HttpRequest.newBuilder(URI.create(served.serve.link())));
        assertEquals(303, entered.statusCode());
        assertTrue(entered.headers().firstValue("Set-Cookie").orElseThrow().endsWith("; Path=/; HttpOnly; SameSite=Strict"));
        var kept = served.serve.link();
        assertFalse(kept.contains(entered.headers().firstValue("Set-Cookie").orElseThrow().split("[=;]")[1]));
        try (var all = Files.walk(folder.resolve("STATE/llm-swarm/serve"))) {
            for (var file : all.filter(Files::isDirectory).toList()) assertEquals("rwx------",
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(file)), file.toString());
        }
        try (var all = Files.walk(folder.resolve("STATE/llm-swarm/serve"))) {
            var cookie = served.cookie.split("=")[1];
            for (var file : all.filter(Files::isRegularFile).toList()) assertFalse(Files.readString(file).contains(cookie));
        }
    }

    @Test
    void everyAnswerSaysThatNothingElseMayBeLoadedAndNothingIsKept() {
        for (var path : List.of("/", "/api/about", "/api/nothing", "/assets/none.js")) {
            var headers = served.get(path).headers();
            assertEquals("nosniff", headers.firstValue("X-Content-Type-Options").orElse(""), path);
            assertEquals("no-referrer", headers.firstValue("Referrer-Policy").orElse(""), path);
            assertEquals("no-store", headers.firstValue("Cache-Control").orElse(""), path);
            var policy = headers.firstValue("Content-Security-Policy").orElse("");
            assertTrue(policy.startsWith("default-src 'none'; script-src 'self'; ") && !policy.contains("unsafe"), policy);
        }
    }

    @Test
    void noPathLeadsOutOfWhatIsServedHoweverItIsWritten() throws IOException {
        Files.writeString(served.shop.folder.resolve("secret.txt"), "secret");
        var up = Stream.of("..", "%2e%2e", "%2E.", "%252e%252e", "..%2f", "..%5c", "..\\", ".", "%00", "a%2f..").toList();
        for (var part : up) {
            for (var path : List.of("/%s/secret.txt", "/api/runs/%s/entries", "/api/runs/%s", "/assets/%s/index.html",
                    "/api/runs/" + RUN + "/%s/entries", "//%s")) {
                int status = raw("GET " + path.formatted(part), here(), known());
                assertTrue(status == 404 || status == 400, path.formatted(part) + " " + status);
            }
            var file = raw("GET /api/runs/%s/file?path=%s/secret.txt".formatted(RUN, part.replace("\\", "%5c")), here(), known());
            assertTrue(file == 400 || file == 404, part + " " + file);
        }
        for (var name : List.of("C:/x", "/etc/passwd", ".git/config", ".swarm/runs/%s/journal.jsonl".formatted(RUN), "a/../../x", "x%00")) {
            assertEquals(400, raw("GET /api/runs/%s/file?path=%s".formatted(RUN, name), here(), known()), name);
        }
    }

    @Test
    void aRunIsFoundByItsNameAmongThoseThatAreThereAndNeverThroughALink() throws IOException {
        var outside = folder.resolve("outside").resolve(RunFolder.RUNS).resolve("stolen");
        Journal.create(outside, new Redactor(Map.of())).close();
        Files.createSymbolicLink(served.shop.folder.resolve("linked"), folder.resolve("outside"));
        Files.createSymbolicLink(place("run-link"), outside);
        var odd = place("linked-journal");
        Files.createDirectories(odd);
        Files.createSymbolicLink(odd.resolve(Journal.FILE), Files.writeString(folder.resolve("secret"), "secret\n"));
        var hostile = place("\u001b[31m<script>");
        Journal.create(hostile, new Redactor(Map.of())).close();
        var listed = served.json(200, served.get("/api/runs")).path("runs").findValuesAsText("run");
        assertEquals(List.of("\u001b[31m<script>", RUN), listed.stream().sorted().toList());
        assertFalse(served.get("/api/runs").body().contains("\u001b"));
        for (var name : List.of("stolen", "run-link", "linked-journal", "%1b%5b31m", "no")) {
            assertEquals(404, raw("GET /api/runs/" + name, here(), known()), name);
        }
    }

    @Test
    void aBodyIsNoLargerThanItMayBeWhateverIsSaidOfIt() throws IOException {
        long size = 100L << 20;
        assertEquals(413, raw("POST /api/runs", here(), known(), "Content-Type: application/json", "Content-Length: " + size));
        assertEquals(413, raw("POST /api/runs", here(), known(), "Content-Type: application/json", "Content-Length: " + Call.LARGEST + "0"));
        try (var socket = new Socket("127.0.0.1", served.serve.port())) {
            var out = socket.getOutputStream();
            out.write("POST /api/runs HTTP/1.1\r\n%s\r\n%s\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                    .formatted(here(), known()).getBytes(StandardCharsets.ISO_8859_1));
            var chunk = ("10000\r\n" + "x".repeat(1 << 16) + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
            int sent = 0;
            try {
                for (; sent < 1600; sent++) out.write(chunk);
            } catch (IOException refused) {
                // The server has heard enough.
            }
            assertTrue(sent < 1600, "it took all of it");
        }
        assertEquals(415, served.send(served.request("/api/runs").POST(HttpRequest.BodyPublishers.ofString("{\"spec\": \"x\"}"))
                .header("Content-Type", "text/plain")).statusCode());
        assertEquals(200, served.get("/api/about").statusCode());
    }

    @Test
    void ofManyEventStreamsThoseBeyondTheBoundAreRefusedAndTheOthersGoOn() throws IOException {
        var sockets = new ArrayList<Socket>();
        try {
            int open = 0, refused = 0;
            for (int i = 0; i < 500; i++) {
                var socket = new Socket("127.0.0.1", served.serve.port());
                sockets.add(socket);
                socket.getOutputStream().write("GET /api/runs/%s/events HTTP/1.1\r\n%s\r\n%s\r\n\r\n".formatted(RUN, here(), known())
                        .getBytes(StandardCharsets.ISO_8859_1));
                if (status(socket) == 200) open++;
                else refused++;
            }
            assertEquals(EventStreams.MOST, open);
            assertEquals(500 - EventStreams.MOST, refused);
            assertEquals(503, served.get("/api/runs/%s/events".formatted(RUN)).statusCode());
            assertEquals(200, served.get("/api/runs").statusCode());
        } finally {
            for (var socket : sockets) socket.close();
        }
        // Those that are gone are noticed when there is something to send.
        try (var journal = Journal.reopen(place(RUN), new Redactor(Map.of()))) {
            Workshop.until(() -> {
                journal.append(new Event.Noted("", "more"));
                try {
                    return raw("GET /api/runs/%s/events".formatted(RUN), here(), known()) == 200;
                } catch (IOException broken) {
                    throw new AssertionError(broken);
                }
            });
        }
    }
}
