package llmswarm.run.planning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.json.JsonMapper;
import llmswarm.Story;
import llmswarm.guard.Stop;
import llmswarm.model.Usage;
import llmswarm.plan.Cut;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Planning;
import llmswarm.run.planning.Experience.Key;
import llmswarm.run.planning.Experience.Range;
import llmswarm.run.state.RunState;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What forecasts make of what earlier runs took. */
class ExperienceTest {
    private static final Key BACKEND = new Key("backend", "lines", "coder");

    @TempDir
    Path state;

    /** A run of the pack 'lines' that was forecast to take 1,000 tokens of each, and took these. */
    private static RunState run(int planner, int backend, Event... more) {
        var events = new ArrayList<>(List.of(Story.started(), Story.planned(),
                new Planning.Forecasted(List.of(), new Planning.Estimate(Cut.FEW, 1, 2_000, 9, -1), List.of(
                new Planning.Share("planner", "planner", 1, 1_000, 900, 1_100),
                new Planning.Share("backend", "coder", 1, 1_000, 900, 1_100))),
                Story.answered("planner", ":plan", 1, planner, 0, 0), Story.answered("backend", "voice", 1, backend, 0, 0)));
        events.addAll(List.of(more));
        return RunState.of(new Story().entries(events));
    }

    private static Experience after(int times, RunState run) {
        var experience = Experience.none();
        for (int i = 0; i < times; i++) experience = experience.with(run);
        return experience;
    }

    @Test
    void aRangeMovesToWhatRunsTookAndOneRunAloneDoesNotDecide() {
        var none = Experience.none().range(BACKEND);
        assertTrue(none.low() < none.likely() && none.likely() < none.high(), none::toString);
        var one = after(1, run(1_000, 3_000)).range(BACKEND);
        assertTrue(one.likely() < 2 && one.high() > 2.4, one::toString);
        assertEquals(new Range(3, 3, 3), after(5, run(1_000, 3_000)).range(BACKEND));
        assertEquals(new Range(1, 1, 1), after(5, run(1_000, 3_000)).range(new Key("planner", "lines", "planner")));
    }

    @Test
    void whatNobodyForecastIsPartOfWhatAllTheOthersCause() {
        var reviewed = run(1_000, 1_000, Story.answered("reviewer", "voice", 1, 1_000, 0, 0));
        assertEquals(new Range(1.5, 1.5, 1.5), after(5, reviewed).range(BACKEND));
    }

    @Test
    void anotherModelAndAnotherStackOfTheAgentAreBetterThanNothing() {
        var known = after(5, run(1_000, 3_000));
        assertEquals(3, known.range(new Key("backend", "lines", "other")).likely());
        assertEquals(3, known.range(new Key("backend", "web", "coder")).likely());
    }

    /** How a run ends whose plan has four tasks, and what it may be beside that. */
    static Stream<Arguments> ends() {
        return Stream.of(
                Arguments.of("done", true, List.of(ended(0, 4))),
                Arguments.of("an end check failed", true, List.of(ended(Stop.UNFINISHED, 4))),
                Arguments.of("not all is done", false, List.of(ended(Stop.UNFINISHED, 3))),
                Arguments.of("the budget was reached", false, List.of(ended(Stop.BUDGET, 4))),
                Arguments.of("interrupted", false, List.of(ended(Stop.INTERRUPTED, 2))),
                Arguments.of("cut short", false, List.of()),
                Arguments.of("resumed", false, List.of(new Event.Resumed("1"), ended(0, 4))),
                Arguments.of("with an answer of a tape", false, List.of(Story.recorded("backend", "main", 1), ended(0, 4))));
    }

    private static Event ended(int exit, int done) {
        return new Event.RunEnded(exit, done, 0, 0, Usage.NONE, 0, 9, "c0ffee");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ends")
    void onlyAWholeRunTeaches(String how, boolean teaches, List<Event> end) {
        Experience.learn(state, run(1_000, 3_000, end.toArray(Event[]::new)), Assertions::fail);
        assertEquals(teaches, Files.exists(state.resolve("forecasts.json")));
        assertEquals(!teaches, Experience.none().range(BACKEND).equals(Experience.of(state).range(BACKEND)));
    }

    @Test
    void aRunThatWasNotForecastTeachesNothing() {
        assertEquals(Experience.none().range(BACKEND),
                after(5, RunState.of(new Story().entries(Story.halfway()))).range(BACKEND));
    }

    @Test
    void theFileHoldsNumbersByNameIsBoundedAndIsTheOwnersAlone() throws IOException {
        after(50, run(1_000, 3_000)).keep(state.resolve("deep"));
        var file = state.resolve("deep/forecasts.json");
        var kept = new JsonMapper().readTree(file.toFile());
        assertEquals(List.of("planner lines planner", "backend lines coder"),
                kept.properties().stream().map(Map.Entry::getKey).toList());
        assertEquals(20, kept.path("backend lines coder").size());
        kept.forEach(factors -> factors.forEach(factor -> assertTrue(factor.isNumber())));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals(new Range(3, 3, 3), Experience.of(state.resolve("deep")).range(BACKEND));
    }

    @Test
    void aDamagedFileIsAsGoodAsNone() throws IOException {
        for (var text : List.of("", "[]", "{\"backend lines coder\": [null]}", "{\"backend lines coder\": [\"x\"]}",
                "{\"a\": 3}", "{\"odd\": [1, 1]}")) {
            Files.writeString(state.resolve("forecasts.json"), text);
            var range = Experience.of(state).range(BACKEND);
            assertTrue(range.low() > 0 && range.high() < 5, text);
        }
        Files.writeString(state.resolve("forecasts.json"), "{\"backend lines coder\": [1e9, 1e9, 1e9, 1e9, -5]}");
        assertEquals(5, Experience.of(state).range(BACKEND).high());
    }
}
