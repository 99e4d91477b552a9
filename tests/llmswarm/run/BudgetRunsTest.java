package llmswarm.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

import com.fasterxml.jackson.databind.JsonNode;
import llmswarm.StubAnswer;
import llmswarm.StubServer;
import llmswarm.config.Agent;
import llmswarm.config.Budget;
import llmswarm.config.Budgets;
import llmswarm.config.ModelSpec;
import llmswarm.config.ModelSpec.Price;
import llmswarm.config.ModelSpec.Provider;
import llmswarm.config.layer.Layer;
import llmswarm.guard.Redactor;
import llmswarm.guard.RequestLog;
import llmswarm.guard.Stop;
import llmswarm.model.ModelFailed;
import llmswarm.model.Settings;
import llmswarm.model.Usage;
import llmswarm.model.choice.Models;
import llmswarm.model.habits.KeptHabits;
import llmswarm.prompt.Message;
import llmswarm.prompt.Prompt;
import llmswarm.run.journal.Journal;
import llmswarm.run.journal.SpendingScope;
import llmswarm.run.journal.Subject;
import llmswarm.run.state.RunState;
import llmswarm.run.steps.Account;
import llmswarm.run.steps.Answerer;
import llmswarm.run.steps.Step;
import llmswarm.run.steps.World;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random runs of calls at the same time against a server that fails, breaks off and counts falsely, and keeps its own
 * account of what it has really done.
 */
class BudgetRunsTest {
    private static final int RUNS = 200, CALLS = 9, PARALLEL = 4, BYTES_A_TOKEN = 4;
    private static final Price PRICE = new Price(2, 0.5, 10);

    @TempDir
    Path folder;

    /** What the server knows to have done: tokens for the bytes of each prompt that it took and of what it wrote. */
    private static final class Truth {
        private final DoubleAdder dollars = new DoubleAdder();
        private final LongAdder tokens = new LongAdder(), calls = new LongAdder();

        private void took(long input, long output) {
            dollars.add((input * PRICE.input() + output * PRICE.output()) / 1e6);
            tokens.add(input + output);
        }
    }

    /** One random server: the limit of the answer is kept, whatever is said of it. */
    private static StubAnswer answer(JsonNode request, Random random, Truth truth) {
        truth.calls.increment();
        long prompt = 0;
        for (var message : request.path("messages")) {
            prompt += message.path("content").asText().getBytes(StandardCharsets.UTF_8).length;
        }
        long input = (prompt + BYTES_A_TOKEN - 1) / BYTES_A_TOKEN;
        int limit = Math.max(request.path("max_tokens").asInt(), request.path("max_completion_tokens").asInt());
        int output = 1 + random.nextInt(limit);
        var text = "word".repeat(output);
        int kind = random.nextInt(10);
        if (kind == 0) return StubAnswer.status(500, "broken");
        if (kind == 1) return StubAnswer.status(429, "slow down").with("retry-after-ms", "1");
        if (kind == 2) {
            int written = random.nextInt(output);
            truth.took(input, written);
            return StubAnswer.cutAfter(written * BYTES_A_TOKEN, text);
        }
        truth.took(input, output);
        var whole = StubAnswer.text(text).inPiecesOf(400).after(Duration.ofMillis(random.nextInt(3)));
        return switch (kind) {
            case 3 -> whole.counting(new Usage(0, 0, 0));
            case 4 -> whole.counting(new Usage(1, 0, 1));
            case 5 -> whole.counting(new Usage(-input, 0, -output));
            case 6 -> whole.counting(new Usage(input * 1000, 0, output * 1000L));
            default -> whole.counting(new Usage(input, 0, output));
        };
    }

