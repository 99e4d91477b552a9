package llmswarm.run.planning;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import llmswarm.config.Agent;
import llmswarm.config.Catalog;
import llmswarm.config.ModelSpec;
import llmswarm.plan.Cut;
import llmswarm.plan.Length;
import llmswarm.plan.Plan;
import llmswarm.plan.PlanJson;
import llmswarm.plan.PlanReader;
import llmswarm.plan.SoloPlan;
import llmswarm.plan.SpecLines;
import llmswarm.plan.SpecRequirements;
import llmswarm.plan.Task;
import llmswarm.prompt.FileRoom;
import llmswarm.prompt.PromptData;
import llmswarm.prompt.FileRoom;
import llmswarm.prompt.Prompts;
import llmswarm.prompt.Tokens;
import llmswarm.run.change.Change;
import llmswarm.run.journal.Planning;

/** Reckons what a plan and the other ways to cut its work are likely to cost, from their real prompts. */
final class Estimates {
    /** A file's lines where nobody has guessed the size of the whole. */
    private static final int LINES_A_FILE = 100;

    private final Catalog catalog;
    private final Suitability suitability;
    private final SpecLines spec;
    private final Optional<Change> change;
    private final Preparation.Prepared prepared;
    private final Experience experience;

    /** @param change what is changed; empty for a new project */
    Estimates(Catalog catalog, Suitability suitability, SpecLines spec, Optional<Change> change,
            Preparation.Prepared prepared, Experience experience) {
        this.change = change;
        this.experience = experience;
        this.catalog = catalog;
        this.suitability = suitability;
        this.spec = spec;
        this.prepared = prepared;
    }

    /** Empty where no model can be asked, as on a replay. */
    Optional<Planning.Forecasted> of(Sizing sizing) {
        var alone = suitability.writer(catalog.agent(SoloPlan.AGENT));
        var planner = suitability.writer(catalog.agent(Planner.AGENT, prepared.stack()));
        var writers = catalog.agents(prepared.stack()).stream().flatMap(agent -> suitability.writer(agent).stream())
                .toList();
        if (alone.isEmpty() || planner.isEmpty() || writers.isEmpty()) return Optional.empty();
        long output = (long) lines(sizing) * Length.TOKENS_A_LINE;
        var single = SoloPlan.of(spec, new PlanReader.Choice(prepared.stack().name()), List.of());
        long fixed = prompt(single, single.tasks().getFirst(), alone.get().agent(), alone.get().model());
        var writer = writers.getFirst();
        var all = new ArrayList<Planning.Estimate>();
        for (var cut : Cut.values()) {
            if (cut == sizing.cut()) continue;
            all.add(switch (cut) {
                case ONE -> estimate(cut, 1, List.of(new Forecast.Call("", SoloPlan.AGENT, alone.get().model(), fixed,
                        output, List.of())));
                case FEW -> guessed(Sizing.few(lines(sizing), writers, ""), planner.get().model(), writer, fixed,
                        output);
                case MANY -> guessed(Sizing.many(lines(sizing), ""), planner.get().model(), writer, fixed, output);
            });
        }
        var calls = planned(sizing.cut(), output, planner.get().model(), fixed);
        return Optional.of(new Planning.Forecasted(all, estimate(sizing.cut(), prepared.plan().tasks().size(), calls),
                Forecast.shares(calls, experience, prepared.stack().name())));
    }

    private Planning.Estimate estimate(Cut cut, int tasks, List<Forecast.Call> calls) {
        return Forecast.of(cut, tasks, calls, experience, prepared.stack().name());
    }

    private Planning.Estimate guessed(Sizing sizing, ModelSpec planner, Sizing.Writer writer, long fixed,
            long output) {
        int tasks = Math.max(2, sizing.tasks());
        return estimate(sizing.cut(), tasks, Forecast.guessed(tasks, planner, writer, fixed, output));
    }

    private int lines(Sizing sizing) {
        return sizing.lines() > 0 ? sizing.lines() : Math.max(1, planned());
    }

    /** Lines of all tasks, as the plan has them. */
    private int planned() {
        return prepared.plan().tasks().stream().mapToInt(Estimates::lines).sum();
    }

    private static int lines(Task task) {
        return task.size() > 0 ? task.size() : task.files().size() * LINES_A_FILE;
    }

    /** The plan is paid already and belongs to the whole all the same. */
    private List<Forecast.Call> planned(Cut cut, long output, ModelSpec planner, long fixed) {
        var plan = prepared.plan();
        var calls = new ArrayList<Forecast.Call>();
        if (cut != Cut.ONE) calls.add(new Forecast.Call("", Planner.AGENT, planner, fixed,
                Tokens.estimate(PlanJson.of(SpecRequirements.of(spec).without(plan))),
                List.of()));
        for (var task : plan.tasks()) {
            var agent = catalog.agents(prepared.stack()).stream().filter(one -> one.name().equals(task.agent()))
                    .findFirst()
                    .orElseGet(() -> catalog.agent(task.agent()));
            var model = suitability.writer(agent).map(Sizing.Writer::model).orElse(planner);
            long own = output * lines(task) / Math.max(1, planned());
            long read = task.dependsOn().stream().mapToLong(id -> output * lines(plan.task(id)) / Math.max(1,
                    planned())).sum();
            var after = cut == Cut.ONE || !task.dependsOn().isEmpty() ? task.dependsOn() : List.of("");
            calls.add(new Forecast.Call(task.id(), agent.name(), model, prompt(plan, task, agent, model) + read,
                    own, after));
        }
        return calls;
    }

    private long prompt(Plan plan, Task task, Agent agent, ModelSpec model) {
        var data = PromptData.task(plan, spec, task, agent, prepared.conventions().of(task));
        var prompt = prepared.prompts().fitted(agent.prompt(), data, Prompts.Files.NONE, Integer.MAX_VALUE);
        return Prompts.tokens(prompt) + change.map(asked -> asked.present().shown(asked.question(),
                List.of(), FileRoom.bounded(model.context())).tokens()).orElse(0);
    }
}
