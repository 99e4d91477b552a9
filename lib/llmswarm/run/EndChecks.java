package llmswarm.run;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import llmswarm.check.CheckRunner;
import llmswarm.files.GitHistory;
import llmswarm.files.ProjectTree;
import llmswarm.guard.Digest;
import llmswarm.guard.Printable;
import llmswarm.guard.Trust;
import llmswarm.plan.Plan;
import llmswarm.run.Event.Checked;

/** The checks of the whole, in a clean checkout of the last commit. */
final class EndChecks {
    private final Job job;
    private final Steps steps;
    private final GitHistory git;
    private final Trust trust;
    private final Path project;
    private final Path folder;
    private Path made;

    /** @param folder where the checkout is made; gone when the checks are over */
    EndChecks(Job job, Steps steps, GitHistory git, Trust trust, Path project, Path folder) {
        this.job = job;
        this.steps = steps;
        this.git = git;
        this.trust = trust;
        this.project = project;
        this.folder = folder;
    }

    /** What the checks showed. */
    enum Verdict {
        PASSED("done and checked"), FAILED("a check failed"), UNCHECKED("written, not checked");

        private final String label;

        Verdict(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    /** Runs them, unless nothing can be contained here or a person has to approve them and did not. */
    Verdict run(boolean approvedByFlag, Answerer person) throws InterruptedException {
        var planned = job.plan().checks();
        var allowed = planned.isEmpty() || approved(planned, approvedByFlag, person);
        var commands = CheckRunner.atEnd(job.stack().checks(), planned, job.variables());
        if (commands.isEmpty()) return Verdict.UNCHECKED;
        if (job.checks().isEmpty() || !allowed) {
            var why = allowed ? "no sandbox works on this machine" : "not approved";
            commands.forEach(c -> steps.unchecked(Checking.unchecked(c, "", 1, why)));
            return Verdict.UNCHECKED;
        }
        try {
            var results = new Checking(job.checks().get(), steps, "", 1).all(commands, git.head(), this::checkout);
            return results.stream().allMatch(Checked::passed) ? Verdict.PASSED : Verdict.FAILED;
        } finally {
            new ProjectTree(folder).remove();
        }
    }

    /** The last commit as plain files, made once. */
    private Path checkout() {
        if (made == null) {
            new ProjectTree(folder).remove();
            made = git.cleanCheckout(folder);
        }
        return made;
    }

    /** What a person approves is remembered outside the project, so that no journal can bring an approval along. */
    private boolean approved(List<Plan.PlannedCheck> planned, boolean byFlag, Answerer person) {
        var what = "checks planned for " + project;
        var digest = Digest.of(planned.stream().flatMap(c -> Stream.concat(Stream.of(c.name(), Integer.toString(c.run().size())), c.run().stream())).toList());
        if (trust.trusted(what, digest)) return true;
        var commands = planned.stream().map(c -> "  " + Printable.escaped(c.name()) + ": " + Run.command(c.run())).collect(Collectors.joining("\n"));
        var approved = byFlag || steps.question("approve-checks", "The plan proposes these checks:\n%s\nRun them? [y/N]".formatted(commands), "n", person)
                .answer().toLowerCase().startsWith("y");
        if (approved) trust.trust(what, digest);
        return approved;
    }
}
