package llmswarm.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;

import llmswarm.Tape;
import llmswarm.config.Catalog;
import llmswarm.config.layer.Layer;
import llmswarm.config.stack.Stack;
import llmswarm.config.yaml.Faults;
import llmswarm.plan.Plan;
import llmswarm.plan.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Contracts as planners write them, held to the patterns of the pack web-basic before any task. */
class ContractLintTest {
    private static final Catalog BUNDLED = Catalog.load(
            List.of(new Layer(Layer.Origin.BUNDLED, Tape.checkout(), "clone")), new Faults());
    private static final Stack WEB = BUNDLED.stack("web-basic");
    private static final String ROUTE = "@route(\"POST\", \"/api/login\")\n",
            TABLE = "CREATE TABLE IF NOT EXISTS account (id INTEGER);\n", PAGE = "<form id=\"login-form\">\n";

    private static Plan plan(String kind, String name, String text) {
        var contract = new Plan.Contract(name, kind, text);
        var task = new Task("a", "A", "backend", "d", List.of(), List.of("server/a.py", "web/index.html"), List.of(),
                List.of(name), List.of());
        return new Plan("web-basic", "demo", "s", List.of(), List.of(contract), List.of(task), List.of(), List.of());
    }

    private static List<String> doubts(String kind, String name, String text) {
        return ContractLint.lint(plan(kind, name, text), WEB).doubts();
    }

    private static List<ContractCheck.ContractFinding> findings(Plan plan, String python, String html) {
        var tree = new TreeMap<String, byte[]>();
        tree.put("server/a.py", python.getBytes(StandardCharsets.UTF_8));
        tree.put("web/index.html", html.getBytes(StandardCharsets.UTF_8));
        return new ContractCheck(WEB, plan).afterTask(plan.tasks().getFirst(), tree, tree.keySet()).broken();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            table         | account                      | id, name
            table         | `account`                    | id, name
            table         | table account                | id, name
            table         | account table                | id, name
            Table         | Table: account               | id, name
            database table| Account                      | id, name
            tables        | the account table            | id, name
            db table      | account (table)              | id, name
            table         | table (account)              | id, name
            table         | account(id, name)            | One for each person.
            table         | account - people who signed up | id, name
            table         | user accounts                | CREATE TABLE account (id INTEGER)
            table         | accounts of people           | In server/schema.sql: CREATE TABLE IF NOT EXISTS account
            table         | ACCOUNT                      | id, name
            endpoint      | POST /api/login              | Takes JSON.
            Endpoint      | POST /api/login endpoint     | Takes JSON.
            HTTP endpoint | `POST /api/login`            | Takes JSON.
            endpoint      | POST `/api/login`            | Takes JSON.
            REST endpoint | Log in (POST /api/login)     | Takes JSON.
            endpoint      | endpoint POST /api/login     | Takes JSON. GET /api/me tells who it is.
            endpoint      | Login: POST /api/login       | Takes JSON.
            endpoints     | login                        | POST /api/login takes JSON.
            endpoint      | login                        | POST /api/login takes JSON; GET /api/me tells who it is.
            endpoint      | /api/login                   | As POST /api/login with JSON; GET /api/me tells who it is.
            endpoint      | POST /api/login              | GET /api/me tells who signed in.
            endpoint      | login(name, password)        | @route("POST", "/api/login")
            element       | login-form                   | The form.
            element       | elements of the page         | #login-form holds the fields.
            page elements | page                         | <form id="login-form"> holds the fields.
            DOM element   | #login-form                  | The form.
            """)
    void aNaturalNameIsTakenForWhatItMeansAndRightCodeKeepsItsPromise(String kind, String name, String text) {
        assertEquals(List.of(), doubts(kind, name, text));
        var plan = plan(kind, name, text);
        assertEquals(List.of(), findings(plan, ROUTE + TABLE, PAGE));
        assertEquals(1, findings(plan, "x = 1\n", "<p>\n").size(), "it is looked for");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            table    | user account table    | id, name          | a contract of kind table is named as the table itself, such as account, not 'table account'; its text gives the columns with their types
            table    | tables                | account, session  | a contract of kind table is named as the table itself, such as account, not 'table account'; its text gives the columns with their types
            table    | account               | CREATE TABLE accounts (id INTEGER) | its name is 'account', its text has the table 'accounts'; name and text have to say the same
            endpoint | /api/login            | Takes JSON.       | a contract of kind endpoint is named by method and path, such as GET /api/things/{id}; its text says what it takes, what it answers, and each refusal
            endpoint | login                 | Takes JSON.       | a contract of kind endpoint is named by method and path, such as GET /api/things/{id}; its text says what it takes, what it answers, and each refusal
            endpoint | GET and POST /api/login | Takes JSON; GET /api/login, POST /api/login. | a contract of kind endpoint is named by method and path, such as GET /api/things/{id}; its text says what it takes, what it answers, and each refusal
            endpoint | POST /api/login       | GET /api/login answers 200. | its name is 'POST /api/login', its text has the endpoint 'GET /api/login'; name and text have to say the same
            element  | elements              | A form and a list. | a contract of kind element is named for the elements it lists; its text writes the id of each as #id
            """)
    void whatHasNoPlainMeaningIsToldWithWhatMendsItAndNeverHeldAgainstCode(String kind, String name, String text,
    String reason) {
        assertEquals(List.of("contract '%s': %s".formatted(name, reason)), doubts(kind, name, text));
        assertEquals(List.of(), findings(plan(kind, name, text), "x = 1\n", "<p>\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"function", "type", "format", "page table of contents", "route"})
    void kindsWithoutPatternsAreNotJudged(String kind) {
        for (var name : List.of("login(name: str) -> int", "def login", "login function", "server.accounts.login",
                "!")) {
            assertEquals(List.of(), doubts(kind, name, "Anything."));
            assertEquals(List.of(), findings(plan(kind, name, "Anything."), "x = 1\n", "<p>\n"));
        }
    }

    /** An ordinary word of the text can look like another name of the kind. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            openingText | hours.js exports openingText(now: Date). Closed gives the day of the next opening, also today. | true
            render      | Calls render (id, node), then shows what it rendered, or nothing. | true
            render      | export function renderAll(id) shows it. | false
            """)
    void aTextThatHasTheNameItselfSaysTheSame(String name, String text, boolean same) {
        assertEquals(same, ContractLint.lint(plan("function", name, text), BUNDLED.stack("static-site")).doubts()
                .isEmpty());
    }

    @Test
    void aDoubtIsToldOnceAndThenANoteSinceThePatternMayBeWrong() {
        var linted = ContractLint.lint(plan("table", "tables", "account"), WEB);
        assertEquals(1, linted.doubts().size());
        assertEquals(linted.doubts().getFirst() + "; it is not checked", linted.allNotes().getLast());
    }

    @Test
    void thePlanOfTheExampleHasNoDoubts() {
        assertEquals(List.of(), ContractLint.lint(llmswarm.LiveSite.tape().plan(), WEB).doubts());
    }
}
