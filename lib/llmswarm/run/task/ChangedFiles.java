package llmswarm.run.task;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;

import llmswarm.check.Failure;
import llmswarm.config.ModelSpec;
import llmswarm.files.Answer;
import llmswarm.plan.PlanLint;
import llmswarm.plan.Task;
import llmswarm.prompt.FileRoom;
import llmswarm.prompt.SourceText;
import llmswarm.run.change.ChangeData;
import llmswarm.run.project.Job;

/** What a task that changes a project is shown of it, and may do with its files. */
final class ChangedFiles {
    private final Job job;

    ChangedFiles(Job job) {
        this.job = job;
    }

    /**
     * What a prompt shows of the project.
     *
     * @param files whole, the most relevant first
     * @param data  what its template is told of the change
     */
    record Shown(List<SourceText> files, Map<String, Object> data) {
    }

    /**
     * What it is shown of the project as the tasks before it left it: what it has written, its own files, what
     * failed, then by relevance.
     *
     * @param begun the tree before any task
     */
    Shown shown(Task task, ModelSpec model, SortedMap<String, byte[]> tree, SortedMap<String, byte[]> begun,
            String evidence) {
        var change = job.change().orElseThrow();
        var files = change.present().at(tree);
        var written = written(task, tree, begun);
        var first = new LinkedHashSet<String>();
        tree.keySet().stream().filter(path -> task.files().contains(path) || written.contains(path))
                .forEach(first::add);
        if (!evidence.isEmpty()) first.addAll(Concerned.named(evidence, job.stack(), tree));
        first.remove(PlanLint.PLAN_PAGE);
        var question = task.files().contains(Task.ANYWHERE) ? change.question() : change.question(task);
        int room = FileRoom.bounded(model.context());
        var selection = files.shown(question, first, task.files()::contains, room);
        var data = new HashMap<>(ChangeData.of(change, files).with(selection));
        data.put("written", !written.isEmpty());
        return new Shown(selection.files(), data);
    }

    /**
     * The same for a small model that is asked for one file.
     *
     * @param part the task with that file only
     * @param room tokens that files may take besides that one
     */
    Shown small(Task part, SortedMap<String, byte[]> tree, int room) {
        var change = job.change().orElseThrow();
        var files = change.present().at(tree);
        var selection = files.shown(change.question(part), List.of(), room);
        return new Shown(selection.files(), ChangeData.small(change, files).with(selection));
    }

    /** What the task made otherwise of its files so far, or deleted. */
    private static Set<String> written(Task task, SortedMap<String, byte[]> tree, SortedMap<String, byte[]> begun) {
        var paths = new HashSet<>(tree.keySet());
        paths.addAll(begun.keySet());
        paths.removeIf(path -> !task.owns(path) || path.equals(PlanLint.PLAN_PAGE)
                || Arrays.equals(tree.get(path), begun.get(path)));
        return paths;
    }

    /** The files of which its answer may say that they are no longer needed. */
    Set<String> deletable(Task task, SortedMap<String, byte[]> tree) {
        return job.change().isEmpty() ? Set.of() : tree.keySet().stream()
                .filter(path -> task.owns(path) && !path.equals(PlanLint.PLAN_PAGE)).collect(Collectors.toSet());
    }

    /**
     * Why files of an answer are not taken: they are there, the agent was not shown them, and most of what they hold
     * would be lost.
     */
    Optional<Failure> unseen(Answer answer, Draft draft, SortedMap<String, byte[]> tree, Set<String> seen) {
        if (job.change().isEmpty()) return Optional.empty();
        var lost = new ArrayList<String>();
        for (var file : answer.files()) {
            var path = file.path().toString();
            if (tree.containsKey(path) && !seen.contains(path) && !draft.files().written().containsKey(file.path())
                    && loses(path, tree.get(path), file.text())) lost.add(path);
        }
        return lost.isEmpty() ? Optional.empty() : Optional.of(new Failure.Format(List.of(
                "you wrote %s anew without having seen what is there, and most of it would be lost; give edits, or nothing of it"
                        .formatted(String.join(", ", lost)))));
    }

    private static boolean loses(String path, byte[] before, String after) {
        var text = SourceText.of(path, before);
        if (text.isEmpty()) return true;
        var kept = new HashSet<>(after.lines().map(String::strip).toList());
        var lines = text.get().text().lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
        return lines.stream().filter(kept::contains).count() * 2 < lines.size();
    }
}
