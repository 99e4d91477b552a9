package llmswarm.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;

import llmswarm.Scaffold;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The scaffold of web-basic without any model's work: what its tools find, and what its conventions promise. */
class WebBasicPackTest {
    private static final String PAGE = """
            <!doctype html><title>Things</title>
            <link rel=stylesheet href=style.css><link rel="canonical" href="/elsewhere">
            <!-- <script src="old.js"></script> -->
            <script type="module" src='app.js'></script>
            <img src="/api/picture" alt=""><img src="data:image/png;base64,AA" alt="">
            <a href="https://example.org/help.html">Help</a><a href="/things">Things</a><a href="about.html#us">About</a>
            """;
    private static final String ENDPOINTS = """
            import hashlib
            import time

            from server.api import Refused, Request, Response, route


            @route("GET", "/api/things/{id}")
            def thing(request: Request) -> Response:
                raise Refused(404, "There is no such thing.")


            @route("POST", "/api/things")
            def add(request: Request) -> Response:
                name = request.text("name")
                request.database.execute("INSERT INTO thing VALUES (?, ?)", (name, request.now))
                if name == "raised":
                    raise Refused(409, "Not this one.")
                if name == "answered":
                    return Response(409, {"error": "Nor this one."})
                return Response(201, session="token")


            @route("GET", "/api/things")
            def all_things(request: Request) -> Response:
                rows = request.database.execute("SELECT name FROM thing WHERE made > ?", (request.now - 60,))
                return Response(body=[row["name"] for row in rows])


            @route("POST", "/api/first")
            def first(request: Request) -> Response:
                if request.database.execute("SELECT count(*) FROM thing").fetchone()[0]:
                    raise Refused(409, "There is one already.")
                time.sleep(0.05)
                request.database.execute("INSERT INTO thing VALUES (?, ?)", ("first", request.now))
                return Response(201)


            @route("DELETE", "/api/session")
            def leave(request: Request) -> Response:
                return Response(204, session="")
            """;
    private static final String TESTS = """
            from concurrent.futures import ThreadPoolExecutor

            from tests.live import SiteTest


            class Things(SiteTest):
                def names(self):
                    return self.visitor().call("GET", "/api/things").body

                def test_what_is_raised_is_undone_and_what_is_returned_is_kept(self):
                    for name in ("raised", "answered", "plain"):
                        self.visitor().call("POST", "/api/things", {"name": name})
                    self.assertEqual(["answered", "plain"], self.names())

                def test_time_stands_still_until_a_test_moves_it(self):
                    self.visitor().call("POST", "/api/things", {"name": "plain"})
                    self.now += 59
                    self.assertEqual(["plain"], self.names())
                    self.now += 1
                    self.assertEqual([], self.names())

                def test_of_requests_at_the_same_time_each_sees_what_the_others_wrote(self):
                    visitors = [self.visitor() for _ in range(8)]
                    with ThreadPoolExecutor(8) as threads:
                        answers = list(threads.map(lambda visitor: visitor.call("POST", "/api/first").status, visitors))
                    self.assertEqual([201] + [409] * 7, sorted(answers))

                def test_an_empty_session_signs_out(self):
                    visitor = self.visitor()
                    visitor.call("POST", "/api/things", {"name": "plain"})
                    self.assertEqual("token", visitor.session)
                    visitor.call("DELETE", "/api/session")
                    self.assertIsNone(visitor.session)
            """;

    @TempDir
    Path folder;
    private Scaffold site;

    @BeforeEach
    void site() {
        site = new Scaffold(folder, "web-basic",
                Map.of("name", "things", "module", "things", "summary", "Things.", "python", "3.11", "port", "8000"))
                .file("web/index.html", PAGE).file("web/about.html", "<p>About")
                .file("web/style.css", "/* url(old.png) */ body { background: url(bg.svg) }")
                .file("web/bg.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>")
                .file("web/more.js", "export const more = 1;\n")
                .file("web/app.js", "// import \"./old.js\"\nimport { api } from \"./api.js\";\nconst more = await import('./more.js');\n")
                .file("server/schema.sql", "CREATE TABLE IF NOT EXISTS thing (name TEXT, made INTEGER);\n")
                .file("server/things.py", ENDPOINTS);
    }

    @Test
    void aSiteThatIsWholeStartsInWhateverFormItIsWritten() {
        assertEquals("The server answers.\n", site.python(0, "tests.starts"));
    }

    @ParameterizedTest
    @CsvSource({"web/index.html, The page: status 404 for /",
            "web/style.css, Loaded by web/index.html: status 404 for style.css",
        "web/bg.svg, Loaded by web/style.css: status 404 for bg.svg",
        "web/more.js, Loaded by web/app.js: status 404 for more.js",
        "web/about.html, Loaded by web/index.html: status 404 for about.html"})
    void whatThePageNeedsAndIsNotThereIsFound(String file, String sentence) {
        assertTrue(site.without(file).python(1, "tests.starts").endsWith(sentence + "\n"));
    }

    @Test
    void anEndpointThatFailsWhenItIsCalledWithNothingIsFoundWithItsPlace() {
        site.file("server/things.py", ENDPOINTS.replace("request.text(\"name\")", "request.body[\"name\"]")
                .replace("WHERE made", "WHERE mode"));
        var said = site.python(1, "tests.starts");
        assertTrue(said.endsWith("POST /api/things: status 500, the endpoint raised an exception\n"
                + "GET /api/things: status 500, the endpoint raised an exception\n"), said);
        assertTrue(said.contains("/server/things.py\", line 14, in add") && said.contains("no such column: mode"),
                said);
    }

    @Test
    void aServerThatDoesNotStartSaysWhy() {
        site.file("server/things.py", "import nothing_such\n");
        var said = site.python(1, "tests.starts");
        assertTrue(said.endsWith("No module named 'nothing_such'\nThe server did not start.\n"), said);
    }

    @Test
    void writingTimeAndSigningOutAreAsTheConventionsSay() {
        var said = site.file("tests/http_things.py", TESTS)
                .python(0, "unittest", "discover", "-s", "tests", "-p", "http_*.py");
        assertTrue(said.contains("Ran 4 tests"), said);
    }
}
