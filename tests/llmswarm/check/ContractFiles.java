package llmswarm.check;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

import llmswarm.check.ContractCheck.ContractFinding;
import llmswarm.config.ConfigFixture;
import llmswarm.config.stack.Stack;
import llmswarm.plan.Plan;
import llmswarm.plan.Task;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Files that are held to the contracts of a plan. */
abstract class ContractFiles {
    static final String PATTERNS = """
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
    static final Plan.Contract LOGIN =
            new Plan.Contract("login", "endpoint",
            "POST /api/login takes name and password as JSON and answers 200 or 401, or GET /profile in a browser."),
            PROFILE = new Plan.Contract("GET /api/users/{id}", "endpoint", "The profile as JSON."),
            USERS = new Plan.Contract("users", "table", "In server/schema.sql: id, name, hash.");
    static final Task SERVER = task("server", List.of("server/app.py"),
            List.of("login", "GET /api/users/{id}"), List.of("users")),
            PAGE = task("page", List.of("web/"), List.of(), List.of("login", "GET /api/users/{id}")),
            SCHEMA = task("schema", List.of("server/schema.sql"), List.of("users"), List.of());
    static final String SQL = "CREATE TABLE IF NOT EXISTS users (\n  id INTEGER PRIMARY KEY\n);\n";
    static final String BACK = """
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
    static final String FRONT = """
            const login = await fetch('/api/login', {method: 'POST', body}), me = await fetch(
                `/api/users/${login.id}?full=1`);
            """;

    @TempDir
    Path temp;
    Stack stack;

    @BeforeEach
    void readThePack() {
        stack = ConfigFixture.home(temp).withBasics()
                .with("stacks/web/stack.yaml", "name: web\ndescription: Front and back.\nagents: [backend]\n"
                + PATTERNS).catalog().stack("web");
    }

    static Task task(String id, List<String> files, List<String> provides, List<String> uses) {
        return new Task(id, "Write " + id, "backend", "d", List.of(), files, List.of(), provides, uses);
    }

    static Plan plan(List<Plan.Contract> contracts, Task... tasks) {
        return new Plan("web", "demo", "s", List.of(), contracts, List.of(tasks), List.of(), List.of());
    }

    static final Plan WEB = plan(List.of(LOGIN, PROFILE, USERS), SERVER, PAGE, SCHEMA);

    static SortedMap<String, byte[]> tree(String... pathsAndTexts) {
        var tree = new TreeMap<String, byte[]>();
        for (int i = 0; i < pathsAndTexts.length; i += 2) tree.put(pathsAndTexts[i],
                pathsAndTexts[i + 1].getBytes(StandardCharsets.UTF_8));
        return tree;
    }

    ContractCheck check(Plan plan) {
        return new ContractCheck(stack, plan);
    }

    static ContractFinding nowhere(String kind, String name, String sentence) {
        return new ContractFinding(Optional.empty(), 0, kind, name, sentence);
    }
}
