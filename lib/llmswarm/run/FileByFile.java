package llmswarm.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

import llmswarm.config.Agent;
import llmswarm.config.ModelSpec;
import llmswarm.files.AnswerFile;
import llmswarm.files.AnswerParser;
import llmswarm.guard.Digest;
import llmswarm.model.Usage;
import llmswarm.model.grammar.Form;
import llmswarm.plan.Task;
import llmswarm.prompt.Prompt;
import llmswarm.prompt.SourceText;
import llmswarm.run.Event.AnsweredModel;

/**
 * How small models are asked, which do better with one file at a time: a call for each file of the task, told what the others
 * are and shown those already written. The answers are joined to one of the task.
 */
final class FileByFile {
    private final Job job;
    private final Steps steps;
    private final TaskPrompt prompts;
    private final BiConsumer<Task, Prompt> asked;

    /** @param asked told every prompt before it is asked */
    FileByFile(Job job, Steps steps, TaskPrompt prompts, BiConsumer<Task, Prompt> asked) {
        this.job = job;
        this.steps = steps;
        this.prompts = prompts;
        this.asked = asked;
    }

    /** Who is asked for what, with the tree the task starts from and what was wrong with the last attempt. */
    record Asked(Task task, Agent agent, ModelSpec model, int attempt, SortedMap<String, byte[]> before, Optional<Map<String, Object>> retry) {
    }

    /**
     * One attempt; ends early after an answer that cannot be used, as the attempt as a whole cannot be then.
     *
     * @param first a place in the queue for the first call
     * @param next  makes one for each further call
     */
    AnsweredModel ask(Asked what, Slots.Turn first, Supplier<Slots.Turn> next) throws InterruptedException {
        var answers = new ArrayList<AnsweredModel>();
        var written = new ArrayList<SourceText>();
        var text = new StringBuilder();
        for (var file : what.task.files()) {
            var answer = steps.ask(question(what, file, written), answers.isEmpty() ? first : next.get());
            answers.add(answer);
            var parsed = AnswerParser.parse(answer.text(), List.of(file), job.stack().allow());
            if (answer.cutOff() || !parsed.faults().isEmpty()) {
                text.append(answer.text());
                break;
            }
            for (var one : parsed.files()) {
                written.add(new SourceText(one.path().toString(), one.text()));
                text.append(block(one));
            }
        }
        return joined(what, answers, text.toString());
    }

    private Steps.Question question(Asked what, String file, List<SourceText> written) {
        var task = what.task;
        var part = new Task(task.id(), task.title(), task.agent(), task.description(), task.requirements(), List.of(file),
                task.dependsOn(), task.provides(), task.uses());
        var prompt = prompts.ofFile(task, part, what.agent, what.model, what.before, what.retry, written);
        asked.accept(task, prompt);
        var usual = prompts.key(task, what.agent, what.model, what.before, what.attempt, what.retry, prompt);
        var key = Digest.of(Stream.concat(Stream.of(usual, file), written.stream().flatMap(one -> Stream.of(one.path(), one.text()))).toList());
        return new Steps.Question(key, what.agent, task.id(), what.attempt, what.model, prompt, Optional.empty(),
                Optional.of(new Form.FilesForm(List.of(file))), file);
    }

    /** What else the model said is left out, such as another file of the task. */
    private static String block(AnswerFile file) {
        var fence = SourceText.fence(file.text());
        return "### %s\n%s\n%s%s\n\n".formatted(file.path(), fence, file.text(), fence);
    }

    /** One answer that costs what all did. */
    private static AnsweredModel joined(Asked what, List<AnsweredModel> answers, String text) {
        return new AnsweredModel("", what.agent.name(), what.task.id(), what.attempt, text,
                answers.stream().map(AnsweredModel::usage).reduce(Usage.NONE, Usage::plus),
                answers.stream().mapToDouble(AnsweredModel::cost).sum(), answers.stream().mapToDouble(AnsweredModel::seconds).sum(),
                answers.stream().anyMatch(AnsweredModel::cutOff), answers.stream().allMatch(AnsweredModel::recorded));
    }
}
