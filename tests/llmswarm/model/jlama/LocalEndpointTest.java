package llmswarm.model.jlama;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import llmswarm.TinyModel;
import llmswarm.TinyModel.Shape;
import llmswarm.Workshop;
import llmswarm.config.ModelSpec;
import llmswarm.guard.RequestLog;
import llmswarm.model.ModelFailed;
import llmswarm.model.ModelFailed.Kind;
import llmswarm.model.Settings;
import llmswarm.model.choice.Models;
import llmswarm.model.habits.KeptHabits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalEndpointTest {
    @TempDir
    Path folder;
    private final List<String> said = new ArrayList<>();

    @Test
    void aModelOfTheStoreAnswersUnderItsAlias() throws Exception {
        TinyModel.scripted(folder.resolve("models/owner/name"), "Hello from the swarm.");
        var spec = Locals.spec("coder", "owner/name", 512, 1);
        try (var models = models(spec)) {
            assertSame(spec, models.usable("coder"));
            assertEquals(List.of(), said);
            var pieces = new ArrayList<String>();
            var reply = models.endpoint(spec).ask(Locals.ask("Hi", Locals.most(100)), pieces::add);
            assertEquals("Hello from the swarm.", reply.text());
            assertEquals("Hello from the swarm.", String.join("", pieces));
            assertTrue(!reply.cutOff());
            assertEquals(0, reply.usage().cachedInput());
            assertEquals(4, reply.usage().output());
            assertEquals(2, said.size());
            var again = models.endpoint(spec).ask(Locals.ask("Hi", Locals.most(2)), pieces::add);
            assertTrue(again.cutOff());
            assertEquals(again.usage().input() - 1, again.usage().cachedInput());
            assertEquals(2, said.size());
        }
    }

    @Test
    void aFolderMayStartFromHome() {
        TinyModel.scripted(folder.resolve("home/m"), "Hello.");
        var spec = Locals.spec("coder", "~/m", 512, 1);
        try (var models = models(spec)) {
            assertSame(spec, models.usable("coder"));
        }
    }

    @Test
    void aTimeOutIsToldWithItsRemedy() {
        var made = TinyModel.random(folder.resolve("m"), Shape.TINY).toString();
        var usual = Locals.spec("coder", made, 4096, 1);
        var spec = new ModelSpec("coder", usual.provider(), made, usual.baseUrl(), usual.apiKeyEnv(), 4096, 1,
                Duration.ofMillis(1), true, usual.price(), usual.absent(), usual.escalate(), usual.layer());
        try (var models = models(spec)) {
            var failed = assertThrows(ModelFailed.class, () ->
                    models.endpoint(spec).ask(Locals.ask("Go", Locals.most(4000)), text -> { }));
            assertEquals(Kind.TIMEOUT, failed.kind());
            assertEquals("coder: no whole answer within 0.1 s; raise 'timeout' of coder in models.yaml, or use a faster model.", failed.getMessage());
        }
    }

    @Test
    void aPromptThatIsTooLongIsTold() {
        var spec = Locals.spec(TinyModel.random(folder.resolve("m"), Shape.TINY), 300, 1);
        try (var models = models(spec)) {
            var failed = assertThrows(ModelFailed.class, () ->
                    models.endpoint(spec).ask(Locals.ask("x".repeat(400), Locals.most(10)), text -> { }));
            assertEquals(Kind.REQUEST, failed.kind());
            assertEquals("coder: the prompt has 439 tokens, but prompt and answer together have room for 300; shorten it, or use another model in models.yaml.",
                    failed.getMessage());
        }
    }

    @Test
    void anInterruptEndsTheCallAndCloseDoesToo() throws Exception {
        var spec = Locals.spec(TinyModel.random(folder.resolve("m"), Shape.TINY), 4096, 1);
        var models = models(spec);
        for (boolean interrupted : new boolean[] {true, false}) {
            var begun = new CompletableFuture<Thread>();
            var ended = new CompletableFuture<Throwable>();
            Thread.ofVirtual().start(() -> {
                try {
                    models.endpoint(spec).ask(Locals.ask("Go", Locals.most(4000)), text ->
                            begun.complete(Thread.currentThread()));
                    ended.complete(null);
                } catch (Throwable thrown) {
                    ended.complete(thrown);
                }
            });
            var thread = begun.get(20, TimeUnit.SECONDS);
            if (interrupted) thread.interrupt();
            else models.close();
            assertInstanceOf(InterruptedException.class, ended.get(5, TimeUnit.SECONDS));
        }
    }

    @Test
    void closeEndsWhoWaitsForATurnToo() throws Exception {
        var spec = Locals.spec(TinyModel.random(folder.resolve("m"), Shape.TINY), 4096, 1);
        var models = models(spec);
        var ended = new CompletableFuture<Throwable>();
        models.endpoint(spec).ask(Locals.ask("Go", Locals.most(1)), text -> {
            var waiting = Thread.ofVirtual().start(() -> ended.complete(assertThrows(Throwable.class,
                    () -> models.endpoint(spec).ask(Locals.ask("Go", Locals.most(4000)), more -> { }))));
            Workshop.until(() -> waiting.getState() == Thread.State.WAITING);
            Thread.ofVirtual().start(models::close);
            Workshop.until(ended::isDone);
        });
        assertInstanceOf(InterruptedException.class, ended.get());
    }

    private Models models(ModelSpec spec) {
        var env = Map.of("LLM_SWARM_MODELS", folder.resolve("models").toString(), "HOME",
                folder.resolve("home").toString());
        return new Models(Map.of(spec.alias(), spec), env, said::add,
                Settings.of(false, any -> true, RequestLog.SILENT, KeptHabits.NONE, false, Map.of()));
    }
}
