package llmswarm.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

import llmswarm.check.CheckRunner;
import llmswarm.check.Failure;
import llmswarm.config.Stack;
import llmswarm.guard.Stop;
import llmswarm.model.ModelFailed;
import llmswarm.plan.Task;
import llmswarm.run.EndChecks.Shown;
import llmswarm.run.EndChecks.Verdict;
import llmswarm.run.Event.State;

/**
 * The end of a run: end checks, then what fails goes back to the task that owns it, then the checks again, until they pass or
 * nobody knows a way on. Then a reviewer reads the whole, where the stack wants that.
 */
final class Repairs {
    private static final int ROUNDS = 5, LOOP = 3;

    private final Job job;
    private final Steps steps;
    private final Journal journal;
    private final Integration integration;
    private final Rounds rounds;
    private final Owners owners;
    private final Reviewer reviewer;
    private final Map<String, Integer> seen = new HashMap<>();

    Repairs(Job job, Steps steps, Journal journal, Integration integration, Rounds rounds, Owners owners, Reviewer reviewer) {
        this.job = job;
        this.steps = steps;
        this.journal = journal;
        this.integration = integration;
        this.rounds = rounds;
        this.owners = owners;
        this.reviewer = reviewer;
    }

    /** Shows the whole as often as something was mended. */
    interface Ends {
        Shown show(int round) throws InterruptedException;
    }

    /** @param mend whether what fails is to be mended at all: not while tasks are missing */
    Shown run(Ends ends, boolean mend) throws InterruptedException {
        for (int round = 1; ; round++) {
            var shown = ends.show(round);
            if (!mend || shown.verdict() == Verdict.UNCHECKED || round > ROUNDS) return shown;
            var broken = shown.verdict() == Verdict.PASSED ? reviewed(shown) : failing(shown);
            if (broken.isEmpty() || !mended(broken, shown)) return shown;
        }
    }

    /** What each task has to mend, in the plan's order. */
    private SequencedMap<Task, List<Failure>> failing(Shown shown) throws InterruptedException {
        var byTask = new LinkedHashMap<Task, List<Failure>>();
        for (var finding : shown.broken()) add(byTask, owners.of(finding), new Failure.Contract(List.of(finding.sentence())));
        for (var failure : Checking.failures(shown.results())) {
            if (failure instanceof Failure.Environment) {
                note("", "no model can mend this: " + failure.evidence());
                return new LinkedHashMap<>();
            }
            int times = seen.merge(failure.fingerprint(), 1, Integer::sum);
            if (times == LOOP) {
                note("", "the same failure for the third time; nobody is asked to mend it again");
                return new LinkedHashMap<>();
            }
            add(byTask, owners.of(failure, shown.tree(), times > 1), failure);
        }
        return byTask;
    }

    private void add(Map<Task, List<Failure>> byTask, Optional<Task> owner, Failure failure) {
        if (owner.isEmpty()) note("", "it cannot be told whose this is: " + failure.headline());
        owner.ifPresent(task -> byTask.computeIfAbsent(task, one -> new ArrayList<>()).add(failure));
    }

    private SequencedMap<Task, List<Failure>> reviewed(Shown shown) throws InterruptedException {
        var byTask = new LinkedHashMap<Task, List<Failure>>();
        var review = job.stack().review().filter(r -> r.when() == Stack.When.END);
        if (review.isEmpty()) return byTask;
        var findings = reviewer.read(Optional.empty(), shown.tree());
        boolean over = reviewer.asked("") > review.get().rounds();
        for (var finding : findings) {
            if (over) note("", "the review still finds: " + finding.sentence());
            else add(byTask, owners.of(finding), new Failure.Reviewed(List.of(finding.sentence())));
        }
        return byTask;
    }

    /** Whether anything was mended. */
    private boolean mended(SequencedMap<Task, List<Failure>> broken, Shown shown) throws InterruptedException {
        boolean any = false;
        var tree = shown.tree();
        for (var entry : broken.entrySet()) {
            var work = new Work(entry.getKey(), tree, Optional.of(Failure.of(entry.getValue())), commands(shown, entry.getValue()),
                    elsewhere(entry.getKey(), entry.getValue()));
            var draft = mended(work);
            if (draft.isPresent()) tree = draft.get().over(tree);
            any |= draft.isPresent();
        }
        integration.drain();
        return any;
    }

    private Optional<Draft> mended(Work work) throws InterruptedException {
        var task = work.task();
        note(task.id(), "sent back: " + work.repairs().orElseThrow().headline());
        var start = System.nanoTime();
        try {
            switch (rounds.mend(work)) {
                case Ended.Held held -> {
                    var end = new Event.TaskEnded(task.id(), State.DONE, "mended; " + held.evidence(), (System.nanoTime() - start) / 1e9);
                    integration.repair(task, held.draft().files(), end);
                    return Optional.of(held.draft());
                }
                case Ended.Fell fell -> note(task.id(), "not fixed: " + fell.failure().headline());
                case Ended.Impossible(var reason) -> note(task.id(), "not fixed: " + reason);
            }
        } catch (ModelFailed | Stop failed) {
            if (Thread.currentThread().isInterrupted()) throw new InterruptedException();
            if (steps.replaying() || failed instanceof Stop stop && stop.exit() == Stop.INTERRUPTED) throw failed;
            note(task.id(), "not fixed: " + failed.getMessage());
        }
        return Optional.empty();
    }

    /** The end checks that show whether it is mended, and those they wait for; after a review all that passed so far. */
    private static List<CheckRunner.Command> commands(Shown shown, List<Failure> failures) {
        var wanted = new ArrayList<String>();
        for (var result : shown.results().reversed()) {
            var command = result.command();
            if (wanted.contains(command.check()) || shown.verdict() == Verdict.PASSED
                    || result.failure().filter(failures::contains).isPresent()) {
                wanted.add(command.check());
                wanted.addAll(command.needs());
            }
        }
        return shown.results().stream().map(Checking.Result::command).filter(command -> wanted.contains(command.check())).toList();
    }

    /** A failure that is not the one to be mended, and that is somebody else's: what is left where two failed at once. */
    private Work.Elsewhere elsewhere(Task task, List<Failure> mine) {
        return (failure, tree) -> {
            if (mine.stream().anyMatch(one -> one.fingerprint().equals(failure.fingerprint()) || owners.alike(one, failure, tree))) return false;
            var owner = failure.kind().equals("test") ? owners.of(failure, tree, false) : owners.byPlace(failure, tree);
            return owner.filter(other -> !other.id().equals(task.id())).isPresent();
        };
    }

    private void note(String task, String sentence) {
        journal.append(new Event.Noted(task, sentence));
    }
}
