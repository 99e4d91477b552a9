package llmswarm.run;

import static llmswarm.run.Notes.note;
import static llmswarm.run.Notes.task;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

import llmswarm.StubAnswer;
import llmswarm.Workshop;
import llmswarm.cli.screen.Summary;
import llmswarm.config.Budget;
import llmswarm.guard.Redactor;
import llmswarm.guard.Stop;
import llmswarm.model.Usage;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Journal;
import llmswarm.run.journal.Spending;
import llmswarm.run.journal.SpendingScope;
import llmswarm.run.options.RunOptions;
import llmswarm.run.options.Spec;
import llmswarm.run.state.RunState;
import llmswarm.run.steps.Answerer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three notes, each of one call; a call has at most 400 tokens of answer, at ten dollars a million. */
class BudgetTest {
    private static final String AGENT = "{name: writer, description: Writes., model: coder, prompt: task, role: You write., attempts: 2, max-tokens: 400}";

    @TempDir
    Path folder;
    private Notes notes;
    private final List<String> questions = new CopyOnWriteArrayList<>();

    @BeforeEach
    void workshop() {
        notes = new Notes(folder).plan(task("a", "a.txt"), task("b", "b.txt", "a"), task("c", "c.txt", "b"));
        for (var id : List.of("a", "b", "c")) notes.say(id, note(id + ".txt", "good " + id));
        notes.shop.file("config/agents/writer.yaml", AGENT);
        priced("{input: 0, output: 10}");
    }

    @AfterEach
    void end() {
        notes.close();
    }

    /** The coder at that price, and a cheap model. */
    private void priced(String price) {
        notes.shop.file("config/models.yaml", """
                models:
                  planner: {provider: openai, model: stub, base-url: "%1$s", context: 128000, parallel: 8, timeout: 30s}
                  coder: {provider: openai, model: stub, base-url: "%1$s", context: 128000, parallel: 8, timeout: 30s, price: %2$s}
                  cheap: {provider: openai, model: cheap, base-url: "%1$s", context: 128000, timeout: 30s, price: {input: 0, output: 1}}
                """.formatted(notes.server.baseUrl(), price));
    }

    private static Budget dollars(double most) {
        return new Budget(OptionalDouble.of(most), OptionalLong.empty(), OptionalLong.empty());
    }

    private static Budget calls(long most) {
        return new Budget(OptionalDouble.empty(), OptionalLong.empty(), OptionalLong.of(most));
    }

    private Outcome run(Budget budget) {
        return run(budget, Optional.empty());
    }

    private Outcome run(Budget budget, Optional<Path> tape) {
        try (var swarm = notes.shop.swarmTrusted()) {
            return swarm.run(Spec.of("Notes.", "spec.md"), RunOptions.DEFAULT
                    .withPlan(Optional.of(Path.of("plan.yaml"))).withReplay(tape, false).withBudget(budget));
        }
    }

    private Outcome resume(Budget budget) {
        try (var swarm = notes.shop.swarmTrusted()) {
            return swarm.resume(notes.project(), Optional.empty(), false, List.of(), budget);
        }
    }

    private RunState state() {
        return RunState.of(Journal.read(notes.journal()));
    }

    private List<String> asked() {
        return notes.server.requests().stream().map(request -> request.body().path("model").asText()).toList();
    }

    private void person(String... replies) {
        var left = new ConcurrentLinkedQueue<>(Arrays.asList(replies));
        notes.shop.person = (question, assumed) -> {
            questions.add(question);
            return Optional.ofNullable(left.poll());
        };
    }

