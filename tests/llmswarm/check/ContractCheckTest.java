package llmswarm.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;

import llmswarm.check.ContractCheck.ContractFinding;
import llmswarm.check.ContractCheck.Findings;
import llmswarm.plan.Plan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of several languages against the contracts of a plan, with patterns as a pack would write them. */
class ContractCheckTest extends ContractFiles {
    private static ContractFinding at(String file, int line, String kind, String name, String sentence) {
        return new ContractFinding(Optional.of(file), line, kind, name, sentence);
    }

    /** Who works alone may build names from parts, which no pattern finds. */
    @Test
    void whereNothingWasPromisedNothingIsHeldToIt() {
        var alone = plan(List.of(), task("everything", List.of("./"), List.of(), List.of()));
        var tree = tree("web/app.js", FRONT, "server/app.py", "register(f'/api/{name}')\n");
        assertEquals(List.of(), check(alone).afterTask(alone.tasks().getFirst(), tree, tree.keySet()).broken());
        assertEquals(List.of(), check(alone).whole(tree).broken());
    }

    @Test
    void frontAndBackThatAgreeHaveNothingToMend() {
        assertEquals(new Findings(List.of(), List.of()),
                check(WEB).whole(tree("server/app.py", BACK, "server/schema.sql", SQL, "web/app.js", FRONT)));
    }

    @Test
    void aFrontThatTakesAnotherPathIsFoundBeforeItsServerIsThere() {
        var front = "<form\n  action=\"/api/logon\" method=\"post\">\n";
        assertEquals(new Findings(List.of(at("web/index.html", 2, "endpoint", "/api/logon",
                        "web/index.html:2 uses the endpoint '/api/logon', which no contract promises and no file that this task sees provides; did you mean '/api/login'?")), List.of()),
                check(WEB).afterTask(PAGE, tree("web/index.html", front), List.of("web/index.html")));
        assertEquals(List.of(), check(WEB).afterTask(PAGE, tree("web/app.js", FRONT), List.of("web/app.js")).broken());
    }

    @Test
    void aBackThatProvidesAnotherPathIsToldWhatItPromised() {
        var back = BACK.replace("/api/login", "/api/signin");
        var found = check(WEB).afterTask(SERVER, tree("server/app.py", back, "server/schema.sql", SQL),
                List.of("server/app.py"));
        assertEquals(List.of(nowhere("endpoint", "login",
                "the contract 'login' promises the endpoint '/api/login', but the tool found it in no file of the task; "
                + "instead server/app.py:7 provides '/api/signin'; provide it in server/app.py, or leave it if it is there in another form, and say so")), found.broken());
        assertEquals(List.of(), found.warnings(), "what no contract promises may be there");
    }

    @Test
    void anotherTasksFileDoesNotKeepATasksPromise() {
        var found = check(WEB).afterTask(SERVER, tree("server/app.py", "x = 1\n", "server/old.py", BACK),
                List.of("server/app.py"));
        assertEquals(List.of("login", "GET /api/users/{id}"),
                found.broken().stream().map(ContractFinding::name).toList());
        var folder = task("server", List.of("server/"), List.of("login"), List.of());
        assertEquals(List.of(), check(plan(List.of(LOGIN, USERS), folder))
                .afterTask(folder, tree("server/a.py", "x = 1\n", "server/b.py", BACK), List.of("server/a.py"))
                .broken());
    }

    @Test
    void atTheEndWhatIsMissingGoesToItsProvider() {
        var found = check(WEB).whole(tree("server/app.py", "", "server/schema.sql", SQL, "web/app.js", FRONT));
        assertEquals(List.of(
                nowhere("endpoint", "login",
                "the contract 'login' promises the endpoint '/api/login', but the tool found it in no file; provide it in server/app.py, or leave it if it is there in another form, and say so"),
                nowhere("endpoint", "GET /api/users/{id}",
                        "the contract 'GET /api/users/{id}' promises the endpoint '/api/users/{id}', but the tool found it in no file; provide it in server/app.py, or leave it if it is there in another form, and say so")), found.broken());
        assertEquals(new Findings(List.of(),
                List.of(nowhere("endpoint", "login",
                "the contract 'login' promises the endpoint '/api/login', but no file provides it, and no task was to"))),
                check(plan(List.of(LOGIN), PAGE)).whole(tree()));
    }

