package llmswarm.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

import llmswarm.StubAnswer;
import llmswarm.cli.screen.ForecastText;
import llmswarm.cli.screen.Summary;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Journal;
import llmswarm.run.journal.Planning;
import llmswarm.run.journal.RunFolder;
import llmswarm.run.options.RunOptions;
import llmswarm.run.options.Spec;
import llmswarm.run.state.RunState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A forecast, what came of it, and the next one. */
class ForecastTest {
    @TempDir
    Path folder;

    private static Outcome run(Notes notes, String output) {
        try (var swarm = notes.shop.swarmTrusted()) {
            return swarm.run(Spec.of("Notes.", "spec.md"), RunOptions.DEFAULT
                    .withOutput(Optional.of(Path.of(output))));
        }
    }

    @Test
    void aRunTellsHowFarOffItsForecastWasAndTheNextOneKnows() {
        try (var notes = new Notes(folder)) {
            notes.script(Notes.REPLAN, prompt -> StubAnswer.text(
                    "{\"stack\": \"notes\", \"reason\": \"Fits.\", \"name\": \"my-notes\", \"summary\": \"Notes.\", \"lines\": 300, \"checks\": []}"));
            notes.say("Notes.", Notes.note("a.txt", "good"));
            for (int i = 0; i < 5; i++) assertEquals(0, run(notes, "project-" + i).exit());
            var forecasts = notes.shop.events(Planning.Forecasted.class);
            var first = forecasts.getFirst();
            assertTrue(first.plan().low() < first.plan().tokens() && first.plan().tokens() < first.plan().high());
            assertEquals(1, first.shares().size());
            assertEquals("solo", first.shares().getFirst().agent());
            assertEquals(first.shares(), first.shares().stream().filter(share -> share.high() > share.low()).toList());
            assertTrue(forecasts.getLast().plan().tokens() < first.plan().tokens() / 2,
                    "a run takes less than half of that: " + forecasts.getLast());
            assertEquals(first.shares().getFirst().reckoned(), forecasts.getLast().shares().getFirst().reckoned());
            var state = RunState.of(Journal.read(RunFolder.runs(notes.shop.folder.resolve("project-0")).getLast()
                    .resolve(Journal.FILE)));
            var told = String.join("\n", Summary.lines(state, 200, Instant.now()));
            assertTrue(told.matches("(?s).*\nForecast {6}[\\d.,k]+ to [\\d.,k]+ tokens, [\\d.,k]+ the likeliest; took [\\d.,k]+, 0\\.\\d\\d times that\n.*"), told);
            assertEquals("Forecast", ForecastText.lines(first, 100).get(1));
            assertTrue(ForecastText.lines(first, 100).get(2).matches(" +solo +planner +1 call +[\\d.,k]+ to [\\d.,k]+ tokens"),
                    ForecastText.lines(first, 100)::toString);
            assertEquals(5, notes.shop.events(Event.RunEnded.class).size());
            assertTrue(Files.isRegularFile(Path.of(notes.shop.env.get("XDG_STATE_HOME"), "llm-swarm/forecasts.json")));
        }
    }

    @Test
    void aReplayIsNotForecastAndTeachesNothing() {
        var taped = new Taped(folder).writer(1).plan("""
                {stack: notes, name: notes, summary: Notes., requirements: [], tasks: [
                {id: a, title: Write a, agent: writer, description: Write., files: [a.txt]}]}
                """).says("writer", "a", 1, Notes.note("a.txt", "good"));
        taped.shop.file("config/stacks/notes/stack.yaml", "{name: notes, description: Notes., agents: [writer], checks: [{name: there, when: end, run: [test, -f, a.txt]}]}");
        assertEquals(0, taped.run().exit());
        var state = RunState.of(taped.shop.entries);
        assertEquals(Optional.empty(), state.forecast());
        assertTrue(Summary.lines(state, 100, Instant.now()).stream().noneMatch(line -> line.startsWith("Forecast")));
        assertTrue(Files.notExists(Path.of(taped.shop.env.get("XDG_STATE_HOME"), "llm-swarm/forecasts.json")));
    }

    @Test
    void thatNothingCanBeLearntIsToldAndChangesNothingOfTheRun() throws IOException {
        try (var notes = new Notes(folder)) {
            notes.script(Notes.REPLAN, prompt -> StubAnswer.text(
                    "{\"stack\": \"notes\", \"reason\": \"Fits.\", \"name\": \"my-notes\", \"summary\": \"Notes.\", \"lines\": 300, \"checks\": []}"));
            notes.say("Notes.", Notes.note("a.txt", "good"));
            Files.createDirectories(Path.of(notes.shop.env.get("XDG_STATE_HOME"), "llm-swarm/forecasts.json/taken"));
            assertEquals(0, run(notes, "project").exit());
            assertEquals(1, notes.shop.events(Event.RunEnded.class).size());
            assertTrue(notes.shop.notices.stream().anyMatch(line -> line.matches("the next forecast learns nothing of this run: .*forecasts.json.*")),
                    notes.shop.notices::toString);
        }
    }
}
