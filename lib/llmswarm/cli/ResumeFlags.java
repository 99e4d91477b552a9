package llmswarm.cli;

import java.nio.file.Path;

import llmswarm.Swarm;
import llmswarm.SwarmSetup;
import llmswarm.run.Outcome;
import picocli.CommandLine.Mixin;

/** Flags of a resume. */
public final class ResumeFlags {
    @Mixin
    private CheckFlags checks;

    @Mixin
    private BudgetFlags budget;

    @Mixin
    private AttendFlags attend;

    /** How the swarm is opened for it. */
    SwarmSetup setup(SwarmSetup setup) {
        return attend.setup(setup);
    }

    /** Goes on with a project's last run as they say. */
    public Outcome resume(Swarm swarm, Path place) {
        return swarm.resume(place, checks.sandbox(), checks.approveChecks, checks.allow(), budget.budget());
    }
}
