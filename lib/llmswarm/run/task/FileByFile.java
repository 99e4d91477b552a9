package llmswarm.run.task;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

import llmswarm.files.AnswerFile;
import llmswarm.files.AnswerParser;
import llmswarm.guard.Digest;
import llmswarm.model.grammar.Form;
import llmswarm.plan.Task;
import llmswarm.prompt.Prompt;
import llmswarm.prompt.SourceText;
import llmswarm.run.journal.Subject;
import llmswarm.run.project.Job;
import llmswarm.model.rate.ModelQueue;
import llmswarm.run.steps.Step;
import llmswarm.run.steps.World;

/**
 * How small models are asked, which do better with one file at a time: a call for each file of the task, told what the
 * others are and shown those already written. The answers are joined to one of the task.
 */
final class FileByFile {
    private final Job job;
    private final World world;
    private final TaskPrompt prompts;
    private final BiConsumer<Task, Prompt> asked;

    /** @param asked told every prompt before it is asked */
    FileByFile(Job job, World world, TaskPrompt prompts, BiConsumer<Task, Prompt> asked) {
        this.job = job;
        this.world = world;
        this.prompts = prompts;
        this.asked = asked;
    }

    /** One attempt; ends early after an answer that cannot be used, as the attempt as a whole cannot be then. */
    Asked ask(Prompted what, ModelQueue.Turn first) throws InterruptedException {
        var written = new ArrayList<SourceText>();
        var seen = new HashSet<String>();
        var text = new StringBuilder();
        var turn = first;
        try {
            for (var file : wanted(what)) {
                var fitted = fitted(what, file, written);
                if (fitted instanceof TaskPrompt.NoRoom(var sentence)) return new Asked.TooLong(sentence);
                var fits = (TaskPrompt.Fits) fitted;
                fits.seen().stream().filter(part(what.task(), file)::owns).forEach(seen::add);
                var answer = world.ask(question(what, file, written, fits.prompt(), turn));
                turn.close();
                turn = world.firstTurn(what.model());
                var own = TaskPrompt.own(what.task(), what.tree());
                own.keySet().retainAll(List.of(file));
                var parsed = AnswerParser.parse(answer.text(), List.of(file), job.stack().allow(), own,
                        job.change().isPresent() ? own.keySet() : Set.of());
                if (answer.cutOff() || !parsed.faults().isEmpty()) return new Asked.Whole(text + answer.text(),
                        answer.cutOff(), seen);
                for (var path : parsed.deleted()) text.append("DELETE: %s\n\n".formatted(path));
                for (var one : parsed.files()) {
                    written.add(new SourceText(one.path().toString(), one.text()));
                    text.append(block(one));
                }
            }
            return new Asked.Whole(text.toString(), false, seen);
        } finally {
            turn.close();
        }
    }

    /**
     * All files the first time; then those that are missing or that the evidence names, and again all where there are
     * none.
     */
    private List<String> wanted(Prompted what) {
        var all = what.task().files();
        if (what.retry().isEmpty()) return all;
        var evidence = (String) what.retry().get().get("evidence");
        var some = all.stream().filter(file -> !what.tree().containsKey(file) && !deleted(file)
                || evidence.contains(file)).toList();
        return some.isEmpty() ? all : some;
    }

    /** Whether a file that is gone was there before the change. */
    private boolean deleted(String file) {
        return job.change().filter(change -> change.present().contents().containsKey(file)).isPresent();
    }

    private Step.AskModel question(Prompted what, String file, List<SourceText> written, Prompt prompt,
            ModelQueue.Turn turn) {
        asked.accept(what.task(), prompt);
        var usual = prompts.key(what.task(), what.agent(), what.model(), what.tree(), what.attempt(), what.retry(),
                prompt);
        var key = Digest.of(Stream.concat(Stream.of(usual, file),
                written.stream().flatMap(one -> Stream.of(one.path(), one.text()))).toList());
        return new Step.AskModel(key, new Subject.OfTask(what.task().id()), what.attempt(), file, what.agent(),
                what.model(), prompt, Optional.empty(), Optional.of(new Form.FilesForm(List.of(file))), turn);
    }

    private TaskPrompt.Fitted fitted(Prompted what, String file, List<SourceText> written) {
        var task = what.task();
        return prompts.ofFile(task, part(task, file), what.agent(), what.model(), what.tree(), what.retry(), written);
    }

    /** The task with that file only. */
    static Task part(Task task, String file) {
        return task.writing(List.of(file));
    }

    /** What else the model said is left out, such as another file of the task. */
    private static String block(AnswerFile file) {
        var fence = SourceText.fence(file.text());
        return "### %s\n%s\n%s%s\n\n".formatted(file.path(), fence, file.text(), fence);
    }
}
