package llmswarm.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import llmswarm.LiveSite;
import llmswarm.Tape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the pack web-basic finds in the two sides of a website, as people and models write them. */
class ContractPatternsTest {
    private static final Path PACK = Tape.checkout().resolve("stacks/web-basic");
    private static final PackPatterns PATTERNS = PackPatterns.of("web-basic");

    private static Set<String> provided(String kind, String text) {
        return PATTERNS.provided(kind, text);
    }

    private static Set<String> used(String kind, String text) {
        return PATTERNS.used(kind, text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"@route(\"PUT\", \"/api/things/{id}\")", "@route( 'PUT' , '/api/things/{thing_id}' )",
            "@api.route(\"PUT\", \"/api/things/{id}\")"})
    void anEndpointIsProvidedByItsDecorator(String python) {
        assertEquals(Set.of("PUT /api/things/{}"), provided("endpoint", python));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "await api(\"PUT\", `/api/things/${id}`, { name })",
        "api('PUT',\n  `/api/things/${encodeURIComponent(thing.id)}?all=${all ? 1 : 0}`)",
        "api(\"PUT\", \"/api/things/\" + id, body)",
        "fetch(`/api/things/${id}`, {method: \"PUT\", body})",
        "fetch(`/api/things/${id}`, {\n  headers: { 'Content-Type': 'application/json' },\n  method: 'PUT',\n})"})
    void anEndpointIsUsedByACallInWhateverForm(String script) {
        assertEquals(Set.of("PUT /api/things/{}"), used("endpoint", script));
    }

    @ParameterizedTest
    @ValueSource(strings =
            {"fetch('/api/things')",
            "fetch(\"/api/things?sort=name\", { cache: \"no-store\" }); x = { method: \"PUT\" };",
            "api(\"GET\", \"/api/things\")"})
    void aCallWithoutAMethodIsAGet(String script) {
        assertEquals(Set.of("GET /api/things"), used("endpoint", script));
    }

    @ParameterizedTest
    @ValueSource(strings = {"api(method, path)", "fetch(path, options)", "fetch(\"style.css\")",
            "visitor.call(\"PUT\", \"/api/things\")", "route(\"PUT\", path)", "map(\"PUT\", \"/api/x\")"})
    void nothingElseIsAnEndpoint(String text) {
        assertEquals(Set.of(), provided("endpoint", text));
        assertEquals(Set.of(), used("endpoint", text));
    }

    @ParameterizedTest
    @CsvSource({"GET /api/things, GET /api/things", "GET /api/things/{id}, GET /api/things/{}",
            "DELETE /api/things/{a}/parts/{b}, DELETE /api/things/{}/parts/{}"})
    void theNameInAPlanIsComparedInTheSameForm(String name, String normal) {
        assertEquals(normal, PATTERNS.normal("endpoint", name));
    }

    @Test
    void tablesAreMadeAndUsedInSql() {
        assertEquals(Set.of("users", "names", "recent"), provided("table",
                "CREATE TABLE IF NOT EXISTS users (\nCREATE VIEW names AS SELECT\nWITH recent AS (SELECT 1)\nCREATE INDEX i ON users (x)"));
        assertEquals(Set.of("users", "sessions", "logs", "things"), used("table", """
                from server.api import route
                "SELECT * FROM users JOIN sessions ON 1" "INSERT INTO logs(x) VALUES (?) ON CONFLICT DO UPDATE SET x = 1" "UPDATE things SET x = ?"
                """));
    }

    @Test
    void theSidesOfTheExampleAgreeAndTheScaffoldTakesNoPart() {
        var tape = LiveSite.tape();
        var promised = new TreeSet<String>();
        tape.plan().contracts().stream().filter(c -> c.kind().equals("endpoint")).forEach(c -> promised.add(c.name()));
        var answers = tape.answers();
        assertEquals(promised, provided("endpoint", answers));
        assertEquals(promised, used("endpoint", answers));
        assertEquals(Set.of("users", "sessions"), provided("table", answers));
        assertEquals(Set.of("users", "sessions"), used("table", answers));
        var scaffold = text(PACK.resolve("scaffold"));
        for (var kind : List.of("endpoint", "table")) {
            assertEquals(Set.of(), provided(kind, scaffold));
            assertEquals(Set.of(), used(kind, scaffold));
        }
    }

    private static String text(Path folder) {
        try (var files = Files.walk(folder)) {
            var all = new StringBuilder();
            for (var file : files.filter(Files::isRegularFile).toList()) all.append(Files.readString(file))
                    .append('\n');
            return all.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
