package llmswarm.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

import llmswarm.check.ContractCheck.ContractFinding;
import llmswarm.check.ContractCheck.Findings;
import llmswarm.config.ConfigFixture;
import llmswarm.config.stack.Stack;
import llmswarm.plan.Plan;
import llmswarm.plan.Task;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of several languages against the contracts of a plan, with patterns as a pack would write them. */
class ContractCheckTest {
    private static final String PATTERNS = """
            contracts:
              - kind: endpoint
                files: "{src,web,server}/**"
                provided: '(?:@app\\.(?:route|get|post)\\(|app\\.(?:get|post|put|delete)\\(|path ==)\\s*["''](?<name>/[^"'']*)["'']'
                used: '(?:fetch\\(|axios\\.\\w+\\(|action=)\\s*["''`](?<name>/[^"''`]*)["''`]'
                promised: '(?:GET|POST|PUT|PATCH|DELETE)\\s+(?<name>/[^\\s,;)]*)'
                normalise: [['\\?.*$', ''], ['\\$\\{[^}]*\\}|\\{[^}]*\\}|<[^>]*>|:[A-Za-z_]\\w*', '{}'], ['(.)/+$', '$1']]
              - kind: table
                provided: '(?i)create\\s+table\\s+(?:if\\s+not\\s+exists\\s+)?["`]?(?<name>\\w+)'
                used: '(?i)\\b(?:select\\b[^;"'']*?\\bfrom|insert\\s+into|update|delete\\s+from)\\s+["`]?(?<name>\\w+)'
              - kind: function
                files: "**/*.py"
                provided: '^(?:async )?def (?<name>[a-z]\\w*)\\('
                used: '\\bstore\\.(?<name>\\w+)\\('
                promised: '^\\s*(?:def\\s+)?(?<name>\\w+)\\('
            """;
    private static final Plan.Contract LOGIN =
            new Plan.Contract("login", "endpoint",
            "POST /api/login takes name and password as JSON and answers 200 or 401, or GET /profile in a browser."),
            PROFILE = new Plan.Contract("GET /api/users/{id}", "endpoint", "The profile as JSON."),
            USERS = new Plan.Contract("users", "table", "In server/schema.sql: id, name, hash.");
    private static final Task SERVER = task("server", List.of("server/app.py"),
            List.of("login", "GET /api/users/{id}"), List.of("users")),
            PAGE = task("page", List.of("web/"), List.of(), List.of("login", "GET /api/users/{id}")),
            SCHEMA = task("schema", List.of("server/schema.sql"), List.of("users"), List.of());
    private static final String SQL = "CREATE TABLE IF NOT EXISTS users (\n  id INTEGER PRIMARY KEY\n);\n";
    private static final String BACK = """
            from flask import Flask, request
            from server.db import query

            app = Flask(__name__)


            @app.route("/api/login", methods=["POST"])
            def login():
                return query("SELECT id, hash FROM users WHERE name = ?", request.json["name"])


            @app.get(
                '/api/users/<int:id>')
            def profile(id):
                return query("SELECT name FROM users WHERE id = ?", id)
            """;
    private static final String FRONT = """
            const login = await fetch('/api/login', {method: 'POST', body}), me = await fetch(
                `/api/users/${login.id}?full=1`);
            """;

    @TempDir
    Path temp;
    private Stack stack;

    @BeforeEach
    void readThePack() {
        stack = ConfigFixture.home(temp).withBasics()
                .with("stacks/web/stack.yaml", "name: web\ndescription: Front and back.\nagents: [backend]\n"
                + PATTERNS).catalog().stack("web");
    }

    private static Task task(String id, List<String> files, List<String> provides, List<String> uses) {
        return new Task(id, "Write " + id, "backend", "d", List.of(), files, List.of(), provides, uses);
    }

    private static Plan plan(List<Plan.Contract> contracts, Task... tasks) {
        return new Plan("web", "demo", "s", List.of(), contracts, List.of(tasks), List.of(), List.of());
    }

    private static final Plan WEB = plan(List.of(LOGIN, PROFILE, USERS), SERVER, PAGE, SCHEMA);

    private static SortedMap<String, byte[]> tree(String... pathsAndTexts) {
        var tree = new TreeMap<String, byte[]>();
        for (int i = 0; i < pathsAndTexts.length; i += 2) tree.put(pathsAndTexts[i],
                pathsAndTexts[i + 1].getBytes(StandardCharsets.UTF_8));
        return tree;
    }

