package llmswarm.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import llmswarm.StubAnswer;
import llmswarm.StubServer;
import llmswarm.config.Effort;
import llmswarm.config.ModelSpec;
import llmswarm.model.habits.Habit;
import llmswarm.model.habits.KeptHabits;
import llmswarm.model.habits.ThinkingHabit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run learnt of a server makes the first call of the next one right. */
class KeptHabitsTest {
    private static final String REFUSAL = "Unsupported value: 'temperature' does not support 0.2 with this model.";

    @TempDir
    Path folder;
    private final List<String> said = new ArrayList<>();
    private Instant now = Given.NOON;

    private KeptHabits kept() {
        return new KeptHabits(Optional.of(folder.resolve("habits")), InstantSource.fixed(now));
    }

    /** Asks as a run of its own does; how many requests that took. */
    private int run(StubServer server, ModelSpec spec) throws InterruptedException {
        int before = server.requests().size();
        var quick = Given.quick();
        var settings = new Settings(false, any -> true, quick.firstWait(), quick.idle(), quick.clock(), List.of(), quick.log(), kept(),
                Duration.ZERO, false);
        said.clear();
        try (var models = Given.models(spec, said::add, settings)) {
            models.endpoint(spec).ask(Given.question(), text -> { });
        }
        return server.requests().size() - before;
    }

    private static StubServer fussy() {
        return new StubServer(request -> request.has("temperature") ? StubAnswer.status(400, REFUSAL) : StubAnswer.text("hi"));
    }

    @Test
    void theNextRunIsNotRefusedAndSaysWhy() throws Exception {
        try (var server = fussy()) {
            assertEquals(2, run(server, Given.planner(server.baseUrl())));
            assertEquals(List.of("planner: the server refuses 'temperature'; asking without it"), said);
            assertEquals(1, run(server, Given.planner(server.baseUrl())));
            assertEquals(List.of("planner: asked with no 'temperature', as learnt before; './jbang swarm.java models check planner' forgets that"),
                    said);
        }
    }

    @Test
    void whatWasLearntHoldsForItsEntryAloneAndForAWeek() throws Exception {
        try (var server = fussy()) {
            run(server, Given.planner(server.baseUrl()));
            assertEquals(2, run(server, Given.within(9000, Duration.ofSeconds(20), server.baseUrl())));
            now = now.plus(Duration.ofDays(6));
            assertEquals(1, run(server, Given.planner(server.baseUrl())));
            now = now.plus(Duration.ofDays(2));
            assertEquals(2, run(server, Given.planner(server.baseUrl())));
            kept().forget(Given.planner(server.baseUrl()));
            assertEquals(2, run(server, Given.planner(server.baseUrl())));
        }
    }

    @Test
    void whatDidNotHelpIsNotKept() {
        try (var server = StubServer.answering(StubAnswer.status(400, REFUSAL))) {
            assertThrows(ModelFailed.class, () -> run(server, Given.planner(server.baseUrl())));
            assertEquals(List.of(), kept().of(Given.planner(server.baseUrl())));
        }
    }

    @Test
    void everyHabitIsReadAsItWasWritten() {
        var spec = Given.planner(URI.create("http://localhost:1/v1"));
        var all = List.<Habit>of(new Habit.Without("temperature"), new Habit.NewerLimit(), new Habit.OlderLimit(), new Habit.AnswerLimit(4096),
                new Habit.Context(8192, 3.5), new Habit.NoSchema(), new Habit.NoSystem(), new Habit.NoAnswers(), new Habit.NoStream(),
                new ThinkingHabit.Budget(), new ThinkingHabit.Adaptive(), new ThinkingHabit.Switch(),
                new ThinkingHabit.Efforts(Set.of(Effort.LOW, Effort.HIGH)), new ThinkingHabit.RoomToThink(9000));
        kept().put(spec, all);
        assertEquals(all, kept().of(spec));
    }

    @Test
    void aFileThatCannotBeReadOrWrittenIsNoFault() throws Exception {
        var spec = Given.planner(URI.create("http://localhost:1/v1"));
        for (var text : List.of("", "{", "[]", "{\"learnt\": \"soon\"}", "{\"learnt\": \"" + now + "\", \"habits\": [{\"habit\": \"Odd\"}]}",
                "{\"learnt\": \"" + now + "\", \"habits\": [{\"habit\": \"AnswerLimit\", \"tokens\": \"many\"}]}")) {
            kept().put(spec, List.of(new Habit.NoStream()));
            try (var files = Files.list(folder.resolve("habits"))) {
                Files.writeString(files.findFirst().orElseThrow(), text);
            }
            assertEquals(List.of(), kept().of(spec), text);
        }
        var closed = new KeptHabits(Optional.of(Files.createFile(folder.resolve("file"))), InstantSource.fixed(now));
        closed.put(spec, List.of(new Habit.NoStream()));
        closed.forget(spec);
        assertEquals(List.of(), closed.of(spec));
    }
}
