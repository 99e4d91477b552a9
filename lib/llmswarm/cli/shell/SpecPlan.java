package llmswarm.cli.shell;

import java.util.List;

import llmswarm.cli.screen.Amounts;
import llmswarm.cli.screen.PlanText;
import llmswarm.cli.screen.Window;
import llmswarm.plan.Plan;
import llmswarm.plan.Task;
import llmswarm.run.options.Spec;

/** A plan and the specification it was made for; run(PLAN) builds by it. */
public final class SpecPlan {
    private final Spec spec;
    private final Plan plan;
    private final List<String> flags;

    /** @param flags those of the command line that it was asked for with */
    SpecPlan(Spec spec, Plan plan, List<String> flags) {
        this.spec = spec;
        this.plan = plan;
        this.flags = List.copyOf(flags);
    }

    /** The project's name. */
    public String name() {
        return plan.name();
    }

    /** Its tasks, each with id, title, agent, files and the tasks it depends on. */
    public Rows<Task> tasks() {
        return Rows.shown(plan.tasks(), width -> PlanText.tasks(plan, width));
    }

    /** All of it: requirements, contracts, tasks as table and tree, and what runs at the same time. */
    public String text() {
        return String.join("\n", PlanText.lines(plan, Window.columns()));
    }

    /** The plan as the program has it: requirements, contracts, tasks and checks. */
    public Plan plan() {
        return plan;
    }

    /** What it was made for. */
    public Spec spec() {
        return spec;
    }

    List<String> flags() {
        return flags;
    }

    @Override
    public String toString() {
        return "%s (stack %s), %s; .text() has all%s".formatted(plan.name(), plan.stack(),
                Amounts.count(plan.tasks().size(), "task"), tasks());
    }
}
