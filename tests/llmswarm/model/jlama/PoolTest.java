package llmswarm.model.jlama;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import llmswarm.TinyModel;
import llmswarm.TinyModel.Numbers;
import llmswarm.TinyModel.Shape;
import llmswarm.Workshop;
import llmswarm.model.jlama.Locals.Heard;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PoolTest {
    private static final int THREADS = 8, EACH = 25;

    private final List<String> said = new CopyOnWriteArrayList<>();

    @ParameterizedTest
    @ValueSource(strings = {"most likely", "seeded"})
    void manyThreadsGetTheAnswersThatOneGets(String tokens, @TempDir Path folder) throws Exception {
        var spec = Locals.spec(TinyModel.random(folder.resolve("m"), Shape.TINY.as("qwen2", Numbers.Q4)), 512, 4);
        try (var models = Locals.models(said, spec); var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var model = models.model(spec);
            var alone = IntStream.range(0, THREADS).mapToObj(i -> answer(model, tokens, i)).toList();
            assertTrue(alone.stream().distinct().count() > THREADS / 2, alone::toString);
            var calls = new ArrayList<Callable<Boolean>>();
            for (int i = 0; i < THREADS; i++) {
                int asked = i;
                calls.add(() -> IntStream.range(0, EACH)
                        .allMatch(n -> answer(model, tokens, asked).equals(alone.get(asked))));
            }
            for (var same : threads.invokeAll(calls)) assertTrue(same.get());
        }
    }

    @Test
    void aFolderIsLoadedOnceForAllItsAliasesAndStaysLoaded(@TempDir Path folder) {
        var there = TinyModel.random(folder.resolve("m"), Shape.TINY).toString();
        var coder = Locals.spec("coder", there, 512, 1);
        var tester = Locals.spec("tester", folder + "/./m", 1024, 2);
        try (var models = Locals.models(said, coder, tester)) {
            assertEquals(List.of(), said);
            assertEquals(1024, models.model(coder).context());
            var first = Locals.hear(models.model(coder),
                    Locals.ask("Say what you think of the following.", Locals.most(3)));
            var second = Locals.hear(models.model(tester),
                    Locals.ask("Say what you think of the following.", Locals.most(3)));
            assertEquals(first.whole().aiMessage().text(), second.whole().aiMessage().text());
            assertEquals(second.usage().inputTokenCount() - 1, second.usage().cached());
            assertEquals(2, said.size());
            assertTrue(said.get(0).matches("coder: loading .*/m \\([0-9.]+ MB\\)"), said.get(0));
            assertTrue(said.get(1).matches("coder: loaded in [0-9.]+ s"), said.get(1));
        }
    }

    @Test
    void theTimeThatOthersHaveTheModelForIsNoTimeOfAnAnswer(@TempDir Path folder) throws Exception {
        var spec = Locals.spec(TinyModel.random(folder.resolve("m"), Shape.TINY), 512, 1);
        try (var models = Locals.models(said, spec)) {
            var model = models.model(spec);
            var timeout = Duration.ofSeconds(2);
            var second = new CompletableFuture<Heard>();
            model.chat(Locals.ask("Go", Locals.most(1)), new Heard() {
                @Override
                public void onPartialResponse(String text) {
                    var asking = Thread.ofVirtual()
                            .start(() -> second.complete(Locals.hear(model,
                            Locals.ask("Go", Locals.within(timeout, 2)))));
                    Workshop.until(() -> asking.getState() == Thread.State.WAITING);
                    for (var late = System.nanoTime()
                            + timeout.toNanos(); System.nanoTime() < late;) LockSupport.parkNanos(late - System.nanoTime());
                }
            });
            assertEquals(2, second.get().usage().outputTokenCount());
        }
    }

    private static String answer(JlamaChatModel model, String tokens, int i) {
        return Locals.text(model, Locals.ask("Task " + "x".repeat(i * 7) + i, tokens.equals("most likely")
                ? Locals.most(20) : Locals.seeded(i, 1.5, 0.9, 20)));
    }
}
