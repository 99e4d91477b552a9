package llmswarm.model.grammar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.json.JsonMapper;
import llmswarm.config.stack.Stack;
import llmswarm.guard.SafePath;
import llmswarm.model.grammar.Form.ChoiceForm;
import llmswarm.model.grammar.Form.PlanForm;
import llmswarm.model.grammar.Form.Size;
import llmswarm.plan.PlanLint;
import llmswarm.plan.PlanReader;
import org.junit.jupiter.api.Test;

class PlanGrammarTest {
    private static final List<String> AGENTS = List.of("backend", "tester");
    private static final PlanForm PLAN = new PlanForm("plain", AGENTS, false);
    private static final String HEAD = """
            {"stack":"plain","name":"demo","summary":"\\"Ü\\"",\
            "contracts":[{"name":"GET /users","kind":"endpoint","text":"a\\nb"},{"name":"greet(name)","kind":"function","text":"f"}],"tasks":[""";
    private static final String TAIL = "],\"checks\":[],\"unclear\":[{\"question\":\"Q?\",\"assumption\":\"A.\",\"lines\":[\"1-3\"]}],\"background\":[\"4-6\"]}";

    private final Masks masks = new Masks();

    private static Stack stack(boolean checks) {
        return Stack.plain("plain", "d", AGENTS, checks);
    }

    private static String task(String id, String files, String dependsOn, String provides, String uses) {
        return """
                {"id":"%s","title":"T","agent":"tester","description":"D","lines":["1-3","7"],"files":[%s],"size":40,\
                "dependsOn":[%s],"provides":[%s],"uses":[%s]}""".formatted(id, files, dependsOn, provides, uses).replace('\'', '"');
    }

    private static String task(String id, String files) {
        return task(id, files, "", "", "");
    }

    private static String plan(String... tasks) {
        return HEAD + String.join(",", tasks) + TAIL;
    }

    @Test
    void fiftyOfFiftyAnswersWithoutSenseArePlansThatLintingPasses() throws Exception {
        var vocabulary = Speaker.vocabulary(8_000);
        for (int seed = 0; seed < 50; seed++) {
            var checks = seed % 2 == 0;
            var size = seed < 10 ? Size.USUAL : new Size(3 + seed % 4, seed % 4, 1 + seed % 3, 60);
            var answer = new Speaker(vocabulary, seed)
                    .answer(masks.of(new PlanForm("plain", AGENTS, checks, size), vocabulary));
            var read = PlanReader.read(answer);
            assertEquals(List.of(), read.faults(), () -> answer);
            var plan = read.plan().orElseThrow();
            var linted = PlanLint.lint(plan, stack(checks));
            assertEquals(List.of(), linted.faults(), answer);
            assertEquals(List.of(), linted.notes(), "no two tasks write one file");
            assertTrue(plan.tasks().size() >= 3 && plan.tasks().size() <= size.tasks(), answer);
            assertEquals(checks, !plan.checks().isEmpty());
            var texts = plan.tasks().stream().flatMap(task ->
                    Stream.of(task.id(), task.title(), task.description(), task.files().getFirst()));
            assertEquals(List.of(), texts.filter(text -> text.codePointCount(0, text.length()) > size.characters())
                    .toList());
            var before = new HashSet<String>();
            for (var task : plan.tasks()) {
                assertTrue(before.containsAll(task.dependsOn()), answer);
                before.add(task.id());
            }
        }
    }

    @Test
    void aPlanAsPeopleWouldWriteItIsTaken() {
        assertTrue(Said.all(plan(task("api", "'src/api.py','src/__init__.py'", "", "'GET /users','greet(name)'", ""),
                task("api-tests", "'tests/test_api.py'", "'api'", "", "'GET /users','greet(name)'"),
                task("docs", "'README.md'", "'api','api-tests'", "", "")), PLAN));
    }

    @Test
    void aPlanWrittenByItsRecordIsTaken() throws Exception {
        var json = new JsonMapper();
        var plan = PlanReader.read(plan(task("a", "'a.py'"), task("b", "'b.py'"), task("c", "'c.py'"))).plan()
                .orElseThrow();
        assertTrue(Said.all(json.writeValueAsString(plan), PLAN), "the record writes what the grammar reads");
    }

