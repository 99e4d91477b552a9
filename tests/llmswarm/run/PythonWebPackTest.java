package llmswarm.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import llmswarm.StubAnswer;
import llmswarm.StubServer;
import llmswarm.Tape;
import llmswarm.Workshop;
import llmswarm.guard.Stop;
import llmswarm.run.journal.Event;
import llmswarm.run.options.RunOptions;
import llmswarm.run.options.Spec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pack python-web with each of its frameworks: the same tests hold, and prompts tell of one framework alone. */
@Timeout(300)
class PythonWebPackTest {
    private static final String SCHEMA = "CREATE TABLE IF NOT EXISTS thing (id INTEGER PRIMARY KEY, name TEXT, at INTEGER);\n";
    private static final Map<String, String> ROUTES = Map.of("flask", """
            from flask import Blueprint, abort, g, jsonify, request

            from server.api import body, text

            routes = Blueprint("things", __name__)

            @routes.get("/api/things")
            def things():
                rows = g.database.execute("SELECT * FROM thing WHERE name LIKE ?", (request.args.get("like", "%"),))
                return jsonify([dict(row) for row in rows])

            @routes.post("/api/things")
            def add():
                g.database.execute("INSERT INTO thing (name, at) VALUES (?, ?)", (text("name"), g.now))
                if body().get("bad"):
                    abort(409, "This is bad.")
                if body().get("worse"):
                    raise RuntimeError("worse")
                return {"at": g.now}, 201

            @routes.delete("/api/things/<int:number>")
            def delete(number: int):
                g.database.execute("DELETE FROM thing WHERE id = ?", (number,))
                return "", 204
            """, "fastapi", """
            from sqlite3 import Connection

            from fastapi import Depends, HTTPException, Response
            from pydantic import BaseModel

            from server.api import Routes, database, now

            routes = Routes()

            class Sent(BaseModel):
                name: str
                bad: bool = False
                worse: bool = False

            @routes.get("/api/things")
            def things(like: str = "%", connection: Connection = Depends(database)):
                return [dict(row) for row in connection.execute("SELECT * FROM thing WHERE name LIKE ?", (like,))]

            @routes.post("/api/things", status_code=201)
            def add(sent: Sent, connection: Connection = Depends(database), time: int = Depends(now)):
                connection.execute("INSERT INTO thing (name, at) VALUES (?, ?)", (sent.name, time))
                if sent.bad:
                    raise HTTPException(409, "This is bad.")
                if sent.worse:
                    raise RuntimeError("worse")
                return {"at": time}

            @routes.delete("/api/things/{number}", status_code=204)
            def delete(number: int, connection: Connection = Depends(database)):
                connection.execute("DELETE FROM thing WHERE id = ?", (number,))
                return Response(status_code=204)
            """, "standard", """
            from server.api import Refused, Request, Routes

            routes = Routes()

            @routes.get("/api/things")
            def things(request: Request):
                rows = request.database.execute("SELECT * FROM thing WHERE name LIKE ?", (request.query.get("like", "%"),))
                return [dict(row) for row in rows]

            @routes.post("/api/things")
            def add(request: Request):
                request.database.execute("INSERT INTO thing (name, at) VALUES (?, ?)", (request.text("name"), request.now))
                if request.body.get("bad"):
                    raise Refused(409, "This is bad.")
                if request.body.get("worse"):
                    raise RuntimeError("worse")
                return {"at": request.now}, 201

            @routes.delete("/api/things/{number}")
            def delete(request: Request):
                request.database.execute("DELETE FROM thing WHERE id = ?", (request.parameters["number"],))
                return None, 204
            """);
    private static final String TESTS = """
            import threading

            from tests.live import SiteTest

            class ThingsTest(SiteTest):
                def test_what_was_added_is_there_for_others_at_once(self) -> None:
                    self.now = 7
                    visitor = self.visitor()
                    for name in ["a", "\\u00e9"]:
                        answer = visitor.call("POST", "/api/things", {"name": name})
                        self.assertEqual((201, {"at": 7}), (answer.status, answer.body))
                    self.assertEqual(["a", "\\u00e9"], [thing["name"] for thing in self.visitor().call("GET", "/api/things").body])
                    self.assertEqual(1, len(visitor.call("GET", "/api/things?like=a").body))
                    self.assertEqual(204, visitor.call("DELETE", "/api/things/1").status)
                    self.assertEqual(1, len(visitor.call("GET", "/api/things").body))

                def test_what_a_refused_call_wrote_is_undone(self) -> None:
                    visitor = self.visitor()
                    answer = visitor.call("POST", "/api/things", {"name": "a", "bad": True})
                    self.assertEqual((409, {"error": "This is bad."}), (answer.status, answer.body))
                    answer = visitor.call("POST", "/api/things", {"name": "a", "worse": True})
                    self.assertEqual((500, "The server made a mistake."), (answer.status, answer.body["error"]))
                    self.assertEqual([], visitor.call("GET", "/api/things").body)

                def test_what_is_no_request_is_refused_with_a_sentence(self) -> None:
                    visitor = self.visitor()
                    for method, path, body, status in [("POST", "/api/things", {}, 400), ("POST", "/api/things", [1], 400),
                                                       ("POST", "/api/things", {"name": 7 * ["x"]}, 400),
                                                       ("GET", "/api/nothing", None, 404), ("PUT", "/api/things", {}, 405),
                                                       ("POST", "/api/things", {"name": "x" * 99_999}, 413)]:
                        with self.subTest(method=method, path=path):
                            answer = visitor.call(method, path, body)
                            self.assertEqual(status, answer.status)
                            self.assertIsInstance(answer.body["error"], str)

                def test_the_page_and_nothing_else_is_served(self) -> None:
                    visitor = self.visitor()
                    self.assertIn("<h1>Things", visitor.call("GET", "/").text)
                    self.assertEqual(200, visitor.call("GET", "/index.html").status)
                    for path in ["/../server/api.py", "/%2e%2e/server/api.py", "/none.js"]:
                        self.assertEqual(404, visitor.call("GET", path).status, path)

                def test_calls_at_the_same_time_are_all_kept(self) -> None:
                    visitor = self.visitor()
                    threads = [threading.Thread(target=visitor.call, args=("POST", "/api/things", {"name": str(i)}))
                               for i in range(12)]
                    for thread in threads:
                        thread.start()
                    for thread in threads:
                        thread.join()
                    self.assertEqual(12, len(visitor.call("GET", "/api/things").body))
            """;

