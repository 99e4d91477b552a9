package llmswarm.run.whole;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import llmswarm.check.CheckRunner;
import llmswarm.check.DueChecks;
import llmswarm.check.ContractCheck;
import llmswarm.check.Failure;
import llmswarm.check.FailureBlocks;
import llmswarm.config.stack.Check;
import llmswarm.files.GitHistory;
import llmswarm.files.ProjectTree;
import llmswarm.guard.Digest;
import llmswarm.guard.UnsafePath;
import llmswarm.plan.Plan;
import llmswarm.run.change.Change;
import llmswarm.run.journal.ChangeEvent;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Journal;
import llmswarm.run.journal.Subject;
import llmswarm.run.project.Approval;
import llmswarm.run.project.Checking;
import llmswarm.run.project.FailedBefore;
import llmswarm.run.project.Job;
import llmswarm.run.steps.World;
import text.Printable;
import text.ShellWords;

/** The checks of the whole, in a clean checkout of the last commit. */
public final class EndChecks {
    private final Job job;
    private final World world;
    private final Journal journal;
    private final GitHistory git;
    private final Approval approval;
    private final Path project;
    private final Path folder;
    private final Set<String> told = new HashSet<>();
    private Optional<Boolean> allowed = Optional.empty();

    /** @param folder where the checkout is made; gone when the checks are over */
    public EndChecks(Job job, World world, Journal journal, GitHistory git, Approval approval, Path project,
            Path folder) {
        this.job = job;
        this.world = world;
        this.journal = journal;
        this.git = git;
        this.approval = approval;
        this.project = project;
        this.folder = folder;
    }

    /** What the checks showed. */
    public enum Verdict {
        PASSED("done and checked"), FAILED("a check failed"), NO_RESULT("a check had no result"),
                UNCHECKED("written, not checked");

        private final String label;