    private static String begun(String... tasks) {
        return HEAD + String.join(",", tasks);
    }

    @Test
    void whatLintingWouldRefuseCannotBeWritten() {
        var a = task("a", "'src/a.py'");
        assertTrue(Said.begins(begun(a, task("b", "'b.py'")), PLAN));
        for (var wrong : List.of(
                begun(a, task("a", "'b.py'")), begun(a, task("B", "'b.py'")), begun(a, task("b-", "'b.py'")),
                begun(a, task("ask", "'b.py'")), begun(a, task("scaffold", "'b.py'")),
                begun(a, task("b", "'src/a.py'")), begun(a, task("b", "'src/A.py'")),
                begun(a, task("b", "'x.py','x.py'")),
                begun(a, task("b", "")), begun(a, task("b", "'../b.py'")), begun(a, task("b", "'/b.py'")),
                begun(task("a", "'Makefile'"), task("b", "'makefile/b.py'")),
                begun(task("a", "'makefile/b.py'"), task("b", "'Makefile'")),
                begun(a, task("b", "'b.py'", "'c'", "", "")), begun(a, task("b", "'b.py'", "'b'", "", "")),
                begun(task("a", "'a.py'", "", "'greet'", "")), begun(task("a", "'a.py'", "", "", "'GET /users'")),
                begun(task("a", "'a.py'", "", "'GET /users'", ""), task("b", "'b.py'", "", "'GET /users'", "")),
                begun(a).replace("tester", "wizard"), begun(a).replace("plain", "other"), begun(a)
                .replace("1-3", "three"), begun(a).replace("40", "04"),
                begun(a).replace("greet(name)", "get /users"), begun(a).replace("\"T\"", "\" \""), begun(a)
                .replace("\"T\"", "\"\""))) {
            assertFalse(Said.begins(wrong, PLAN), wrong);
        }
    }

    @Test
    void aPlanHasThreeTasksToTwelve() {
        var tasks = IntStream.rangeClosed(1, 13).mapToObj(i -> task("t" + i, "'t%d.py'".formatted(i))).toList();
        for (int n = 1; n <= 13; n++) {
            assertEquals(n >= 3 && n <= 12, Said.all(plan(tasks.subList(0, n).toArray(String[]::new)), PLAN), n
                    + " tasks");
        }
    }

    @Test
    void pathsAreSafeEverywhere() throws Exception {
        for (var taken : List.of("src/app.py", "README.md", ".gitignore", "Makefile", "a/b/c.test.js",
                "tests/__init__.py", "control.py",
                "console/x.py", "Auxiliary.java", "docs/plans.md", "com.py", "docs/api/PLAN.md")) {
            assertTrue(Said.begins(begun(task("a", "'" + taken + "'")), PLAN), taken);
            assertEquals(taken, SafePath.of(taken, List.of()).toString());
        }
        for (var refused : List.of("con.py", "CON.py", "src/aux.js", "nul/a.py", "COM1.txt", "lpt9.a.b",
                "docs/PLAN.md", "docs/plan.MD", "appveyor.yml",
                "a/Azure-Pipelines.yml", "Jenkinsfile", "x-wrapper.jar", "src/.git/a.py", ".env", "a b.py",
                "a\\\\b.py", "-a.py", "a//b.py", "a/", "a.", "noending", "é.py")) {
            assertFalse(Said.begins(begun(task("a", "'" + refused + "'")), PLAN), refused);
        }
    }

    @Test
    void theChoiceOfAStackNamesOneOfThem() throws Exception {
        var form = new ChoiceForm(List.of("generic", "generic-web"));
        var vocabulary = Speaker.vocabulary(4_000);
        for (int seed = 0; seed < 20; seed++) {
            var answer = new Speaker(vocabulary, seed).answer(masks.of(form, vocabulary));
            assertTrue(PlanReader.choice(answer, form.names()).isPresent(), answer);
        }
        assertFalse(Said.begins("{\"stack\":\"generic-w\"", form));
    }
}
