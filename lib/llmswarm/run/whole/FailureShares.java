package llmswarm.run.whole;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;

import llmswarm.check.Failure;
import llmswarm.check.FailureBlocks;
import llmswarm.plan.Task;
import llmswarm.run.project.Assignment;
import llmswarm.run.project.Job;

/** Divides what one check's output tells of among the tasks that can mend it, so that all of them do in one round. */
final class FailureShares {
    private final Job job;
    private final Owners owners;

    FailureShares(Job job, Owners owners) {
        this.job = job;
        this.owners = owners;
    }

    /**
     * A part of a failure.
     *
     * @param rest whether nothing points to a task there while other parts do point to one: it may be gone with them
     */
    record Piece(Failure failure, boolean rest) {
    }

    /**
     * One for each task to which places outside the tests point, and behind them one for all that points to none; the
     * failure itself where nothing tells its parts apart.
     */
    List<Piece> of(Failure failure, SortedMap<String, byte[]> tree) {
        var pieces = new LinkedHashMap<Optional<Task>, List<Failure>>();
        for (var block : blocks(failure)) {
            pieces.computeIfAbsent(owners.byPlace(block, tree), owner -> new ArrayList<>()).add(block);
        }
        if (pieces.size() < 2) return List.of(new Piece(failure, false));
        var rest = Optional.ofNullable(pieces.remove(Optional.<Task>empty()));
        return Stream.concat(pieces.values().stream().map(blocks -> new Piece(FailureBlocks.joined(blocks), false)),
                rest.stream().map(blocks -> new Piece(FailureBlocks.joined(blocks), true))).toList();
    }

    /**
     * Tells failures that are not those to be mended: of each part that is left, that it failed before as somebody
     * else's, or that it is another's to mend. Of several parts that are the task's one has to be gone.
     *
     * @param mine what the task is to mend
     * @param all  what failed before
     */
    Assignment.Elsewhere elsewhere(Task task, List<Failure> mine, List<Failure> all) {
        var own = mine.stream().flatMap(failure -> blocks(failure).stream()).toList();
        var before = all.stream().flatMap(failure -> blocks(failure).stream()).map(Failure::fingerprint).toList();
        return (failure, tree) -> {
            var left = blocks(failure);
            boolean progress = own.stream().anyMatch(one -> left.stream().noneMatch(block -> same(one, block, tree)));
            for (var block : left) {
                boolean isOwn = own.stream().anyMatch(one -> same(one, block, tree));
                if (isOwn && !progress) return false;
                if ((isOwn || !before.contains(block.fingerprint())) && !isOthers(task, block, tree)) return false;
            }
            return true;
        };
    }

    private boolean same(Failure one, Failure other, SortedMap<String, byte[]> tree) {
        return one.fingerprint().equals(other.fingerprint()) || owners.alike(one, other, tree);
    }

    private boolean isOthers(Task task, Failure failure, SortedMap<String, byte[]> tree) throws InterruptedException {
        var owner = failure.kind().equals("test") ? owners.of(failure, tree, false).map(Owner::task)
                : owners.byPlace(failure, tree);
        return owner.filter(other -> !other.id().equals(task.id())).isPresent();
    }

    private List<Failure> blocks(Failure failure) {
        return FailureBlocks.of(failure, job.stack().output().failures());
    }
}
