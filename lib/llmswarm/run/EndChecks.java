package llmswarm.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import llmswarm.check.CheckRunner;
import llmswarm.check.ContractCheck;
import llmswarm.check.Failure;
import llmswarm.files.GitHistory;
import llmswarm.files.ProjectTree;
import llmswarm.guard.Digest;
import llmswarm.guard.Printable;
import llmswarm.guard.Trust;
import llmswarm.plan.Plan;

/** The checks of the whole, in a clean checkout of the last commit. */
final class EndChecks {
    private final Job job;
    private final Steps steps;
    private final Journal journal;
    private final GitHistory git;
    private final Trust trust;
    private final Path project;
    private final Path folder;
    private Optional<Boolean> allowed = Optional.empty();

    /** @param folder where the checkout is made; gone when the checks are over */
    EndChecks(Job job, Steps steps, Journal journal, GitHistory git, Trust trust, Path project, Path folder) {
        this.job = job;
        this.steps = steps;
        this.journal = journal;
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

    /**
     * What they showed.
     *
     * @param tree    the files they were shown of
     * @param results empty where nothing was run
     * @param broken  contracts that do not hold; then no command was run
     */
    record Shown(Verdict verdict, SortedMap<String, byte[]> tree, List<Checking.Result> results, List<ContractCheck.Finding> broken) {
    }

    /** Runs them, unless nothing can be contained here or a person has to approve them and did not. */
    Shown run(int round, boolean approvedByFlag, Answerer person) throws InterruptedException {
        var place = checkout();
        try {
            var tree = new ProjectTree(place).contents();
            var broken = contracts(round, tree);
            if (!broken.isEmpty()) return new Shown(Verdict.FAILED, tree, List.of(), broken);
            var planned = job.plan().checks();
            if (allowed.isEmpty()) allowed = Optional.of(planned.isEmpty() || approved(planned, approvedByFlag, person));
            var commands = CheckRunner.atEnd(job.stack().checks(), planned, job.variables());
            if (commands.isEmpty()) return new Shown(Verdict.UNCHECKED, tree, List.of(), List.of());
            if (job.checks().isEmpty() || !allowed.get()) {
                var why = allowed.get() ? "no sandbox works on this machine" : "not approved; resume with --approve-checks";
                commands.forEach(c -> journal.append(Checking.unchecked(c, "", round, why)));
                return new Shown(Verdict.UNCHECKED, tree, List.of(), List.of());
            }
            var results = new Checking(job, steps, "", round).all(commands, tree, () -> place);
            var passed = results.stream().allMatch(result -> result.failure().isEmpty());
            return new Shown(passed ? Verdict.PASSED : Verdict.FAILED, tree, results, List.of());
        } finally {
            new ProjectTree(folder).remove();
        }
    }

    private List<ContractCheck.Finding> contracts(int round, SortedMap<String, byte[]> tree) {
        if (job.stack().contracts().isEmpty() || job.plan().contracts().isEmpty()) return List.of();
        var found = job.contracts().whole(tree);
        found.warnings().forEach(warning -> journal.append(new Event.Noted("", warning.sentence())));
        var broken = found.broken().stream().map(ContractCheck.Finding::sentence).toList();
        journal.append(Checking.contracts("", round, broken.isEmpty() ? Optional.empty() : Optional.of(new Failure.Contract(broken))));
        return found.broken();
    }

    /** The last commit as plain files. */
    private Path checkout() {
        new ProjectTree(folder).remove();
        return git.cleanCheckout(folder);
    }

    /** What a person approves is remembered outside the project, so that no journal can bring an approval along. */
    private boolean approved(List<Plan.PlannedCheck> planned, boolean byFlag, Answerer person) throws InterruptedException {
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
