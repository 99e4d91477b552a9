package llmswarm.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import llmswarm.StubAnswer;
import llmswarm.StubServer;
import llmswarm.cli.screen.Summary;
import llmswarm.plan.PlanJson;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Journal;
import llmswarm.run.journal.RunFolder;
import llmswarm.run.options.RunOptions;
import llmswarm.run.options.Spec;
import llmswarm.run.state.RunState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A project of two kinds: a command-line program and the site that it asks, each with the pack made for it. */
class PartsTest {
    private static final String PLAN = """
            parts: [{stack: python-cli, root: tool}, {stack: web-basic, root: site}]
            name: note-kit
            summary: A site that keeps notes, and a program that prints them.
            requirements:
              - {id: R1, text: The site gives the notes.}
              - {id: R2, text: The program prints them.}
            contracts:
              - {name: GET /api/notes, kind: endpoint, text: "Answers 200 with a list of texts, the oldest first."}
              - {name: note, kind: table, text: "id, text."}
            tasks:
              - {id: notes, title: Keep notes, agent: backend, description: Keep them., requirements: [R1],
                 files: [site/server/notes.py, site/server/schema.sql], provides: [GET /api/notes, note]}
              - {id: page, title: Show notes, agent: frontend, description: Show them., requirements: [R1],
                 files: [site/web/index.html, site/web/app.js], uses: [GET /api/notes]}
              - {id: test-notes, title: Test the site, agent: tester, description: Test it., requirements: [R1],
                 files: [site/tests/http_notes.py, site/tests/test_notes.py], uses: [GET /api/notes, note]}
              - {id: client, title: Print notes, agent: backend, description: Print them., requirements: [R2],
                 files: [tool/note_kit/cli.py], uses: [GET /api/notes]}
              - {id: test-client, title: Test the program, agent: tester, description: Test it., requirements: [R2],
                 files: [tool/tests/test_cli.py], uses: [GET /api/notes]}
              - {id: readme, title: Tell how, agent: documenter, description: Tell., requirements: [R1, R2], files: [README.md]}
            """;
    private static final String NOTES = """
            ### site/server/notes.py
            ```python
            "Gives the notes."
            from server.api import Request, Response, route


            @route("GET", "/api/notes")
            def notes(request: Request) -> Response:
                \"""Return all notes, the oldest first.\"""
                return Response(body=[row["text"] for row in request.database.execute("SELECT text FROM note ORDER BY id")])
            ```
            ### site/server/schema.sql
            ```sql
            CREATE TABLE IF NOT EXISTS note (id INTEGER PRIMARY KEY, text TEXT NOT NULL);
            ```
            """;
    private static final String PAGE = """
            ### site/web/index.html
            ```html
            <!doctype html><title>Notes</title><script type="module" src="app.js"></script><ul></ul>
            ```
            ### site/web/app.js
            ```js
            import { api } from "./api.js";
            for (const text of await api("GET", "/api/notes")) {
              document.querySelector("ul").append(Object.assign(document.createElement("li"), { textContent: text }));
            }
            ```
            """;
    private static final String SITE_TESTS = """
            ### site/tests/http_notes.py
            ```python
            from tests.live import SiteTest


            class Notes(SiteTest):
                def test_there_are_none_at_first(self):
                    self.assertEqual([], self.visitor().call("GET", "/api/notes").body)
            ```
            ### site/tests/test_notes.py
            ```python
            import unittest

            from server.database import open_database


            class Notes(unittest.TestCase):
                def test_a_note_has_a_text(self):
                    database = open_database(":memory:")
                    database.execute("INSERT INTO note (text) VALUES ('x')")
                    self.assertEqual("x", database.execute("SELECT text FROM note").fetchone()["text"])
            ```
            """;
    private static final String CLIENT = """
            ### tool/note_kit/cli.py
            ```python
            "Prints the notes."
            import json
            import sys
            from urllib.request import Request, urlopen


            def api(method: str, path: str, site: str) -> object:
                \"""Return what the site answers.\"""
                with urlopen(Request(site + path, method=method)) as answer:
                    return json.load(answer)


            def main(argv: list[str] | None = None) -> int:
                \"""Print the notes of the site that is named first.\"""
                site = (sys.argv[1:] if argv is None else argv)[0]
                if site == "--help":
                    return 0
                print("\\n".join(api("GET", "/api/notes", site)))
                return 0
            ```
            """;
    private static final String CLIENT_TEST = """
            ### tool/tests/test_cli.py
            ```python
            import contextlib
            import io
            import unittest
            from unittest import mock

            from note_kit import cli


            class Cli(unittest.TestCase):
                def test_notes_are_printed_a_line_each(self):
                    with mock.patch.object(cli, "api", lambda *words: ["a", "b"]), contextlib.redirect_stdout(io.StringIO()) as out:
                        self.assertEqual(0, cli.main(["http://site"]))
                    self.assertEqual("a\\nb\\n", out.getvalue())
            ```
            """;
    private static final String README = "### README.md\n```\nStart the site in site/, then the program in tool/.\n```\n";

