package llmswarm.run.whole;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;

import llmswarm.check.CheckRunner;
import llmswarm.check.ContractCheck;
import llmswarm.check.Failure;
import llmswarm.config.stack.Review;
import llmswarm.guard.Stop;
import llmswarm.model.ModelFailed;
import llmswarm.plan.Task;
import llmswarm.run.journal.Event.State;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Journal;
import llmswarm.run.project.Assignment;
import llmswarm.run.project.Checking;
import llmswarm.run.project.Integration;
import llmswarm.run.project.Job;
import llmswarm.run.steps.World;
import llmswarm.run.task.Draft;
import llmswarm.run.task.Ended;
import llmswarm.run.task.Reviewer;
import llmswarm.run.task.TaskLoop;
import llmswarm.run.whole.EndChecks.Shown;
import llmswarm.run.whole.EndChecks.Verdict;

/**
 * The end of a run: end checks, then what fails goes back to the task that owns it, then the checks again, until they
 * pass or nobody knows a way on. Then a reviewer reads the whole, where the stack wants that.
 */
public final class Repairs {
    /** A run is mended so often at most, and a large one once for so many tasks. */
    private static final int ROUNDS = 5, TASKS_A_ROUND = 2;
    private static final int LOOP = 3;

    private final Job job;
    private final World world;
    private final Journal journal;
    private final Integration integration;
    private final TaskLoop loop;
    private final Owners owners;
    private final FailureShares pieces;
    private final Reviewer reviewer;
    private final Map<String, Integer> seen = new HashMap<>();

    public Repairs(Job job, World world, Journal journal, Integration integration, TaskLoop loop, Owners owners,
            Reviewer reviewer) {
        this.job = job;
        this.world = world;
        this.journal = journal;
        this.integration = integration;
        this.loop = loop;
        this.owners = owners;
        this.pieces = new FailureShares(job, owners);
        this.reviewer = reviewer;
    }

    /** Shows the whole as often as something was mended. */
    public interface Ends {
        Shown show(int round) throws InterruptedException;
    }

    /** @param mend whether what fails is to be mended at all: not while tasks are missing */
    public Shown run(Ends ends, boolean mend) throws InterruptedException {
        return run(ends, mend, true);
    }

    /** The same while tasks go on, for checks of what is there: nobody reviews a part of the whole. */
    void early(Ends ends) throws InterruptedException {
        run(ends, true, false);
    }

    private Shown run(Ends ends, boolean mend, boolean whole) throws InterruptedException {
        int rounds = Math.max(ROUNDS, job.plan().tasks().size() / TASKS_A_ROUND);
        for (int round = 1; ; round++) {
            var shown = ends.show(round);
            if (!mend || shown.verdict() == Verdict.UNCHECKED || round > rounds) return shown;
            var broken = shown.verdict() != Verdict.PASSED ? failing(shown) : whole ? reviewed(shown) : List.<Part>of();
            if (broken.isEmpty() || !mended(broken, shown)) return shown;
        }
    }

    /** What each task has to mend, in the order of the failures. */
    private Collection<Part> failing(Shown shown) throws InterruptedException {
        var parts = new LinkedHashMap<Task, Part>();
        if (shown.results().isEmpty()) for (var finding : shown.broken()) {
            var failure = new Failure.Contract(List.of(finding.sentence()));
            add(parts, owners.of(finding).map(Owner::alone), failure, List.of());
        }
        var all = new ArrayList<FailureShares.Piece>();
        for (var failure : Checking.failures(shown.results())) all.addAll(pieces.of(failure, shown.tree()));
        for (var piece : all) {
            if (piece.rest() && !parts.isEmpty()) continue;
            var failure = piece.failure();
            if (failure instanceof Failure.Environment) {
                note("", "no model can mend this: " + failure.evidence());
                return List.of();
            }
            int times = seen.merge(failure.fingerprint(), 1, Integer::sum);
            if (times == LOOP) note("", "the same failure for the third time; nobody is asked to mend it again");
            if (times >= LOOP) continue;
            var owner = owners.of(failure, shown.tree(), times > 1);
            add(parts, owner, failure, beside(owner, failure, shown));
        }
        return parts.values();
    }

    /**
     * What whoever mends a failure is told beside it: what was said of it, and what else is not as the contracts say
     * there.
     */
    private List<Failure> beside(Optional<Owner> owner, Failure failure, Shown shown) {
        var told = new ArrayList<Failure>();
        owner.map(Owner::told).filter(said -> !said.isEmpty()).ifPresent(said -> told.add(new Failure.Reviewed(said)));
        owners.scaffold(failure, shown.tree()).ifPresent(sentence -> {
            note("", sentence);
            told.add(new Failure.Format(List.of(sentence + "; the cause may be in what uses it.")));
        });
        var findings = shown.broken().stream().filter(finding -> finding.file()
                .filter(file -> owners.names(failure, shown.tree(), file)).isPresent()
                || owner.isPresent() && owners.of(finding).equals(owner.map(Owner::task)))
                .map(ContractCheck.ContractFinding::sentence).toList();
        if (!findings.isEmpty()) {
            told.add(new Failure.Contract(Stream.concat(Stream.of("Beside that, which may be the cause or not:"),
                    findings.stream()).toList()));
        }
        return told;
    }