    @Test
    void noBudgetIsExceededInTwoHundredRandomRuns() throws Exception {
        var seed = new Random(20261201);
        int refused = 0, answered = 0;
        for (int run = 0; run < RUNS; run++) {
            var random = new Random(seed.nextLong());
            var budget = new Budget(some(random) ? OptionalDouble.of(0.002 + random.nextDouble() * 0.05)
                    : OptionalDouble.empty(), some(random) ? OptionalLong.of(1000 + random.nextInt(8000))
                    : OptionalLong.empty(), some(random) ? OptionalLong.of(1 + random.nextInt(20))
                    : OptionalLong.empty());
            var truth = new Truth();
            var ends = run(folder.resolve("run-" + run), budget, random, truth);
            var told = "run %d, %s, %s".formatted(run, budget, ends);
            assertTrue(truth.dollars.sum() <= budget.dollars().orElse(Double.MAX_VALUE) + 1e-9, told);
            assertTrue(truth.tokens.sum() <= budget.tokens().orElse(Long.MAX_VALUE), told);
            assertTrue(truth.calls.sum() <= budget.calls().orElse(Long.MAX_VALUE), told);
            refused += ends.contains("refused") ? 1 : 0;
            answered += ends.contains("answered") ? 1 : 0;
        }
        assertTrue(refused > RUNS / 3 && answered > RUNS / 3, refused + " runs met their budget, " + answered + " had answers");
    }

    private static boolean some(Random random) {
        return random.nextInt(3) > 0;
    }

    /** How its calls ended; what the journal says is what the account said. */
    private static List<String> run(Path folder, Budget budget, Random random, Truth truth) throws Exception {
        var ends = new ConcurrentLinkedQueue<String>();
        var lock = new Random(random.nextLong());
        try (var server = new StubServer(request -> {
            synchronized (lock) {
                return answer(request, lock, truth);
            }
        }); var models = models(server); var journal = Journal.create(folder, new Redactor(Map.of()))) {
            var account = new Account(journal, Budgets.NONE.with(budget), new RunState().spent());
            var world = World.of(journal, new RunState(), models, new Redactor(Map.of()), Answerer.NOBODY,
                    Optional.empty(), account, Optional.empty(), false, Optional.empty());
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < CALLS; i++) {
                    var step = step(i, world, server, random);
                    threads.submit(() -> ends.add(end(world, step)));
                }
            }
            var spent = RunState.of(journal.entries()).spent().of(new SpendingScope.OfRun());
            assertEquals(ends.contains("refused"), account.reached());
            assertEquals(0, RunState.of(journal.entries()).spent().open(new SpendingScope.OfRun()).usage().tokens());
            assertTrue(spent.usage().tokens() >= truth.tokens.sum(), spent + " for " + truth.tokens);
            assertTrue(spent.dollars() >= truth.dollars.sum() - 1e-9, spent + " for " + truth.dollars);
            assertEquals(truth.calls.sum(), spent.calls());
        }
        return new ArrayList<>(ends);
    }

    private static String end(World world, Step.AskModel step) throws InterruptedException {
        try (var turn = step.turn()) {
            world.ask(step);
            return "answered";
        } catch (ModelFailed failed) {
            return "failed";
        } catch (Stop stop) {
            assertEquals(Stop.BUDGET, stop.exit());
            return "refused";
        }
    }

    private static Step.AskModel step(int number, World world, StubServer server, Random random) {
        var agent = new Agent("writer", "Writes.", "coder", "task", "", 0, 50 + random.nextInt(400), 1, OptionalInt.empty(),
                Optional.empty(), "");
        var model = model(server);
        var text = "Write number %d. ".formatted(number).repeat(1 + random.nextInt(60));
        var prompt = new Prompt(List.of(new Message("system", "You write."), new Message("user", text)), List.of(),
                "task");
        return new Step.AskModel("key-" + number, new Subject.OfTask("task-" + number), 1, agent, model, prompt,
                Optional.empty(), Optional.empty(), world.turn(model, number, false));
    }

    private static ModelSpec model(StubServer server) {
        return new ModelSpec("coder", Provider.OPENAI, "stub", Optional.of(server.baseUrl()), Optional.empty(), 32_000,
                PARALLEL, Duration.ofSeconds(20), false, PRICE, Optional.empty(), Optional.empty(),
                new Layer(Layer.Origin.USER, Path.of("/nowhere"), "nowhere"));
    }

    private static Models models(StubServer server) {
        return new Models(Map.of("coder", model(server)), Map.of(), line -> { }, new Settings(false, spec -> true,
                Duration.ofMillis(1), Duration.ofSeconds(10), InstantSource.system(), List.of(), RequestLog.SILENT,
                KeptHabits.NONE,
                Duration.ZERO, false));
    }
}