    private ContractCheck check(Plan plan) {
        return new ContractCheck(stack, plan);
    }

    private static ContractFinding at(String file, int line, String kind, String name, String sentence) {
        return new ContractFinding(Optional.of(file), line, kind, name, sentence);
    }

    private static ContractFinding nowhere(String kind, String name, String sentence) {
        return new ContractFinding(Optional.empty(), 0, kind, name, sentence);
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

    @Test
    void whatIsThereAndDoesNotCountIsToldWithTheReason() {
        var call = tree("web/app.js", "fetch('/api/login')\nfetch('/api/made')\n");
        var front = check(plan(List.of(USERS), SCHEMA, SERVER, PAGE));
        var found = front.afterTask(PAGE, call, List.of("web/app.js")).broken();
        assertEquals(List.of("server/app.py:7 provides the endpoint '/api/login', which web/app.js:1 uses; the task 'page' does not see that file, as it does not depend on the task 'server'"),
                front.unseen(PAGE, found, tree("server/app.py", BACK)));
        var kept = check(WEB).afterTask(SERVER, tree("server/app.py", "x = 1\n", "server/old.py", BACK), List.of());
        assertEquals("the contract 'login' promises the endpoint '/api/login', but the tool found it in no file of the task; "
                + "server/old.py:7 provides it, which is no file of the task 'server'; provide it in server/app.py, or leave it if it is there in another form, and say so",
                kept.broken().getFirst().sentence());
        call.put("docs/back.txt", BACK.getBytes(StandardCharsets.UTF_8));
        assertEquals("web/app.js:1 uses the endpoint '/api/login', which no contract promises and no file provides; docs/back.txt:7 looks like it, where the stack's patterns for this kind do not look",
                front.whole(call).broken().stream().map(ContractFinding::sentence).filter(text -> text.contains("'/api/login'"))
                .findFirst().orElse(""));
    }

    @Test
    void onlyKindsThatTheStackKnowsAreJudged() {
        var contract = new Plan.Contract("Greeting", "type", "class Greeting");
        var task = task("a", List.of("a.txt"), List.of("Greeting"), List.of());
        assertEquals(new Findings(List.of(), List.of()),
                check(plan(List.of(contract), task)).afterTask(task, tree("a.txt", "x\n"), List.of("a.txt")));
    }

    @Test
    void otherFilesBinaryOnesLargeOnesAndThePlansPageAreNotRead() {
        var call = "fetch('/nowhere')\n";
        var tree = tree("docs/PLAN.md", "CREATE TABLE x\n", "server/schema.sql", SQL, "docs/notes.md", call,
                "web/picture.js", "\0" + call, "web/large.js", call + "x".repeat(1 << 20), "web/a.js", call);
        var found = check(plan(List.of(USERS), SCHEMA)).whole(tree);
        assertEquals(List.of("web/a.js:1 uses the endpoint '/nowhere', which no contract promises and no file provides; there is none"),
                found.broken().stream().map(ContractFinding::sentence).toList());
        assertEquals(List.of(), found.warnings());
    }

    @Test
    void aFailureHoldsTheSentences() {
        var failure = new Failure.Contract(List.of("a", "b"));
        assertEquals("contract", failure.kind());
        assertEquals("a\nb", failure.evidence());
    }

    @ParameterizedTest
    @ValueSource(strings = {"fetch('", "fetch( ", "fetch('/a') ", "select ", "select from ", "create table ",
            "CREATE TABLE a ", "/a/:b?", "app.get('/${", "def a(\n", "\n", "é日", "store.a("})
    void hostileFilesOfAMegabyteAreReadQuickly(String piece) {
        var text = piece.repeat(1_000_000 / piece.getBytes(StandardCharsets.UTF_8).length);
        assertTimeout(Duration.ofSeconds(60), () -> check(WEB).whole(tree("web/a.py", text, "web/b.py", text)));
    }

    @Test
    void aFloodOfUnknownNamesIsCut() {
        var text = new StringBuilder();
        for (int i = 0; i < 5000; i++) text.append("fetch('/x%d')\n".formatted(i));
        var found = check(WEB).afterTask(PAGE, tree("web/a.js", text.toString()), List.of("web/a.js"));
        assertEquals(20, found.broken().size());
        assertTrue(found.broken().getLast().sentence().startsWith("web/a.js:20 uses the endpoint '/x19'"));
    }
}