        Verdict(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /**
     * What they showed.
     *
     * @param tree    the files they were shown of
     * @param results empty where nothing was run
     * @param broken  what is not as the contracts say; a verdict only where no command was run
     */
    public record Shown(Verdict verdict, SortedMap<String, byte[]> tree, List<Checking.Result> results,
            List<ContractCheck.ContractFinding> broken) {
    }

    /** Runs them, unless nothing can be contained here or a person has to approve them and did not. */
    public Shown run(int round) throws InterruptedException {
        var place = checkout();
        try {
            var tree = new ProjectTree(place).contents();
            var contracts = contracts(round, tree);
            boolean allowed = allowed();
            var commands = commands();
            if (commands.isEmpty()) return unchecked(round, tree, contracts.broken());
            if (job.checks().isEmpty() || !allowed) {
                var why = allowed ? "no sandbox works on this machine"
                        : "not approved; resume with --approve-checks";
                commands.forEach(c -> journal.append(Checking.unchecked(c, "", round, why)));
                return unchecked(round, tree, contracts.broken());
            }
            var results = new Checking(job, world, "", round).all(commands, tree, () -> place);
            var verdict = verdict(results);
            tell(verdict, contracts);
            return new Shown(verdict, tree, results, contracts.broken());
        } finally {
            ProjectTree.remove(place).ifPresent(this::note);
        }
    }

    /**
     * Runs them before anything is changed: what fails then is not held against the change. Whether that holds for a
     * check of a task, too, is looked at as soon as one fails.
     */
    public void before(Change change) throws InterruptedException {
        if (job.checks().isEmpty()) return;
        var before = new FailedBefore(command -> before(change, command), job.stack().output().failures());
        job.knowing(before);
        if (commands().isEmpty() || !allowed()) return;
        var results = tried(Subject.Whole.BEFORE, change.present().contents(), commands());
        results.forEach(before::know);
        tellBefore(results);
    }

    private Optional<Checking.Result> before(Change change, CheckRunner.Command command) throws InterruptedException {
        var files = change.present().contents();
        if (command.file().filter(file -> !files.containsKey(file)).isPresent()) return Optional.empty();
        var results = tried(Subject.Whole.BEFORE, files, List.of(command)).stream()
                .filter(result -> result.command().equals(command)).toList();
        tellBefore(results);
        return results.stream().findFirst();
    }

    private void tellBefore(List<Checking.Result> results) {
        var failed = results.stream().filter(result -> result.failure().filter(Failure.Broken.class::isInstance)
                .isPresent()).map(Checking.Result::command).map(command -> command.check()
                + command.file().map(file -> " of " + file).orElse("")).distinct().toList();
        if (!failed.isEmpty()) note("failed before the change, so not held against it: " + String.join(", ", failed));
    }

    /** Runs the tests that a change brings without the rest of it: one that passes then, too, does not show it. */
    public void tryTests(Change change, Shown shown) throws InterruptedException {
        if (shown.verdict() != Verdict.PASSED) return;
        var isTest = CheckRunner.matching(job.stack().tests());
        var before = change.present().contents();
        var tests = shown.tree().keySet().stream().filter(isTest)
                .filter(path -> !Arrays.equals(shown.tree().get(path), before.get(path))).toList();
        var passed = shown.results().stream().filter(result -> result.checked().passed())
                .map(Checking.Result::command).filter(command -> command.says() == Check.Side.TEST).toList();
        if (passed.isEmpty()) return;
        var failing = List.<String>of();
        if (!tests.isEmpty()) {
            var tree = new TreeMap<>(before);
            tests.forEach(path -> tree.put(path, shown.tree().get(path)));
            failing = Checking.failures(tried(Subject.Whole.TESTS, tree, passed)).stream()
                    .filter(Failure.Broken.class::isInstance).map(Failure.Broken.class::cast)
                    .flatMap(this::heads).toList();
        }
        journal.append(new ChangeEvent.TestsTried(tests, failing));
    }

    private Stream<String> heads(Failure.Broken failure) {
        var heads = FailureBlocks.heads(failure, job.stack().output().failures());
        return heads.isEmpty() ? Stream.of("check '%s' fails".formatted(failure.check())) : heads.stream();
    }

    private List<Checking.Result> tried(Subject.Whole about, SortedMap<String, byte[]> tree,
            List<CheckRunner.Command> commands) throws InterruptedException {
        var place = ProjectTree.fresh(folder.resolveSibling(about.word()), this::note);
        try {
            place.materialise(tree);
            return new Checking(job, world, about.id(), 1).all(commands, tree, place::root);
        } catch (UnsafePath refused) {
            note("%s, so nothing was run of the project before the change".formatted(refused.getMessage()));
            return List.of();
        } finally {
            place.remove().ifPresent(this::note);
        }
    }

    private boolean allowed() throws InterruptedException {
        var planned = job.plan().checks();
        if (allowed.isEmpty()) allowed = Optional.of(planned.isEmpty() || approved(planned));
        return allowed.get();
    }

    private List<CheckRunner.Command> commands() {
        return DueChecks.atEnd(job.stack().checks(), job.plan().checks(), job.variables());
    }

    static Verdict verdict(List<Checking.Result> results) {
        var failures = Checking.failures(results);
        // What only fails as it did before shows nothing.
        boolean shown = results.isEmpty() || results.stream().anyMatch(result -> result.checked().passed());
        if (failures.isEmpty()) return shown ? Verdict.PASSED : Verdict.UNCHECKED;
        return failures.stream().allMatch(Failure.Environment.class::isInstance) ? Verdict.NO_RESULT : Verdict.FAILED;
    }

    private ContractCheck.Findings contracts(int round, SortedMap<String, byte[]> tree) {
        if (job.stack().contracts().isEmpty() || job.plan().contracts()
                .isEmpty()) return new ContractCheck.Findings(List.of(), List.of());
        var found = job.contracts().whole(tree);
        if (found.broken().isEmpty()) journal.append(Checking.contracts("", round, Optional.empty()));
        return found;
    }

    /** Where no command can say whether the work is right, the contracts have the last word. */
    private Shown unchecked(int round, SortedMap<String, byte[]> tree, List<ContractCheck.ContractFinding> broken) {
        if (broken.isEmpty()) return new Shown(Verdict.UNCHECKED, tree, List.of(), List.of());
        journal.append(Checking.contracts("", round,
                Optional.of(new Failure.Contract(broken.stream().map(ContractCheck.ContractFinding::sentence)
                .toList()))));
        return new Shown(Verdict.FAILED, tree, List.of(), broken);
    }

    /**
     * Commands show more than the contracts do: what is not as these say is told once, and what nobody promised only
     * where something fails.
     */
    private void tell(Verdict verdict, ContractCheck.Findings contracts) {
        var found = new ArrayList<>(contracts.broken());
        if (verdict == Verdict.FAILED) found.addAll(contracts.warnings());
        var fresh = found.stream().map(ContractCheck.ContractFinding::sentence).filter(told::add).toList();
        if (!fresh.isEmpty()) journal.append(new Event.Noted("",
                (verdict == Verdict.PASSED ? "not as the contracts say, though every check passes: "
                : "not as the contracts say: ") + String.join("; ", fresh)));
    }

    /** The last commit as plain files. */
    private Path checkout() {
        return git.cleanCheckout(ProjectTree.fresh(folder, this::note).root());
    }

    private void note(String sentence) {
        journal.append(new Event.Noted("", sentence));
    }

    private boolean approved(List<Plan.PlannedCheck> planned) throws InterruptedException {
        var digest = Digest.of(planned.stream().flatMap(c ->
                Stream.concat(Stream.of(c.name(), Integer.toString(c.run().size())), c.run().stream())).toList());
        var commands = planned.stream().map(c -> "  " + Printable.escaped(c.name()) + ": " + ShellWords.line(c.run()))
                .collect(Collectors.joining("\n"));
        return approval.given("checks planned for " + project, digest, "approve-checks",
                "The plan proposes these checks:\n%s\nRun them? [y/N]".formatted(commands));
    }
}
