package llmswarm.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;

import llmswarm.guard.WorkingFolder;
import llmswarm.plan.Plan;
import llmswarm.plan.PlanJson;
import llmswarm.run.Spec;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code swarm.java plan SPEC}. */
@Command(name = "plan", mixinStandardHelpOptions = true,
        description = "Prints the plan for a specification as table and tree, or with --json as one line of JSON, which --plan takes.")
public final class PlanCommand implements Callable<Integer> {
    @Mixin
    private Flags flags;
    @Mixin
    private RunFlags run;
    @Parameters(paramLabel = "SPEC", description = "The file that holds the specification.")
    private String file;

    @Override
    public Integer call() {
        var spec = Spec.read(WorkingFolder.path(), file);
        return Interrupts.during(() -> {
            Plan plan;
            try (var opened = Opened.inLines(flags)) {
                plan = opened.swarm.plan(spec, run.options());
            }
            if (flags.json) System.out.println(PlanJson.of(plan));
            else PlanText.lines(plan, Window.columns()).forEach(System.out::println);
            return 0;
        });
    }
}