    @TempDir
    Path folder;

    private Taped taped(String client) {
        return new Taped(folder).plan(PLAN).says("backend", "notes", 1, NOTES).says("frontend", "page", 1, PAGE)
                .says("tester", "test-notes", 1, SITE_TESTS).says("backend", "client", 1, client)
                .says("backend", "client", 2, client).says("documenter", "readme", 1, README);
    }

    @Test
    void eachPartIsBuiltAndCheckedBelowItsRootAndBothAreOneProject() {
        var taped = taped(CLIENT).says("tester", "test-client", 1, CLIENT_TEST.replace("import io\n", "import io.\n"))
                .says("tester", "test-client", 2, CLIENT_TEST);

        var outcome = taped.run();

        assertEquals(0, outcome.exit(), taped::story);
        assertEquals(Set.of("tool/starts", "tool/installed", "tool/tests", "site/starts", "site/tests", "site/http"),
                taped.shop.events(Event.Checked.class).stream().filter(checked -> checked.task().isEmpty()
                && !checked.check().equals("contracts")).map(Event.Checked::check).collect(Collectors.toSet()));
        assertEquals(List.of(), taped.notes(""));
        assertEquals(List.of("test-client 1 tool/syntax: code"), taped.failed());
        var again = taped.prompt("test-client", 2);

        assertTrue(again.contains("File \"tool/tests/test_cli.py\", line 2"), again);
        assertTrue(again.contains("\ntool/tests/test_cli.py, lines 1 to 6:\n"), again);
        assertTrue(again.contains("## tool/ (python-cli)") && !again.contains("## site/"), again);
        assertTrue(Taped.committed(outcome, "tool/pyproject.toml").contains("note-kit = \"note_kit.cli:main\""));
        assertTrue(Taped.committed(outcome, "site/server/__main__.py").contains("8000"));
        var state = RunState.of(Journal.read(RunFolder.last(outcome.project(), folder).resolve(Journal.FILE)));
        assertTrue(String.join(" ", Summary.lines(state, 200, Instant.EPOCH))
                .contains("note-kit with the stacks python-cli in tool/ and web-basic in site/: 6 of 6 tasks"));
        assertEquals(0, taped.resume(outcome.project()).exit());
    }

    @Test
    void whatOnePartUsesAndAnotherDoesNotProvideIsToldWithBothPlaces() {
        var taped = taped(CLIENT.replace("\"/api/notes\"", "\"/api/note\"")).says("tester", "test-client", 1, CLIENT_TEST);

        var outcome = taped.run();

        assertEquals(0, outcome.exit(), taped::story);
        assertEquals(List.of("not as the contracts say, though every check passes: tool/note_kit/cli.py:18 uses the endpoint "
                + "'GET /api/note', which no contract promises and no file provides; site/server/notes.py:5 provides 'GET /api/notes'"),
                taped.notes(""));
        assertTrue(taped.prompt("client", 2).contains("tool/note_kit/cli.py:18 uses the endpoint 'GET /api/note'"));
    }

