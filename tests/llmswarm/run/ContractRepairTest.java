package llmswarm.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;

import llmswarm.Tape;
import llmswarm.run.journal.Event;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A page and a server that disagree on a path: the example with two sides, with that fault planted in its tape. */
class ContractRepairTest {
    private static final String RIGHT = "    await api(\"DELETE\", \"/api/session\");", WRONG =
            RIGHT.replace("session", "sessions");
    private static final String BROKEN = "web/app.js:113 uses the endpoint 'DELETE /api/sessions', which no contract promises and no file that this task sees provides; "
            + "did you mean 'DELETE /api/session'?";

    @TempDir
    Path folder;
    private Taped taped;

    @BeforeEach
    void tape() {
        taped = new Taped(folder).says(Tape.example("web-basic").resolve("tape.jsonl"), answer -> answer.task()
                .equals("script")
                ? new Event.AnsweredModel("", answer.agent(), answer.task(), 1, answer.text().replace(RIGHT, WRONG),
                null, 0, 0, false, false)
                : answer);
    }

    private List<String> checks(String task) {
        return taped.shop.events(Event.Checked.class).stream().filter(checked -> checked.task().equals(task))
                .map(Event.Checked::check).toList();
    }

    @Test
    void theDisagreementIsFoundByContractBeforeTheWholeRunsAndMended() {
        taped.says("frontend", "script", 2,
                "### web/app.js\n```javascript\n<<<<<<< SEARCH\n%s\n=======\n%s\n>>>>>>> REPLACE\n```\n".formatted(WRONG, RIGHT));
        var outcome = taped.run();
        assertEquals(0, outcome.exit(), taped::story);
        assertEquals(List.of("script 1 contracts: contract"), taped.failed());
        assertEquals(List.of("javascript", "contracts", "javascript"), checks("script"));
        assertEquals("contracts", checks("").getFirst());
        assertEquals(List.of("contracts", "http", "starts", "tests"), checks("").stream().sorted().toList());
        var events = taped.shop.events;
        var found = taped.shop.events(Event.Checked.class).stream().filter(checked -> !checked.passed()).findFirst()
                .orElseThrow();
        assertEquals(BROKEN, found.tail());
        assertEquals(List.of(), events.subList(0, events.indexOf(found)).stream()
                .filter(event -> event instanceof Event.Checked checked && checked.task().isEmpty()).toList(),
                "no end check ran before");
        var prompt = taped.prompt("script", 2);
        assertTrue(prompt.contains("The evidence:\n```\n" + BROKEN + "\n\nweb/app.js, lines 109 to 117:\n"), prompt);
        assertTrue(prompt.contains("\n> 113 |" + WRONG.substring(3) + "\n")
                || prompt.contains("\n> 113 | " + WRONG + "\n"), prompt);
        assertTrue(Taped.committed(outcome, "web/app.js").contains(RIGHT));
    }

    @Test
    void aDisagreementThatNobodyMendsAndNoCheckMeetsIsToldOnceOfTheWhole() {
        var outcome = taped.run();
        assertEquals(0, outcome.exit(), taped::story);
        assertEquals(List.of("script 1 contracts: contract"), taped.failed());
        assertEquals(Event.State.DONE, taped.ends("script").getFirst().state());
        assertEquals(List.of("kept, as nothing else is wrong with it: " + BROKEN), taped.notes("script").subList(0, 1));
        assertEquals(List.of("not as the contracts say, though every check passes: " + BROKEN.replace(" that this task sees", "")),
                taped.notes("").stream().filter(note -> note.startsWith("not as the contracts say")).toList());
        assertEquals(List.of("http", "starts", "tests"), checks("").stream().sorted().toList());
    }
}
