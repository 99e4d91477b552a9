package llmswarm.run.whole;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import llmswarm.check.Failure;
import llmswarm.plan.Task;

/**
 * What one task has to mend of all that failed.
 *
 * @param told  what it is told beside that
 * @param other who may be at fault as well
 */
record Part(Task task, List<Failure> failures, List<Failure> told, Optional<Task> other) {
    Part {
        failures = List.copyOf(failures);
        told = List.copyOf(told);
    }

    static Part of(Task task) {
        return new Part(task, List.of(), List.of(), Optional.empty());
    }

    Part with(Failure failure, List<Failure> more, Optional<Task> alternative) {
        return new Part(task, joined(failures, List.of(failure)), joined(told, more), other.or(() -> alternative));
    }

    /** The same for the other side, after this one could not mend it. */
    Part turned() {
        var note = new Failure.Reviewed(List.of("'%s' could not make it pass with a change of its own files.".formatted(task.id())));
        return new Part(other.orElseThrow(), failures, joined(told, List.of(note)), Optional.empty());
    }

    /** The same for the task that this one says is at fault. */
    Part passed(Task pointed, String reason) {
        var note = new Failure.Reviewed(List.of("'%s', which was asked first, says: %s".formatted(task.id(), reason)));
        return new Part(pointed, failures, joined(told, List.of(note)), other.filter(task -> !task.equals(pointed)));
    }

    /** All that the task is shown as evidence, what failed first. */
    Failure all() {
        return Failure.of(joined(failures, told));
    }

    private static List<Failure> joined(List<Failure> some, List<Failure> more) {
        return Stream.concat(some.stream(), more.stream()).distinct().toList();
    }
}
