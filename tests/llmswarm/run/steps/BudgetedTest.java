package llmswarm.run.steps;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;

import llmswarm.config.Agent;
import llmswarm.config.Budget;
import llmswarm.config.Budgets;
import llmswarm.config.ModelSpec;
import llmswarm.config.ModelSpec.Price;
import llmswarm.config.layer.Layer;
import llmswarm.guard.Redactor;
import llmswarm.guard.Stop;
import llmswarm.model.rate.ModelQueue;
import llmswarm.prompt.Message;
import llmswarm.prompt.Prompt;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Journal;
import llmswarm.run.journal.Spending;
import llmswarm.run.journal.SpendingScope;
import llmswarm.run.journal.Subject;
import llmswarm.run.state.SpendingTotals;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A call that fits into no budget, of a model that takes one call at a time. */
@Timeout(20)
class BudgetedTest {
    private static final Budget HALF = new Budget(OptionalDouble.of(0.5), OptionalLong.empty(), OptionalLong.empty());
    private static final Agent AGENT = new Agent("writer", "Writes.", "coder", "task", "", 0, 400, 1, OptionalInt.empty(), Optional.empty(), "");

    @TempDir
    Path folder;
    private final ModelQueue cheap = new ModelQueue(1), coder = new ModelQueue(1);

    /** Whatever is asked, something else has taken the room for it in the meantime. */
    private static final class NoRoom implements Steps {
        private final Ending ending;
        private final AtomicInteger questions = new AtomicInteger();

        NoRoom(Ending ending) {
            this.ending = ending;
        }

        @Override
        public Event.AnsweredModel ask(Step.AskModel step) {
            var request = new Spending.Reserved(step.key(), "writer", "a", step.model().alias(), 10, 400, 1);
            throw new OverBudget(new SpendingScope.OfRun(), BudgetMeasure.of(HALF, SpendingTotals.Toll.NONE, SpendingTotals.Toll.NONE,
                    SpendingTotals.toll(request)).orElseThrow(), request);
        }

        @Override
        public Event.Checked check(Step.RunCheck step) {
            throw new AssertionError();
        }

        @Override
        public Event.Answered question(Step.AskPerson step) throws InterruptedException {
            return questions.incrementAndGet() == 1 ? new Event.Answered(step.key(), "cheaper cheap", true)
                    : ending.of(step);
        }
    }

    private interface Ending {
        Event.Answered of(Step.AskPerson step) throws InterruptedException;
    }

    @Test
    void theSlotOfTheCheaperModelIsGivenBackWhereAPersonStops() throws Exception {
        slotsAreFreeAfter(Stop.class, step -> new Event.Answered(step.key(), "stop", true));
    }

    @Test
    void likewiseWhereTheRunIsInterrupted() throws Exception {
        slotsAreFreeAfter(InterruptedException.class, step -> {
            throw new InterruptedException();
        });
    }

    @Test
    void likewiseWhereTheQuestionFails() throws Exception {
        slotsAreFreeAfter(IllegalStateException.class, step -> {
            throw new IllegalStateException("no terminal");
        });
    }

    private void slotsAreFreeAfter(Class<? extends Exception> expected, Ending ending) throws Exception {
        try (var journal = Journal.create(folder, new Redactor(Map.of()))) {
            var budgeted = new Budgeted(new Account(journal, Budgets.NONE.with(HALF), new SpendingTotals()), new NoRoom(ending),
                    true, Optional.empty(), alias -> model(alias, 1), model -> cheap.queue(0));
            assertThrows(expected, () -> budgeted.ask(step()));
        }
        coder.queue(0).await();
        cheap.queue(0).await();
    }

    private Step.AskModel step() {
        var prompt = new Prompt(List.of(new Message("user", "Write a note.")), List.of(), "task");
        return new Step.AskModel("key", new Subject.OfTask("a"), 1, AGENT, model("coder", 1_000_000), prompt,
                Optional.empty(), Optional.empty(), coder.queue(0));
    }

    private static ModelSpec model(String alias, double price) {
        return new ModelSpec(alias, ModelSpec.Provider.OPENAI, alias, Optional.of(URI.create("http://127.0.0.1:1/v1")),
                Optional.empty(), 32_000, 1, Duration.ofSeconds(20), false, new Price(0, 0, price), Optional.empty(),
                Optional.empty(), new Layer(Layer.Origin.USER, Path.of("nowhere"), "nowhere"));
    }
}
