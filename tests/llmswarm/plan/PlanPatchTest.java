package llmswarm.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;


/** Answers that give only what changes in a plan. */
class PlanPatchTest {
    private static final String OLD = """
            {"stack": "plain", "name": "demo", "summary": "A demo.",
             "requirements": [{"id": "R1", "text": "It adds."}, {"id": "R2", "text": "It prints."}],
             "contracts": [{"name": "table account", "kind": "table", "text": "id, name."}],
             "tasks": [{"id": "core", "title": "Core", "agent": "backend", "description": "Add.", "requirements": ["R1"],
                        "files": ["core.py"], "dependsOn": [], "provides": ["table account"], "uses": []},
                       {"id": "cli", "title": "Cli", "agent": "backend", "description": "Print.", "requirements": ["R2"],
                        "files": ["cli.py"], "dependsOn": [], "provides": [], "uses": ["table account"]}],
             "checks": [{"name": "tests", "run": ["make"]}], "unclear": [{"question": "Which?", "assumption": "None."}]}""";

    private static Plan changed(String answer) {
        var read = PlanPatch.apply(OLD, answer).read();
        assertEquals(List.of(), read.faults(), answer);
        return read.plan().orElseThrow();
    }

    private static List<String> ids(Plan plan) {
        return plan.tasks().stream().map(Task::id).toList();
    }

    @Test
    void anEntryThatGivesOneListChangesThatListAndNothingElse() {
        var old = PlanReader.read(OLD).plan().orElseThrow();
        var plan = changed("Here:\n```json\n{\"tasks\": [{\"id\": \"cli\", \"dependsOn\": [\"core\"]}]}\n```");
        assertEquals(List.of("core"), plan.task("cli").dependsOn());
        assertEquals(old.task("cli").dependingOn(List.of("core")), plan.task("cli"));
        assertEquals(old.task("core"), plan.task("core"));
        assertEquals(old.contracts(), plan.contracts());
        assertEquals(old.checks(), plan.checks());
        assertEquals(old.unclear(), plan.unclear());
    }

    @Test
    void aChangeInANearSpellingChangesWhatItMeans() {
        var read = PlanPatch.apply(OLD, "{\"tasks\": [{\"id\": \"cli\", \"depends_on\": [\"core\"],}]} // so").read();
        assertEquals(List.of("core"), read.plan().orElseThrow().task("cli").dependsOn());
        assertEquals(List.of("the plan's 'depends_on' was read as 'dependsOn'"), read.notes());
        var old = OLD.replace("dependsOn", "needs");
        assertEquals(List.of("core"), PlanPatch.apply(old, "{\"tasks\": [{\"id\": \"cli\", \"dependsOn\": [\"core\"]}]}")
                .read().plan().orElseThrow().task("cli").dependsOn());
    }

    @Test
    void whatWouldBeLostIsAskedForAgainAsAWhole() {
        var nested = OLD.replace("\"title\": \"Cli\"", "\"title\": \"Cli\", \"subtasks\": [{\"id\": \"x\"}]");
        assertEquals("", PlanPatch.apply("", nested).json());
        assertEquals(1, PlanPatch.apply("", nested).read().faults().size());
    }

    @Test
    void textsReplaceAndEntriesOfAnotherKeyStandBehindTheOthers() {
        var plan = changed("""
                {"summary": "Another.", "requirements": [{"id": "R3", "text": "It ends."}, {"id": "R1", "text": "It adds numbers."}],
                 "checks": [{"name": "tests", "run": ["make", "test"]}], "unclear": [{"question": "Which?", "assumption": "All."}]}""");
        assertEquals("Another.", plan.summary());
        assertEquals("demo", plan.name());
        assertEquals(List.of(new Plan.Requirement("R1", "It adds numbers."), new Plan.Requirement("R2", "It prints."),
                new Plan.Requirement("R3", "It ends.")), plan.requirements());
        assertEquals(List.of(new Plan.PlannedCheck("tests", List.of("make", "test"))), plan.checks());
        assertEquals(List.of(new Plan.Unclear("Which?", "All.")), plan.unclear());
    }

    @Test
    void anEntryThatIsDroppedAndGivenAgainIsANewOne() {
        var plan = changed("""
                {"drop": {"contracts": ["table account"], "tasks": ["cli"]}, "contracts": [{"name": "account", "kind": "table", "text": "id."}],
                 "tasks": [{"id": "core", "provides": ["account"]}]}""");
        assertEquals(List.of(new Plan.Contract("account", "table", "id.")), plan.contracts());
        assertEquals(List.of("core"), ids(plan));
        assertEquals(List.of("make"), changed("{\"drop\": {\"tasks\": [\"cli\"]}}").checks().getFirst().run());
    }

    @Test
    void aWholePlanIsTakenWhole() {
        var other = OLD.replace("\"demo\"", "\"other\"").replaceAll("(?s),\\s*\"checks\".*", "}");
        assertEquals(PlanReader.read(other), PlanPatch.apply(OLD, other).read());
        assertEquals(List.of(), PlanPatch.apply(OLD, other).read().plan().orElseThrow().checks());
    }

