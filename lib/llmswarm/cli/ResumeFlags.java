package llmswarm.cli;

import java.nio.file.Path;

import llmswarm.Swarm;
import llmswarm.run.Outcome;
import picocli.CommandLine.Mixin;

/** Flags of a resume. */
public final class ResumeFlags {
    @Mixin
    private CheckFlags checks;

    @Mixin
    private BudgetFlags budget;

    /** Goes on with a project's last run as they say. */
    public Outcome resume(Swarm swarm, Path place) {
        return swarm.resume(place, checks.sandbox(), checks.approveChecks, checks.allow(), budget.budget());
    }
}
