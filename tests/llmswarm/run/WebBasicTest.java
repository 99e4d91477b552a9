package llmswarm.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

import llmswarm.LiveSite;
import llmswarm.Workshop;
import llmswarm.run.journal.Event;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The pack with two sides: from the tape to a website that is used over HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebBasicTest {
    private static final String ZOE = "{\"userName\": \"zoe\", \"password\": \"correct horse\"}";
    private static final Answer WRONG = refused(401, "The user name or the password is wrong.");
    private static final Answer NOBODY = refused(401, "Please log in.");

    private final HttpClient http = HttpClient.newHttpClient();
    private Workshop shop;
    private Outcome built;
    private Path databases;
    private int sites;
    private LiveSite site;

    @BeforeAll
    void build(@TempDir Path folder) {
        databases = folder;
        shop = LiveSite.built().shop();
        built = LiveSite.built().outcome();
    }

    @BeforeEach
    void start() {
        site = new LiveSite(built.project(), databases.resolve("site-%d.db".formatted(sites++)));
    }

    @AfterEach
    void stop() {
        site.close();
    }

    @AfterAll
    void close() {
        http.close();
    }

    /** An answer as far as the tests look at it. */
    private record Answer(int status, String body, String cookie) {
        /** What a browser sends back. */
        String session() {
            return cookie.replaceFirst(";.*", "");
        }
    }

    private static Answer refused(int status, String sentence) {
        return new Answer(status, "{\"error\": \"%s\"}".formatted(sentence), "");
    }

    private Answer call(String method, String path, String body, String session) throws Exception {
        return call(HttpRequest.newBuilder(site.at(path)).header("Content-Type", "application/json")
                .header("Cookie", session)
                .method(method, HttpRequest.BodyPublishers.ofString(body)).build());
    }

    private Answer call(HttpRequest request) throws Exception {
        var response = http.send(request, HttpResponse.BodyHandlers.ofString());
        return new Answer(response.statusCode(), response.body(),
                response.headers().firstValue("Set-Cookie").orElse(""));
    }

    private String account() throws Exception {
        var made = call("POST", "/api/users", ZOE, "");
        assertEquals(201, made.status(), made.body());
        return made.session();
    }

    @Test
    void theTapeBecomesAWebsiteWhoseChecksAllRanAndPassed() {
        assertEquals(new Outcome(0, shop.folder.resolve("profiles"), built.run(), built.head(), "done and checked"),
                built);
        var checks = shop.events(Event.Checked.class);
        assertEquals(List.of(), checks.stream().filter(c -> !c.passed()).toList());
        assertEquals("{contracts=1, http=1, javascript=1, python=12, starts=1, tests=1}",
                checks.stream().collect(Collectors.groupingBy(Event.Checked::check, TreeMap::new,
                Collectors.counting())).toString());
        checks.stream().filter(c -> List.of("tests", "http").contains(c.check()))
                .forEach(c -> assertTrue(c.tail().matches("(?s).*Ran [1-9][0-9] tests in .*\nOK"), c.tail()));
    }

    @Test
    void theRightPasswordOpensTheProfileAlsoAfterTheServerStartedAnew() throws Exception {
        account();
        site.close();
        site = new LiveSite(built.project(), databases.resolve("site-%d.db".formatted(sites - 1)));
        var entered = call("POST", "/api/session", ZOE, "");
        assertEquals(200, entered.status());
        assertTrue(entered.body()
                .matches("\\{\"userName\": \"zoe\", \"displayName\": \"zoe\", \"memberSince\": \"\\d{4}-\\d\\d-\\d\\d\"}"), entered.body());
        assertTrue(entered.cookie().matches("session=[\\w-]{43}; Path=/; HttpOnly; SameSite=Strict"), entered.cookie());
        assertEquals(new Answer(200, entered.body(), ""), call("GET", "/api/profile", "", entered.session()));
    }

    @Test
    void aWrongPasswordAndAnUnknownNameAreRefusedAlike() throws Exception {
        account();
        assertEquals(WRONG, call("POST", "/api/session", ZOE.replace("horse", "house"), ""));
        assertEquals(WRONG, call("POST", "/api/session", ZOE.replace("zoe", "bob"), ""));
        assertEquals(WRONG, call("POST", "/api/session", ZOE.replace("zoe", "zoe' OR '1'='1"), ""));
    }

    @Test
    void withoutASessionThereIsNoProfile() throws Exception {
        var session = account();
        for (var wrong : List.of("", "session=", "session=made-up", session + "x", "session=' OR '1'='1")) {
            assertEquals(NOBODY, call("GET", "/api/profile", "", wrong));
            assertEquals(NOBODY, call("PUT", "/api/profile", "{\"displayName\": \"x\"}", wrong));
        }
        var left = call("DELETE", "/api/session", "", session);
        assertEquals(new Answer(204, "", "session=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0"), left);
        assertEquals(NOBODY, call("GET", "/api/profile", "", session), "a copy of the cookie is worth nothing");
    }

    @Test
    void namesThatLookLikeSqlOrHtmlAreNamesLikeAnyOther() throws Exception {
        var session = account();
        for (var name : List.of("Robert'); DROP TABLE users;--", "<script>alert(1)</script>", "%s {0} ${x} {{x}}",
                "' || (SELECT 1) || '")) {
            var changed = call("PUT", "/api/profile", "{\"displayName\": \"" + name + "\"}", session);
            assertEquals(200, changed.status());
            assertTrue(changed.body().contains("\"displayName\": \"" + name + "\""), changed.body());
            assertEquals(changed, call("GET", "/api/profile", "", session));
        }
        assertEquals(200, call("POST", "/api/session", ZOE, "").status());
    }

    @Test
    void theDatabaseHoldsNeitherPasswordNorToken() throws Exception {
        var session = account();
        assertTrue(site.stored().contains("scrypt$16384$8$1$"));
        assertFalse(site.stored().contains("correct horse"));
        assertFalse(site.stored().contains(session.replace("session=", "")));
    }

    @Test
    void formsOfOtherSitesAndBodiesThatAreNoJsonAreRefused() throws Exception {
        var form = HttpRequest.newBuilder(site.at("/api/session")).header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString(ZOE));
        assertEquals(refused(415, "The request is not of the type application/json."), call(form.build()));
        for (var body : List.of("{", "nonsense", "{\"userName\": \"\\ud800\"}", "[".repeat(60_000))) {
            assertEquals(refused(400, "The request is no JSON."), call("POST", "/api/session", body, ""));
        }
        assertEquals(refused(400, "The request is no JSON object."), call("POST", "/api/session", "[]", ""));
        assertEquals(refused(413, "The request is too long."), call("POST", "/api/session", " ".repeat(65_537), ""));
        assertEquals(refused(404, "There is no such address."), call("GET", "/api/sessions", "", ""));
        assertEquals(refused(405, "This address does not know PATCH."), call("PATCH", "/api/session", "", ""));
    }

    @Test
    void onlyFilesOfThePageAreServed() throws Exception {
        var page = http.send(HttpRequest.newBuilder(site.at("/")).build(), HttpResponse.BodyHandlers.ofString());
        assertEquals("text/html; charset=utf-8", page.headers().firstValue("Content-Type").orElseThrow());
        assertEquals("default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
                page.headers().firstValue("Content-Security-Policy").orElseThrow());
        for (var path : List.of("/server/api.py", "/%2e%2e/server/api.py", "/..%2f..%2f..%2fetc/passwd",
                "//etc/passwd", "/%00", "/%ff", "/" + "x".repeat(5000))) {
            assertEquals(new Answer(404, "There is no such page.\n", ""), call("GET", path, "", ""));
        }
    }

    /** What a check of the run prints, which must fail, in a copy of the project with a fault in one file. */
    private String failed(Path folder, String check, String file, String right, String wrong) throws Exception {
        Workshop.output(folder, "git", "clone", "--quiet", built.project().toString(), "clone");
        var clone = folder.resolve("clone");
        var text = Files.readString(clone.resolve(file));
        assertTrue(text.contains(right), text);
        Files.writeString(clone.resolve(file), text.replace(right, wrong));
        var command = shop.events(Event.Checked.class).stream().filter(checked -> checked.check().equals(check))
                .findFirst().orElseThrow().command();
        var process = Workshop.process(clone, command).start();
        process.getOutputStream().close();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(1, process.waitFor(), said);
        return said;
    }

    @Test
    void aScriptThatDoesNotParseFailsTheCheckOfItsTask(@TempDir Path folder) throws Exception {
        var said = failed(folder, "javascript", "web/app.js", "let makingAccount = false;", "let makingAccount = ;");
        assertTrue(said.matches("(?s)(/.*/)?web/app\\.js:\\d+\nlet makingAccount = ;\n.*"), said);
    }

    @Test
    void aPageThatLoadsWhatIsNotThereFailsTheLastCheck(@TempDir Path folder) throws Exception {
        var said = failed(folder, "starts", "web/index.html", "src=\"app.js\"", "src=\"main.js\"");
        assertTrue(said.strip().endsWith("Loaded by web/index.html: status 404 for main.js"), said);
    }
}