    @Test
    void aRunEndsInOrderWhereItsBudgetHasNoRoomAndAResumeWithMoreGoesOn() {
        var outcome = run(dollars(0.00406));
        assertEquals(Stop.BUDGET, outcome.exit());
        assertEquals("the budget is reached", outcome.label());
        assertEquals(List.of("a done", "b interrupted"), notes.ends().stream().sorted().toList());
        assertEquals("good a\n", notes.shop.read(outcome.project().resolve("a.txt")));
        assertEquals(1, asked().size());
        var summary = String.join(" ", Summary.lines(state(), 4000, Instant.now()));
        assertTrue(summary.contains("the budget of the run is reached: $0.0001 of $0.0041 are spent, and what is asked of coder for 'b' "
                + "may take $0.0040; left: b, c"), summary);
        assertEquals("--budget 0.01", state().reached().orElseThrow().remedy());

        assertEquals(Stop.BUDGET, resume(Budget.NONE).exit(), "what was spent before counts");
        assertEquals(1, asked().size());
        assertEquals(0, resume(dollars(0.01)).exit());
        assertEquals(3, asked().size(), "nothing is asked twice");
        assertFalse(state().reached().isPresent());
    }

    @Test
    void aBoundOnCallsCountsFailedTriesToo() {
        notes.script("b", prompt -> StubAnswer.status(500, "broken"));
        var outcome = run(calls(3));
        assertEquals(Stop.BUDGET, outcome.exit());
        assertEquals(3, asked().size());
        assertEquals(3, state().spent().of(new SpendingScope.OfRun()).calls());
        assertEquals(Stop.BUDGET, resume(calls(3)).exit());
        assertEquals(3, asked().size());
    }

    @Test
    void aTaskAndAnAgentHaveBudgetsOfTheirOwn() {
        notes.shop.file("config/budget.yaml", "task: {calls: 1}\n");
        notes.say("b", note("b.txt", "bad b"));
        assertEquals(Stop.BUDGET, run(Budget.NONE).exit());
        assertEquals(List.of("a done", "b interrupted"), notes.ends().stream().sorted().toList());
        assertEquals("the budget of the task 'b' is reached: 1 of 1 calls are spent",
                state().reached().orElseThrow().sentence());
        assertEquals("", state().reached().orElseThrow().remedy());
        notes.shop.file("config/budget.yaml", "agents: {writer: {calls: 2}}\n");
        assertEquals(Stop.BUDGET, resume(Budget.NONE).exit());
        assertTrue(state().reached().orElseThrow().sentence().startsWith("the budget of the agent 'writer' is reached"));
    }

    @Test
    void whereNobodyCanBeAskedTheConfigurationNamesACheaperModel() {
        notes.shop.file("config/budget.yaml", "on-budget: {cheaper: cheap}\n");
        assertEquals(0, run(dollars(0.00406)).exit());
        assertEquals(List.of("stub", "cheap", "cheap"), asked());
        assertEquals(List.of("coder", "cheap", "cheap"),
                notes.shop.events(Event.AskedModel.class).stream().map(Event.AskedModel::alias).toList());
        assertTrue(notes.notes().stream().noneMatch(line -> line.contains("budget")), notes.notes()::toString);
    }

    @Test
    void aPersonGivesMore() {
        person("what?", "more 1");
        assertEquals(0, run(dollars(0.00406)).exit());
        assertEquals(2, questions.size());
        assertEquals("""
                The budget of the run is reached: $0.0001 of $0.0041 are spent, and what is asked of coder for 'b' may take $0.0040.
                What now?
                  more AMOUNT    so much more, such as 'more 0.01'
                  cheaper ALIAS  ask that model of models.yaml instead, from now on
                  stop           leave what does not fit, and end the run in order""", questions.getFirst());
        assertTrue(questions.getLast().contains("That is none of these.\nWhat now?"), questions::toString);
        assertEquals(List.of(0.00406, 1.00406),
                notes.shop.events(Spending.Allowed.class).stream().map(Spending.Allowed::dollars).toList());
    }

    @Test
    void aPersonNamesACheaperModelOrStops() {
        person("cheaper none-such", "cheaper cheap");
        assertEquals(0, run(dollars(0.00406)).exit());
        assertEquals(List.of("stub", "cheap", "cheap"), asked());
        assertTrue(questions.getLast().contains("models.yaml has no model 'none-such'"), questions::toString);
    }

    @Test
    void aPersonStopsOnceForAll() {
        notes.plan(task("a", "a.txt"), task("b", "b.txt"), task("c", "c.txt"));
        person("stop");
        assertEquals(Stop.BUDGET, run(dollars(0.001)).exit());
        assertEquals(1, questions.size());
        assertEquals(0, asked().size());
    }