    private void add(Map<Task, Part> parts, Optional<Owner> owner, Failure failure, List<Failure> told) {
        if (owner.isEmpty()) note("", "no task could be found to fix "
                + (failure instanceof Failure.Broken broken ? "check '%s'".formatted(broken.check()) : "this: "
                + failure.headline()));
        owner.ifPresent(one -> parts.put(one.task(), parts.getOrDefault(one.task(), Part.of(one.task()))
                .with(failure, told, one.other())));
    }

    private Collection<Part> reviewed(Shown shown) throws InterruptedException {
        var parts = new LinkedHashMap<Task, Part>();
        var review = job.stack().review().filter(r -> r.when() == Review.Moment.END);
        if (review.isEmpty()) return List.of();
        var findings = reviewer.read(Optional.empty(), shown.tree());
        boolean over = reviewer.asked("") > review.get().rounds();
        for (var finding : findings) {
            if (over) note("", "the review still finds: " + finding.sentence());
            else add(parts, owners.of(finding).map(Owner::alone), new Failure.Reviewed(List.of(finding.sentence())),
                    List.of());
        }
        return parts.values();
    }

    /** Whether anything was mended. */
    private boolean mended(Collection<Part> broken, Shown shown) throws InterruptedException {
        boolean any = false;
        var tree = shown.tree();
        for (var part : broken) {
            var draft = mended(part, tree, shown);
            if (draft.isPresent()) tree = draft.get().files().over(tree);
            any |= draft.isPresent();
        }
        integration.drain();
        return any;
    }

    /** By the task itself, else by the one that its answer says is at fault, else by the other side. */
    private Optional<Draft> mended(Part part, SortedMap<String, byte[]> tree, Shown shown)
            throws InterruptedException {
        var tried = new HashSet<Task>();
        for (var next = Optional.of(part); next.isPresent();) {
            var now = next.get();
            tried.add(now.task());
            var end = attempt(work(now, tree, shown)).orElse(null);
            if (end instanceof Ended.Accepted held) return Optional.of(held.draft());
            var pointed = end instanceof Ended.Undoable(var reason)
                    ? owners.named(reason, tree).map(task -> now.passed(task, reason)) : Optional.<Part>empty();
            next = pointed.filter(to -> !tried.contains(to.task()))
                    .or(() -> now.other().filter(other -> !tried.contains(other)).map(other -> now.turned()));
        }
        return Optional.empty();
    }

    private Assignment work(Part part, SortedMap<String, byte[]> tree, Shown shown) {
        return new Assignment(part.task(), tree, Optional.of(part.all()), commands(shown, part.failures()),
                pieces.elsewhere(part.task(), part.failures(), Checking.failures(shown.results())));
    }

    /** How it ended; empty when nobody could be asked. */
    private Optional<Ended> attempt(Assignment work) throws InterruptedException {
        var task = work.task();
        note(task.id(), "sent back: " + work.repairs().orElseThrow().headline());
        var start = System.nanoTime();
        try {
            var end = loop.mend(work);
            switch (end) {
                case Ended.Accepted held -> integration.repair(task, held.draft().files(),
                        new Event.TaskEnded(task.id(), State.DONE, "mended; " + held.evidence(),
                        (System.nanoTime() - start) / 1e9));
                case Ended.Rejected fell -> note(task.id(), "not fixed: " + fell.failure().headline());
                case Ended.Undoable(var reason) -> note(task.id(), "not fixed: " + reason);
            }
            return Optional.of(end);
        } catch (ModelFailed | Stop failed) {
            if (Thread.currentThread().isInterrupted()) throw new InterruptedException();
            if (failed instanceof Stop stop && stop.endsRun()) throw failed;
            note(task.id(), "not fixed: " + failed.getMessage());
            return Optional.empty();
        }
    }

    /**
     * The end checks that show whether it is mended, and those they wait for; after a review all that passed so far.
     */
    private static List<CheckRunner.Command> commands(Shown shown, List<Failure> failures) {
        var wanted = new ArrayList<String>();
        for (var result : shown.results().reversed()) {
            var command = result.command();
            if (wanted.contains(command.check()) || shown.verdict() == Verdict.PASSED
                    || result.failure().isPresent() && failures.stream().anyMatch(failure -> isOf(failure, result))) {
                wanted.add(command.check());
                wanted.addAll(command.after());
            }
        }
        return shown.results().stream().map(Checking.Result::command)
                .filter(command -> wanted.contains(command.check())).toList();
    }

    private static boolean isOf(Failure failure, Checking.Result result) {
        return failure instanceof Failure.Broken broken ? broken.check().equals(result.command().check())
                : result.failure().filter(failure::equals).isPresent();
    }

    private void note(String task, String sentence) {
        journal.append(new Event.Noted(task, sentence));
    }
}