    @Test
    void anOldPlanThatIsNotUsableYetIsMendedByWhatItLacks() {
        var old = OLD.replace("\"title\": \"Cli\", ", "").replace("\"summary\": \"A demo.\",", "");
        assertEquals(List.of("the plan: missing key 'summary'.", "tasks[1]: missing key 'title'."),
                PlanReader.read(old).faults().stream().sorted().toList().reversed());
        var first = PlanPatch.apply("My plan:\n" + old, "{\"tasks\": [{\"id\": \"cli\", \"title\": \"Cli\"}]}");
        assertEquals(1, first.read().faults().size(), first::toString);
        var second = PlanPatch.apply(first.json(), "{\"summary\": \"A demo.\"}");
        assertEquals(PlanReader.read(OLD), second.read(), "one answer builds on the other");
    }

    @Test
    void withoutAnOldPlanTheAnswerHasToBeAWholeOne() {
        for (var old : List.of("", "I cannot plan this.", OLD.substring(0, 300))) {
            assertEquals(PlanReader.read(OLD), PlanPatch.apply(old, OLD).read());
            assertFalse(PlanPatch.apply(old, "{\"name\": \"x\"}").read().faults().isEmpty());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {"drop": {"tasks": ["clu"]}}                                  | drop.tasks: there is no 'clu'; did you mean 'cli'?
            {"drop": {"files": ["a"]}}                                    | drop.files: there is no such list; there are requirements, contracts, tasks, checks, unclear
            {"drop": ["cli"]}                                             | drop: must be a map such as {"tasks": ["id"]}
            {"drop": {"tasks": "cli"}}                                    | drop.tasks: must be a list of strings
            {"tasks": [{"title": "Cli"}]}                                 | tasks[0]: missing key 'id', which tells the entry that is changed
            {"tasks": ["cli"]}                                            | tasks[0]: missing key 'id', which tells the entry that is changed
            {"tasks": [{"id": "d"}, {"id": "d"}]}                         | tasks[1]: 'd' is there twice
            {"tasks": {"cli": {}}}                                        | tasks: must be a list of maps, not a map.
            {"name": ["a"]}                                               | name: must be a string, not a list.
            {"plan": {"name": "a"}}                                       | the plan: unknown key 'plan'. Known keys: stack, name, summary, requirements, contracts, tasks, checks, unclear, background, drop.
            {"note": "as it is"}                                          | the answer changes nothing: it has none of the keys stack, name, summary, requirements, contracts, tasks, checks, unclear, background and drop
            {"contracts": [{"name": "account", "text": "id."}]}           | contracts[1]: missing key 'kind'.
            {"name": "a", "name": "b"}                                    | the plan:1:15: key 'name' stands here a second time; the first is on line 1, column 2.
            I leave it as it is.                                          | the answer holds no JSON object
            """)
    void anAnswerThatCannotBeFollowedIsAFaultThatSaysWhere(String answer, String fault) {
        assertTrue(PlanPatch.apply(OLD, answer).read().faults().contains(fault), () ->
                PlanPatch.apply(OLD, answer).toString());
    }

    @Test
    void anAnswerThatCannotBeFollowedLeavesThePlanThatIsShownAsItWas() {
        var changed = PlanPatch.apply(OLD, "{\"summary\": \"Lost?\", \"drop\": {\"tasks\": [\"nobody\"]}}");
        assertEquals(PlanReader.read(OLD), PlanReader.read(changed.json()));
    }

    @Test
    void aKeyThatIsThereTwiceIsMendedByGivingIt() {
        var twice = OLD.replace("\"id\": \"cli\"", "\"id\": \"core\"");
        var plan = PlanPatch.apply(twice, "{\"tasks\": [{\"id\": \"core\", \"title\": \"One\"}]}").read().plan()
                .orElseThrow();
        assertEquals(List.of("core"), ids(plan));
        assertEquals("One", plan.task("core").title());
    }

    @Test
    void anAnswerThatNamesEveryKeyAndLeavesItEmptyChangesOnlyWhatItSays() {
        var plan = changed("{\"stack\": null, \"name\": null, \"summary\": \"New.\", \"tasks\": [{\"id\": \"cli\", \"title\": null, \"files\": [\"c.py\"]}], \"drop\": null, \"checks\": null}");
        assertEquals("Cli", plan.task("cli").title());
        assertEquals(List.of("c.py"), plan.task("cli").files());
        assertEquals("demo", plan.name());
    }

    @Test
    void theLinesOfTheBackgroundAreReplacedSoThatAWrongOneCanGo() {
        var changed = PlanPatch.apply("{\"background\": [\"1-2\", \"300\"]}", "{\"background\": [\"1-2\", \"4\"]}");
        assertEquals("{\"background\":[\"1-2\",\"4\"]}", changed.json());
        assertEquals("{\"background\":[\"1-4\"]}",
                PlanPatch.apply("{\"background\": \"1-4\"}", "{\"background\": [\"1-4\"]}").json());
    }
}