    @Test
    void atTheEndWhatIsUsedMustBeThere() {
        var front = FRONT + "\nfetch('/profile')\nfetch('/profile')\n";
        assertEquals(List.of(at("web/app.js", 4, "endpoint", "/profile",
                        "web/app.js:4 uses the endpoint '/profile', which no contract promises and no file provides; there are '/api/login', '/api/users/{}'")),
                check(WEB).whole(tree("server/app.py", BACK, "server/schema.sql", SQL, "web/app.js", front)).broken());
        // A contract speaks of it, so that while others still write, it may come.
        assertEquals(List.of(), check(WEB).afterTask(PAGE, tree("web/app.js", front), List.of("web/app.js")).broken());
    }

    @ParameterizedTest
    @CsvSource({"POST /api/login,JSON in", "login,POST /api/login takes JSON.",
            "Log in,'See below.\n\nPOST /api/login/?next=x'", "login(name),'Method: POST, path: POST   /api/login'"})
    void aContractMayBeCalledByItsPathOrHoldItInItsText(String name, String text) {
        var task = task("server", List.of("server/app.py"), List.of(name), List.of());
        var plan = plan(List.of(new Plan.Contract(name, "Endpoint", text)), task);
        assertEquals(new Findings(List.of(), List.of()),
                check(plan).afterTask(task, tree("server/app.py", "app.post('/api/login', login)\n"),
                List.of("server/app.py")));
        assertEquals(1, check(plan).afterTask(task, tree("server/app.py", ""), List.of("server/app.py")).broken()
                .size());
        assertEquals(List.of(name), check(plan).whole(tree("web/a.js", "fetch('/api/login')\n")).broken().stream()
                .map(ContractFinding::name).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"@app.get('/api/users/<id>')", "@app.get(\"/api/users/<int:user_id>/\")",
            "app.get('/api/users/:id', show)", "@app.get('/api/users/{user_id}')",
            "    if method == 'GET' and path == \"/api/users/{}\":"})
    void pathParametersInDifferentStylesAreTheSame(String route) {
        var task = task("server", List.of("server/app.py"), List.of("GET /api/users/{id}"), List.of());
        assertEquals(new Findings(List.of(), List.of()),
                check(plan(List.of(PROFILE), task))
                .whole(tree("server/app.py", route + "\n", "web/a.js",
                "axios.get(`/api/users/${user.id}/?x=${y}`)\n")));
    }

    @Test
    void severalOnALineAreAllSeen() {
        assertEquals(List.of("/a", "/b"), check(WEB)
                .afterTask(PAGE, tree("web/a.js", "fetch('/a'); fetch('/api/login'); fetch('/b'); fetch('/a')\n"),
                List.of("web/a.js"))
                .broken().stream().map(ContractFinding::name).toList());
    }

    @Test
    void tablesAreJudgedAcrossLanguages() {
        var store = "def find(db, name):\n    return db.execute(\n        \"\"\"SELECT *\n           FROM user WHERE name = ?\"\"\", (name,))\n";
        var writer = "db.prepare('INSERT INTO users (name) VALUES (?)').run(name);\ndb.prepare(\"update user set hash = ?\");\n";
        var found = check(plan(List.of(USERS), SCHEMA))
                .whole(tree("src/store.py", store, "src/writer.js", writer, "server/schema.sql", SQL
                + "create table `log` (at TEXT);\n"));
        assertEquals(List.of("src/store.py:4 uses the table 'user', which no contract promises and no file provides; did you mean 'users'?",
                "src/writer.js:2 uses the table 'user', which no contract promises and no file provides; did you mean 'users'?"), found.broken().stream().map(ContractFinding::sentence).toList());
        assertEquals(List.of(), found.warnings(), "what no contract promises may be there");
    }

    @Test
    void functionsAreFoundAtTheBeginningOfALine() {
        var contract = new Plan.Contract("store", "function", "In store.py:\n  add(name: str) -> int\nStores it.");
        var task = task("store", List.of("store.py"), List.of("store"), List.of());
        var found = check(plan(List.of(contract), task))
                .whole(tree("store.py", "import os\n\n\nclass A:\n    def add(self):\n        pass\n", "cli.py",
                "import store\n\nstore.add('x')\nstore.ad('x')\n"));
        assertEquals(List.of("the contract 'store' promises the function 'add', but the tool found it in no file; provide it in store.py, or leave it if it is there in another form, and say so",
                "cli.py:4 uses the function 'ad', which no contract promises and no file provides; did you mean 'add'?"), found.broken().stream().map(ContractFinding::sentence).toList());
    }
}
