package llmswarm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;

import llmswarm.StubAnswer;
import llmswarm.StubServer;
import llmswarm.TinyModel;
import llmswarm.TinyModel.Shape;
import llmswarm.Workshop;
import llmswarm.model.Usage;
import llmswarm.model.habits.Habit;
import llmswarm.model.habits.KeptHabits;
import llmswarm.model.hub.Machine;
import llmswarm.model.hub.ModelStore;
import llmswarm.model.hub.Speeds;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelsCheckCommandTest {
    @TempDir
    Path folder;
    private Workshop shop;
    private KeptDesk at;

    @BeforeEach
    void workshop() {
        shop = new Workshop(folder);
        at = new KeptDesk(shop);
    }

    @Test
    void aCheckTimesAModelAndRemembersWhatItFound() throws Exception {
        try (var server = StubServer.answering(StubAnswer.text("one two three four five six seven eight"))) {
            shop.models(server.baseUrl());
            assertEquals(0, at.run(new ModelsCheckCommand(at.desk), "coder", "--trust"));
            assertEquals("coder: asking stub for a few tokens\n", at.err());
            var lines = at.out().lines().toList();
            assertEquals(2, lines.size(), at.out());
            assertTrue(lines.getFirst()
                    .matches("[\\d,]+ prompt tokens (in [\\d.]+ s, then|and) \\d+ output tokens in [\\d.]+ s"), at.out());
            assertTrue(lines.getLast()
                    .matches("8 tasks x \\(3,000 prompt tokens / [\\d.]+ a second \\+ 1,500 output tokens / [\\d.]+ a second\\) = .* min"), at.out());
            assertEquals(1, server.requests().size());
            at.run(new ModelsListCommand(at.desk));
            assertTrue(at.out().matches("(?s).*coder .* tokens/s, 8 at once.*"), at.out());
        }
    }

    @Test
    void aServerThatCountsNothingOrThinksFirstIsTimedToo() throws Exception {
        var text = "one two three four five six seven eight nine ten eleven twelve";
        try (var server = StubServer.answering(StubAnswer.text(text).counting(Usage.NONE).inOnePiece(),
                StubAnswer.text(text).counting(new Usage(300, 0, 2000)).inPiecesOf(2))) {
            shop.models(server.baseUrl());
            at.run(new ModelsCheckCommand(at.desk), "coder", "--trust");
            assertTrue(at.out().lines().findFirst().orElseThrow()
                    .matches("\\d+ prompt tokens (in [\\d.]+ s, then|and) 18 output tokens in [\\d.]+ s \\(guessed: the server counts none\\)"), at.out());
            at.run(new ModelsCheckCommand(at.desk), "coder");
            assertTrue(at.out().matches("(?s)300 prompt tokens (in [\\d.]+ s, then|and) 2,000 output tokens in .*"), at.out());
        }
    }

    @Test
    void whatWasLearntIsForgottenByACheck() throws Exception {
        try (var server = StubServer.answering(StubAnswer.text("one two three four five six seven eight"))) {
            shop.models(server.baseUrl());
            try (var swarm = shop.swarmTrusted()) {
                var spec = swarm.models().get("coder");
                KeptHabits.of(shop.env).put(spec, List.of(new Habit.NoStream()));
                at.run(new ModelsCheckCommand(at.desk), "coder", "--trust");
                assertEquals(List.of(), KeptHabits.of(shop.env).of(spec));
            }
            assertTrue(server.requests().getFirst().body().path("stream").asBoolean());
        }
    }

    @Test
    void aCheckLoadsALocalModelAndTellsTheMinutesToExpect() throws Exception {
        var model = TinyModel.random(shop.folder.resolve("m"), Shape.TINY);
        shop.file("config/models.yaml",
                "models:\n  mine: {provider: jlama, model: \"%s\", context: 2000}\n".formatted(model));
        assertEquals(0, at.run(new ModelsCheckCommand(at.desk), "mine"));
        assertTrue(at.err().matches("mine: asking .*/m for a few tokens\nmine: loading .*/m \\([\\d.]+ MB\\)\nmine: loaded in [\\d.]+ s\n"), at.err());
        var speed = Speeds.of(shop.env, Machine.here()).of(ModelStore.describe(model).digest()).orElseThrow();
        assertTrue(at.out().matches("loaded and warmed up in [\\d.]+ s\n[\\d,]+ prompt tokens in [\\d.]+ s, then 32 output tokens in [\\d.]+ s\n.*\n"), at.out());
        assertEquals(speed.formula(), at.out().lines().toList().getLast());
    }

    @Test
    void aCheckSendsAKeyOnlyWhereItIsTrustedToGo() throws Exception {
        shop.env.put("STUB_KEY", "k");
        try (var server = StubServer.answering(StubAnswer.text("one two three four five six seven eight"))) {
            shop.file("config/models.yaml",
                    "models:\n  coder: {provider: openai, model: m, base-url: \"%s\", api-key-env: STUB_KEY}\n".formatted(server.baseUrl()));
            assertEquals("config/models.yaml wants the key in STUB_KEY sent to %s; look at it and run again with --trust.".formatted(server.baseUrl()),
                    at.stopped(new ModelsCheckCommand(at.desk), "coder"));
            assertEquals(List.of(), server.requests());
            try (var swarm = shop.swarmTrusted()) {
                swarm.endpoint(swarm.models().get("coder"));
            }
            assertEquals(0, at.run(new ModelsCheckCommand(at.desk), "coder"), "what a run was told holds for a check");
        }
    }

    @Test
    void underLocalOnlyACheckAsksNoOtherMachine() {
        shop.file("config/models.yaml",
                "models:\n  coder: {provider: openai, model: m, base-url: \"https://models.example/v1\"}\n");
        assertTrue(at.stopped(new ModelsCheckCommand(at.desk), "coder", "--local-only")
                .startsWith("No model can be used for 'coder': --local-only forbids https://models.example/v1. Choose one:"));
    }

    @Test
    void aCheckThatCannotBeMadeIsTold() {
        shop.file("config/models.yaml",
                "models:\n  planner: {provider: openai, model: m, base-url: \"http://127.0.0.1:1/v1\", api-key-env: NO_SUCH_KEY}\n");
        assertEquals("There is no model 'x' in models.yaml; write one of planner, coder.",
                at.stopped(new ModelsCheckCommand(at.desk), "x"));
        assertEquals("NO_SUCH_KEY is not set; planner needs it.",
                at.stopped(new ModelsCheckCommand(at.desk), "planner", "--trust"));
        try (var server = StubServer.answering(StubAnswer.text("one"))) {
            shop.models(server.baseUrl());
            assertEquals("The model ended its answer after 1 of 32 tokens, too few to tell its speed.",
                    at.stopped(new ModelsCheckCommand(at.desk), "coder", "--trust"));
        }
    }
}
