package llmswarm.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;

import llmswarm.config.yaml.Faults;
import org.junit.jupiter.api.Test;

class PlanReaderTest {
    private static final String SMALL = """
            {"stack": "plain", "name": "demo", "summary": "A demo.", "requirements": [{"id": "R1", "text": "It works {well}."}],
             "contracts": [], "tasks": [{"id": "a", "title": "A", "agent": "backend", "description": "Do it.", "requirements": ["R1"],
             "files": ["a.txt"], "dependsOn": [], "provides": [], "uses": []}], "checks": [], "unclear": []}""";

    @Test
    void aPlanIsFoundWhateverIsWrittenAroundIt() {
        var plan = PlanReader.read(SMALL).plan().orElseThrow();
        for (var answer : List.of("Here is the plan:\n```json\n" + SMALL + "\n```\nGood luck {friend}!",
                "<think>maybe {\"stack\": 1}</think>\n" + SMALL, SMALL + "\n\n" + SMALL)) {
            assertEquals(new PlanReader.Read(Optional.of(plan), List.of()), PlanReader.read(answer), answer);
        }
    }

    @Test
    void keysThatAModelAddsAreIgnored() {
        assertTrue(PlanReader.read(SMALL.replace("\"stack\"", "\"note\": \"x\", \"stack\"")).faults().isEmpty());
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
        PlanReader.read("""
                stack: plain
                name: demo
                summary: A demo.
                requirements: []
                taskz: []
                tasks: []
                """, "plan.yaml", faults);
        assertEquals(List.of("plan.yaml:5:1: unknown key 'taskz'; did you mean 'tasks'? Known keys: stack, name, summary, requirements, tasks, contracts, checks, unclear, background."),
                faults.sentences());
    }

    @Test
    void aChoiceMustNameAKnownStack() {
        assertEquals(Optional.of(new PlanReader.Choice("plain", "Fits.", "", "", 0, List.of())),
                PlanReader.choice("Sure: {\"stack\": \"plain\", \"reason\": \"Fits.\"}", List.of("plain", "other")));
        assertEquals(Optional.empty(), PlanReader.choice("{\"stack\": \"fancy\", \"reason\": \"x\"}",
                List.of("plain")));
        assertEquals(Optional.empty(), PlanReader.choice("plain", List.of("plain")));
    }
}