    @Test
    void aPriceThatNobodyKnowsIsNoZero() {
        notes.shop.file("config/models.yaml", notes.shop.read(notes.shop.folder.resolve("config/models.yaml"))
                .replace(", price: {input: 0, output: 10}", "").replace(notes.server.baseUrl().toString(), "http://models.invalid/v1"));
        var stop = assertThrows(Stop.class, () -> run(dollars(1)));
        assertEquals(Stop.USAGE, stop.exit());
        assertTrue(stop.getMessage().startsWith("coder: its price is unknown, so no budget in dollars holds it;"), stop::getMessage);
    }

    @Test
    void aReplayIsHeldOnlyToWhatIsSaidOfIt() {
        assertEquals(0, run(Budget.NONE).exit());
        var tape = notes.journal();
        assertEquals(1, notes.shop.events(Spending.Allowed.class).size());
        Workshop.output(notes.shop.folder, "mv", "notes", "first");
        var taped = notes.shop.folder.resolve("first").resolve(notes.project().relativize(tape));
        notes.shop.events.clear();
        assertEquals(0, run(Budget.NONE, Optional.of(taped)).exit());
        assertEquals(List.of(), notes.shop.events(Spending.class));
        Workshop.output(notes.shop.folder, "rm", "-r", "notes");
        assertEquals(Stop.BUDGET, run(calls(2), Optional.of(taped)).exit());
        assertEquals(3, asked().size(), "nobody was asked again");
        assertEquals(0, state().cost());
    }

    @Test
    void whatWasUnderWayWhenTheProcessEndedIsTakenForSpent() throws Exception {
        assertEquals(Stop.BUDGET, run(dollars(0.00406)).exit());
        try (var journal = Journal.reopen(notes.journal().getParent(), new Redactor(Map.of()))) {
            journal.append(new Spending.Reserved("gone", "writer", "b", "coder", 100, 400, 0.004));
        }
        assertEquals(Stop.BUDGET, resume(dollars(0.008)).exit());
        assertEquals(0, resume(dollars(0.02)).exit());
        assertEquals(new Usage(100, 0, 400, 0, 500).tokens(), state().spent().of(new SpendingScope.About("b")).usage().tokens()
                - Workshop.journaled(notes.journal()).stream().filter(Event.AnsweredModel.class::isInstance)
                .map(Event.AnsweredModel.class::cast).filter(answer -> answer.task().equals("b"))
                .mapToLong(answer -> answer.usage().tokens()).sum());
    }

    @Test
    void aFileThatCameWithAProjectOnlyMakesItLess() {
        notes.shop.file(".swarm/budget.yaml", "run: {calls: 2, dollars: 1000}\n");
        assertEquals(Stop.BUDGET, run(Budget.NONE).exit());
        assertEquals(List.of(new Spending.Allowed(5, 3_000_000, 2, "", "")), notes.shop.events(Spending.Allowed.class));
        notes.shop.file(".swarm/budget.yaml", "on-budget: {cheaper: cheap}\n");
        var stop = assertThrows(Stop.class, () -> resume(Budget.NONE));
        assertTrue(stop.getMessage().contains("'on-budget' names another model, which a project's own file may not"), stop::getMessage);
    }

    @Test
    void aResumeBeginsWithWhatTheRunWasGivenLast() {
        person("more 0.0001", "stop");
        assertEquals(Stop.BUDGET, run(dollars(0.0039)).exit());
        assertEquals(1, asked().size());
        notes.shop.person = Answerer.NOBODY;
        notes.shop.events.clear();
        assertEquals(Stop.BUDGET, resume(Budget.NONE).exit());
        assertEquals(0.004, allowed(), 1e-9);
        assertEquals(Stop.BUDGET, resume(dollars(0.001)).exit());
        assertEquals(Stop.BUDGET, resume(Budget.NONE).exit());
        assertEquals(0.001, allowed(), 1e-9, "a resume's own flags hold from then on");
        assertEquals(0, resume(dollars(1)).exit());
    }

    private double allowed() {
        return notes.shop.events(Spending.Allowed.class).getLast().dollars();
    }
}