    @TempDir
    Path folder;
    private Workshop shop;

    @BeforeEach
    void workshop() {
        shop = new Workshop(folder).file("spec.md", "Things.").file("plan.yaml", """
                {stack: python-web, name: things, summary: Things of "everybody"., requirements: [{id: R1, text: There are things.}],
                 tasks: [{id: all, title: All, agent: backend, description: Write it., requirements: [R1],
                          files: [server/schema.sql, server/routes/things.py, web/index.html, tests/test_things.py]}]}
                """);
    }

    private static String file(String path, String text) {
        return "### %s\n```\n%s```\n".formatted(path, text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"flask", "fastapi", "standard"})
    void theSameTestsHoldWithEachFramework(String framework) {
        try (var server = StubServer.answering(StubAnswer.text(file("server/schema.sql", SCHEMA)
                + file("server/routes/things.py", ROUTES.get(framework)) + file("web/index.html",
                "<!doctype html>\n<title>Things</title>\n<h1>Things</h1>\n") + file("tests/test_things.py", TESTS)))) {
            shop.models(server.baseUrl());
            try (var swarm = shop.swarmTrusted()) {
                var outcome = swarm.run(Spec.read(shop.folder, "spec.md"), RunOptions.DEFAULT
                        .withVariables(Map.of("framework", framework)).withPlan(Optional.of(Path.of("plan.yaml")))
                        .withApprovedChecks(true));
                assertEquals("done and checked", outcome.label(), () -> shop.events(Event.Checked.class).toString());
                assertEquals(List.of("python", "python", "starts", "tests"), shop.events(Event.Checked.class).stream()
                        .map(Event.Checked::check).filter(check -> !check.equals("contracts")).sorted().toList());
                assertEquals(5, shop.events(Event.Checked.class).stream().mapToInt(Event.Checked::tests).sum());
                var asked = server.requests().getFirst().body().toString();
                assertEquals(framework.equals("flask"), asked.contains("flask import Blueprint"));
                assertEquals(framework.equals("fastapi"), asked.contains("BaseModel"));
                assertEquals(framework.equals("standard"), asked.contains("Refused(404"));
                assertFalse(asked.contains("{{"), asked);
            } catch (Stop stop) {
                assumeFalse(stop.getMessage().contains("none here has the modules of " + framework), "skipped: " + stop.getMessage());
                throw stop;
            }
        }
    }

    @Test
    void whereNoPythonHasItsModulesThatIsSaidBeforeAnythingIsAsked() throws Exception {
        shop.file("bin/python3", "#!/bin/sh\necho \"No module named 'flask'\" >&2\nexit 1\n");
        shop.folder.resolve("bin/python3").toFile().setExecutable(true);
        shop.env.put("PATH", shop.folder.resolve("bin") + ":" + shop.env.get("PATH"));
        var pack = shop.read(Tape.checkout().resolve("stacks/python-web/stack.yaml"))
                .replaceFirst("path: \\[/usr/bin[^\\]]*\\]", "path: [%s]".formatted(shop.folder.resolve("bin")));
        shop.file("config/stacks/python-web/stack.yaml", pack);
        try (var server = StubServer.answering()) {
            shop.models(server.baseUrl());
            try (var swarm = shop.swarmTrusted()) {
                swarm.run(Spec.read(shop.folder, "spec.md"), RunOptions.DEFAULT
                        .withStack(Optional.of("python-web")).withApprovedChecks(true));
                throw new AssertionError("ran");
            } catch (Stop stop) {
                assertTrue(stop.getMessage().startsWith("stack python-web: it needs 'python3' 3.11 or newer; none here has the modules of flask: install them for one (Debian: python3-flask, or python3-fastapi and python3-uvicorn), or say --set framework=standard, which needs none, then run again"),
                        stop.getMessage());
                assertEquals(Stop.USAGE, stop.exit());
            }
            assertEquals(List.of(), server.requests());
        }
    }
}
