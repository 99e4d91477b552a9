package llmswarm.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;

import llmswarm.config.stack.PartName;
import llmswarm.config.yaml.Faults;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlanReaderTest {
    private static final String SMALL = """
            {"stack": "plain", "name": "demo", "summary": "A demo.", "requirements": [{"id": "R1", "text": "It works {well}."}],
             "contracts": [], "tasks": [{"id": "a", "title": "A", "agent": "backend", "description": "Do it.", "requirements": ["R1"],
             "files": ["a.txt"], "dependsOn": [], "provides": [], "uses": []}], "checks": [], "unclear": []}""";

    private static final String TASK = "{\"id\": \"%s\", \"title\": \"T\", \"agent\": \"backend\", \"description\": \"D\", "
            + "\"requirements\": [\"R1\"], \"files\": [\"x.txt\"], %s\"%s\": [%s]}";

    @Test
    void aPlanIsFoundWhateverIsWrittenAroundIt() {
        var plan = PlanReader.read(SMALL).plan().orElseThrow();
        for (var answer : List.of("Here is the plan:\n```json\n" + SMALL + "\n```\nGood luck {friend}!",
                "<think>maybe {\"stack\": 1}</think>\n" + SMALL, SMALL + "\n\n" + SMALL)) {
            assertEquals(new PlanReader.Read(Optional.of(plan), List.of()), PlanReader.read(answer), answer);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"depends_on", "depends-on", "DependsOn", "dependencies", "requires", "needs", "blocked_by",
            "prerequisites", "dependson", "depends_upon", "waitsFor"})
    void whatATaskWaitsForIsReadInEverySpellingAndSaidOnce(String spelling) {
        for (var also : List.of("", "\"dependsOn\": [], ")) {
            var tasks = "%s, %s".formatted(TASK.formatted("a", also, spelling, ""), TASK.formatted("b", also, spelling,
                    "\"a\""));
            var read = PlanReader.read(SMALL.replaceFirst("(?<=\"tasks\": \\[)(?s:.*)(?=], \"checks)",
                    Matcher.quoteReplacement(tasks)));
            assertEquals(List.of(), read.faults(), read::toString);
            assertEquals(List.of("a"), read.plan().orElseThrow().tasks().get(1).dependsOn());
            assertEquals(List.of("the plan's '%s' was read as 'dependsOn'".formatted(spelling)), read.notes());
            assertEquals(List.of(), read.doubts());
        }
    }

    @Test
    void otherKeysAreReadInTheirNearSpellingsToo() {
        var read = PlanReader.read(SMALL.replace("\"files\"", "\"file\"").replace("\"summary\"", "\"Summary\"")
                .replace("\"uses\"", "\"use\""));
        assertEquals(PlanReader.read(SMALL).plan(), read.plan());
        assertEquals(List.of("the plan's 'file' was read as 'files'", "the plan's 'Summary' was read as 'summary'"),
                read.notes().stream().sorted(Comparator.reverseOrder()).toList());
    }

    @Test
    void aKeyThatStandsForNothingIsADoubtUnlessItHoldsNothing() {
        var empty = SMALL.replace("\"stack\"", "\"notes\": null, \"risks\": [], \"more\": {}, \"stack\"");
        assertEquals(PlanReader.read(SMALL), PlanReader.read(empty));
        var dependents = PlanReader.read(SMALL.replace("\"title\"", "\"dependents\": [\"x\"], \"title\""));
        assertEquals(1, dependents.doubts().size(), "the other way round");
        var read = PlanReader.read(SMALL.replace("\"title\"", "\"priority\": 1, \"title\""));
        assertEquals(PlanReader.read(SMALL).plan(), read.plan());
        assertEquals(List.of("tasks[0]: unknown key 'priority'. Known keys: id, title, agent, description, "
                + "requirements, lines, files, size, dependsOn, provides, uses."), read.doubts());
    }

    @Test
    void twoAnswersToWhatATaskWaitsForAreADoubt() {
        var read = PlanReader.read(SMALL.replace("\"dependsOn\": []", "\"dependsOn\": [\"x\"], \"needs\": [\"y\"]"));
        assertEquals(List.of("x"), read.plan().orElseThrow().tasks().getFirst().dependsOn());
        assertEquals(1, read.doubts().size());
    }

    @Test
    void tasksWithinATaskAreAFault() {
        var read = PlanReader.read(SMALL.replace("\"title\"", "\"subtasks\": [{\"id\": \"x\"}], \"title\""));
        assertEquals(1, read.faults().size());
        assertTrue(read.faults().getFirst().startsWith("tasks[0]: unknown key 'subtasks'"), read::toString);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            "dependsOn": []      | "dependsOn": null
            "checks": []         | "checks": null
            "contracts": []      | "contracts": null
            "unclear": []        | "unclear": []}
            ["a.txt"]            | ["./a.txt"]
            ["a.txt"]            | [".//./a.txt", "a.txt"]
            ["a.txt"]            | ["a.txt",]
            "checks": []         | "checks": [], /* none */
            "checks": []         | "checks": [], # the user's "tests", {none}\\n
            {"stack"             | { # the plan's "stack"\\n"stack"
            {"stack"             | { // the plan\\n"stack"
            """)
    void whatIsPlainlyMeantIsTaken(String from, String to) {
        var changed = SMALL.replace(from, to.replace("\\n", "\n")).replace("/,", "/").replace("\n,", "\n").replace("}}", "}");
        assertEquals(PlanReader.read(SMALL), PlanReader.read(changed), changed);
    }

    @Test
    void aTextMayBreakItsLines() {
        assertEquals("It\n\tworks.", PlanReader.read(SMALL.replace("It works {well}.", "It\n\tworks.")).plan().orElseThrow()
                .requirements().getFirst().text());
        var escaped = PlanReader.read(SMALL.replace("It works {well}.", "It matches \\d.")).faults();
        assertEquals(1, escaped.size());
        assertTrue(escaped.getFirst().contains("Unrecognized character escape 'd'"), escaped::toString);
    }

    @Test
    void aPlanThatStandsInAnotherObjectIsFound() {
        assertEquals(PlanReader.read(SMALL), PlanReader.read("{\"plan\": " + SMALL + "}"));
    }

    @Test
    void whatDoesNotFitIsToldByItsPath() {
        var wrong = SMALL.replace("[\"a.txt\"]", "\"a.txt\"").replace("\"agent\": \"backend\", ", "");
        assertEquals(List.of("tasks[0]: missing key 'agent'.",
                "tasks[0].files: must be a list of strings, not a string."), PlanReader.read(wrong).faults());
    }

    @Test
    void anAnswerWithoutJsonIsOneFault() {
        assertEquals(List.of("the answer holds no JSON object"), PlanReader.read("I cannot plan this.").faults());
    }

    @Test
    void anAnswerThatIsCutOffIsAFaultAndNoCrash() {
        var faults = PlanReader.read(SMALL.substring(0, SMALL.length() / 2)).faults();
        assertEquals(1, faults.size());
        assertTrue(faults.getFirst().startsWith("the plan:"), faults::toString);
    }

    @Test
    void aPlanThatAPersonWroteMayBeYamlAndItsFaultsNameTheLine() {
        var faults = new Faults();
        var told = new ArrayList<String>();
        PlanReader.read("""
                stack: plain
                name: demo
                summary: A demo.
                requirements: []
                taskz: []
                tasks: []
                """, "plan.yaml", faults, told::add);
        assertEquals(List.of("plan.yaml:5:1: unknown key 'taskz'; did you mean 'tasks'? Known keys: stack, parts, name, summary, tasks, requirements, contracts, checks, unclear, background."),
                faults.sentences());
    }

    @Test
    void aPlanThatAPersonWroteIsReadInNearSpellingsToo() {
        var faults = new Faults();
        var told = new ArrayList<String>();
        var plan = PlanReader.read("""
                stack: plain
                name: demo
                summary: A demo.
                requirements:
                tasks:
                  - {id: a, title: A, agent: backend, description: Do., files: [./a.txt]}
                  - {id: b, title: B, agent: backend, description: Do., files: [b.txt], needs: [a]}
                """, "plan.yaml", faults, told::add).orElseThrow();
        assertEquals(List.of(), faults.sentences());
        assertEquals(List.of("a"), plan.task("b").dependsOn());
        assertEquals(List.of("a.txt"), plan.task("a").files());
        assertEquals(List.of("the plan's 'needs' was read as 'dependsOn'"), told);
    }

    @Test
    void aChoiceMustNameAKnownStack() {
        assertEquals(Optional.of(new PlanReader.Choice("plain", "Fits.", "", "", 0, List.of(), List.of())),
                PlanReader.choice("Sure: {\"stack\": \"plain\", \"reason\": \"Fits.\"}", List.of("plain", "other")));
        assertEquals(Optional.empty(), PlanReader.choice("{\"stack\": \"fancy\", \"reason\": \"x\"}",
                List.of("plain")));
        assertEquals(Optional.empty(), PlanReader.choice("plain", List.of("plain")));
    }

    @Test
    void aChoiceMayBeOfSeveralStacksEachWithItsFolder() {
        var choice = PlanReader.choice("""
                {"stack": "a", "parts": [{"stack": "a", "root": "tool/"}, {"stack": "b", "root": "./site"}]}""",
                List.of("a", "b")).orElseThrow();
        assertEquals(List.of(new PartName("a", "tool"), new PartName("b", "site")), choice.parts());
        assertEquals("a in tool/ and b in site/", choice.stack());
        assertEquals("b", PlanReader.choice("{\"stack\": \"a\", \"parts\": [{\"stack\": \"b\", \"root\": \".\"}]}",
                List.of("a", "b")).orElseThrow().stack());
        for (var wrong : List.of("{\"stack\": \"c\", \"root\": \"x\"}", "{\"stack\": \"b\", \"root\": \"tool\"}",
                "{\"stack\": \"b\", \"root\": \"../x\"}", "{\"stack\": \"b\"}")) {
            assertEquals(Optional.empty(), PlanReader.choice("{\"stack\": \"a\", \"parts\": [{\"stack\": \"a\", \"root\": \"tool\"}, %s]}"
                    .formatted(wrong), List.of("a", "b")), wrong);
        }
    }

    private static final String REST = "name: x\nsummary: s\nrequirements: []\ntasks: []\n";

    @Test
    void aPlanOfSeveralPartsIsReadWrittenAndReadAgain() {
        var faults = new Faults();
        var plan = PlanReader.read("parts: [{stack: a, root: tool}, {stack: b, root: site}]\n" + REST, "plan.yaml", faults,
                told -> { }).orElseThrow();
        assertEquals(List.of(), faults.sentences());
        assertEquals("a in tool/ and b in site/", plan.stack());
        assertEquals(Optional.of(plan), PlanReader.read(PlanJson.of(plan), "plan.json", faults, told -> { }));
        assertEquals(List.of(), faults.sentences());
    }

    @Test
    void aPlanOfOneStackSaysNothingOfParts() {
        var plan = PlanReader.read("stack: a\n" + REST, "plan.yaml", new Faults(), told -> { }).orElseThrow();
        assertEquals(List.of(), plan.parts());
        assertFalse(PlanJson.of(plan).contains("parts"));
        assertEquals("a", PlanReader.read("parts: [{stack: a}]\n" + REST, "plan.yaml", new Faults(), told -> { })
                .orElseThrow().stack());
    }

    @Test
    void partsThatCannotStandBesideEachOtherAreFaultsOfTheirPlace() {
        var faults = new Faults();
        PlanReader.read("parts: [{stack: a, root: tool}, {stack: b, root: tool/x}, {root: y}]\n" + REST, "plan.yaml", faults,
                told -> { });
        assertEquals(List.of("plan.yaml:1:8: 'parts' cannot be one project: the root 'tool/x' lies inside the root 'tool'.",
                "plan.yaml:1:59: missing key 'stack'."),
                faults.sentences());
    }

    /** Whoever plans for parts that are there may repeat them; that changes nothing and loses nothing. */
    @Test
    void partsInAPlannersAnswerAreLeftOut() {
        var read = PlanReader.read("""
                {"stack": "a in x/", "parts": [{"stack": "z", "root": "q"}], "name": "x", "summary": "s", "requirements": [], "tasks": []}""");
        assertEquals(List.of(List.of(), List.of(), List.of()), List.of(read.faults(), read.doubts(), read.notes()));
        assertEquals(List.of(), read.plan().orElseThrow().parts());
    }
}
