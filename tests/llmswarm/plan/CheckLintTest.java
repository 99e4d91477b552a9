package llmswarm.plan;

import static llmswarm.plan.Plans.task;
import static llmswarm.plan.Plans.writing;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands as planners write them; words are parted by bars, checks by slashes with blanks around. */
class CheckLintTest {
    private static final Set<String> THERE =
            Set.of("make", "python3", "env", "sh", "bash", "/usr/bin/env", "/opt/my tool/run");

    private static Plan plan(String checks) {
        var all = new ArrayList<Plan.PlannedCheck>();
        for (var check : checks.split(" / ")) all.add(new Plan.PlannedCheck("c" + (all.size() + 1), check.isEmpty()
                ? List.of() : Arrays.asList(check.split("\\|"))));
        var tasks = List.of(writing(task("a"), "src/main.c", "my tool", "made here/"));
        return new Plan("plain", "demo", "A demo.", List.of(), List.of(), tasks, all, List.of());
    }

    private static List<String> missing(String checks) {
        return CheckLint.missing(plan(checks), THERE::contains, List.of("make", "python3"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gradle|build", "env|A=b|gradle|build", "env|-i|LANG=C|gradle", "/usr/bin/env|gradle",
            "/opt/gradle/bin/gradle|build"})
    void aProgramThatIsNotThereIsAFaultWithWhatIs(String check) {
        var program = check.startsWith("/opt") ? "/opt/gradle/bin/gradle" : "gradle";
        assertEquals(List.of("check 'c1' calls '%s', which is not on this machine; there are: make, python3".formatted(program)), missing(check));
    }

    @Test
    void allThatAreMissingAreToldAndNothingIsOfferedWhereNothingIs() {
        assertEquals(List.of("check 'c1' calls 'gradle', which is not on this machine",
                "check 'c3' calls 'prove', which is not on this machine"),
                CheckLint.missing(plan("gradle|build / make / prove"), THERE::contains, List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "make|test", "env|A=b|python3|-m|unittest", "env|A=b|./run", "env|PATH=build:/usr/bin|app",
                "env|-C|build|tests", "env|-S|gradle build", "env",
        "sh|-c|gradle build && ./x", "bash|-c|cargo test", "sh|tests/run.sh",
        "./gradlew|test", "build/app|--help", "./build/tests", "target/debug/demo", "../elsewhere/x",
        "make|/tmp/demo/app / /tmp/demo/app|--help", "python3|-m|venv|/tmp/v / /tmp/v/bin/python|-V",
        "./my tool|x", "made here/bin/tests|--all", "/opt/my tool/run|x", "python3|-c|print(1 and 2)",
        "python3|-m|unittest|a b"})
    void whatMayRunIsNoFault(String checks) {
        assertEquals(List.of(), missing(checks));
        assertEquals(List.of(), CheckLint.form(plan(checks)));
    }

    @Test
    void wordsOfAShellAreToldApartFromTheFaults() {
        assertEquals(List.of("check 'c1': '&&' is an argument of 'python3' here, as there is no shell; make two checks of it, or write sh, -c and the line"),
                CheckLint.shellWords(plan("python3|-m|unittest|&&|echo|a|&&|b")));
        assertEquals(List.of(), CheckLint.shellWords(plan("sh|-c|make && ./x || y / python3|calc.py|a && b")));
    }

    @Test
    void aCommandIsAListOfWords() {
        assertEquals(List.of("check 'c1': 'python3 -m unittest' would be the name of one program; make each word an entry of its own: python3, -m, unittest"),
                CheckLint.form(plan("python3 -m unittest")));
        assertEquals(List.of("check 'c1': 'sh -c' would be the name of one program; make each word an entry of its own: sh, -c"), CheckLint.form(plan("sh -c|make")));
        assertEquals(List.of("check 'c1': './run tests.sh' would be the name of one program; make each word an entry of its own: ./run, tests.sh"),
                CheckLint.form(plan("./run tests.sh")));
        assertEquals(List.of("check 'c1': 'A=b' is no program, and there is no shell to set it; put the word env before it"), CheckLint.form(plan("A=b|make")));
        assertEquals(List.of("check 'c1': the command is empty", "check 'c2': the command is empty"),
                CheckLint.form(plan(" /  ")));
    }
}