    /**
     * Two packs that call all of theirs the same: what one of them sets up, starts and says is not the other's, and what
     * fails there is mended there.
     */
    @Test
    void whatTwoPacksCallTheSameStaysApart() {
        var taped = new Taped(folder).writer(2).plan("""
                parts: [{stack: one, root: a/x}, {stack: two, root: b}]
                name: twins
                summary: Twins.
                requirements: [{id: R1, text: One.}, {id: R2, text: Two.}]
                tasks:
                  - {id: one, title: One, agent: writer, description: Write., requirements: [R1], files: [a/x/note.txt, a/x/t/note.txt]}
                  - {id: two, title: Two, agent: writer, description: Write., requirements: [R2], files: [b/note.txt, b/t/note.txt]}
                  - {id: top, title: Top, agent: writer, description: Write., requirements: [], files: [note.txt]}
                """);
        for (var pack : List.of("one", "two")) {
            taped.shop.file("config/stacks/%s/stack.yaml".formatted(pack), """
                    name: %1$s
                    description: Notes.
                    variables: {word: {default: %1$s}}
                    agents: [writer]
                    setup: [[sh, -c, "mkdir lib && echo {{word}} >lib/word && ls >>lib/word"]]
                    shared: [lib]
                    services: [{name: base, run: [sleep, "60"], ready: ["true"], environment: {WORD: "{{word}}"}}]
                    checks:
                      - {name: once, when: task, run: [sh, -c, 'test "$(head -n 1 lib/word)" = {{word}}']}
                      - {name: tests, when: end, kind: test, services: [base], run: [sh, -c, 'echo "ran 1"; test "$WORD $(cat note.txt)" = "{{word}} good"']}
                    counts: ['ran (?<tests>\\d+)']
                    tests: ["t/**"]
                    """.formatted(pack)).file("config/stacks/%s/scaffold/{{module}}-{{word}}.mustache".formatted(pack), "{{word}}");
        }
        var good = "### %1$s/note.txt\n```\ngood\n```\n### %1$s/t/note.txt\n```\ntest\n```\n";

        var outcome = taped.says("writer", "one", 1, good.formatted("a/x").replace("test", "much more of a test"))
                .says("writer", "two", 1, good.formatted("b").replace("good", "bad")).says("writer", "two", 2, good.formatted("b"))
                .says("writer", "top", 1, "### note.txt\n```\nTop.\n```\n").run();

        assertEquals(0, outcome.exit(), taped::story);
        assertEquals(Set.of(" a/x/setup", " b/setup", "one a/x/once", "two b/once", " a/x/tests", " b/tests", "two b/tests"),
                taped.shop.events(Event.Checked.class).stream().map(checked -> checked.task() + " " + checked.check())
                .collect(Collectors.toSet()));
        assertEquals("one", Taped.committed(outcome, "a/x/twins-one"));
        assertEquals("two", Taped.committed(outcome, "b/twins-two"));
        assertEquals(List.of(List.of("a/x/tests"), List.of("b/tests")), taped.shop.events(Event.Evidenced.class).stream()
                .map(Event.Evidenced::checks).toList());
    }

    @Test
    void thePlannerMayChooseParts() throws Exception {
        var taped = new Taped(folder);
        try (var server = new StubServer(request -> StubAnswer.text("""
                {"stack": "python-cli", "reason": "Two worlds.", "name": "note-kit", "summary": "Notes.", "lines": 100, "checks": [],
                 "parts": [{"stack": "python-cli", "root": "tool/"}, {"stack": "web-basic", "root": "site"}]}"""))) {
            taped.shop.models(server.baseUrl());
            try (var swarm = taped.shop.swarm()) {
                var plan = swarm.plan(Spec.of("A program and a site.", "spec.md"),
                        RunOptions.DEFAULT.withVariables(Map.of("tool.python", "3.12", "port", "9000")));
                assertEquals("python-cli in tool/ and web-basic in site/", plan.stack());
                assertTrue(PlanJson.of(plan).contains("""
                        "parts":[{"stack":"python-cli","root":"tool"},{"stack":"web-basic","root":"site"}]"""));
            }
        }
    }
}
