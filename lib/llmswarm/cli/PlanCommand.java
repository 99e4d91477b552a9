package llmswarm.cli;

import java.util.Optional;
import java.util.concurrent.Callable;

import llmswarm.cli.screen.ForecastText;
import llmswarm.cli.screen.PlanText;
import llmswarm.cli.screen.Window;
import llmswarm.plan.Plan;
import llmswarm.plan.PlanJson;
import llmswarm.run.journal.Planning;
import llmswarm.run.options.Spec;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code swarm.java plan SPEC}. */
@Command(name = "plan", mixinStandardHelpOptions = true,
        description = "Prints the plan for a specification as table and tree, or with --json as one line of JSON, which --plan takes.")
public final class PlanCommand implements Callable<Integer> {
    private final Desk desk;
    @Mixin
    private Flags flags;
    @Mixin
    private RunFlags run;
    @Parameters(paramLabel = "SPEC", description = "The file that holds the specification.")
    private String file;

    PlanCommand(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() {
        var spec = Spec.read(desk.folder(), file);
        return Interrupts.during(desk, () -> {
            Plan plan;
            Optional<Planning.Forecasted> forecast;
            try (var opened = Opened.inLines(desk, flags)) {
                plan = opened.swarm.plan(spec, run.ofPlan());
                forecast = opened.state.forecast();
            }
            if (flags.json) desk.out().json(PlanJson.of(plan));
            else PlanText.lines(plan, Window.columns()).forEach(desk.out()::println);
            if (!flags.json) forecast.map(all -> ForecastText.lines(all, Window.columns()))
                    .ifPresent(lines -> lines.forEach(desk.out()::println));
            return 0;
        });
    }
}
