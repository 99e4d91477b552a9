package llmswarm.run.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

import llmswarm.check.Failure;
import llmswarm.config.Agent;
import llmswarm.config.ModelSpec;
import llmswarm.config.stack.Review;
import llmswarm.files.Answer;
import llmswarm.files.AnswerParser;
import llmswarm.guard.SafePath;
import llmswarm.model.grammar.Form;
import llmswarm.model.rate.ModelQueue;
import llmswarm.plan.Impossible;
import llmswarm.plan.PlanLint;
import llmswarm.plan.Task;
import llmswarm.prompt.Prompt;
import llmswarm.prompt.PromptData;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Journal;
import llmswarm.run.journal.Subject;
import llmswarm.run.project.Assignment;
import llmswarm.run.project.Checking;
import llmswarm.run.project.Job;
import llmswarm.run.project.WorkSoFar;
import llmswarm.run.steps.Step;
import llmswarm.run.steps.World;

/** One attempt at a piece of work: prompt, answer, files, contracts, checks, review. */
public final class Attempt {
    private final Job job;
    private final Journal journal;
    private final CheckFolders folders;
    private final TaskPrompt prompts;
    private final World world;
    private final Looking asker;
    private final FileByFile fileByFile;
    private final Reviewer reviewer;
    private final ContractFindings findings;
    private final WorkSoFar work;
    private final ChangedFiles changed;

    public Attempt(Job job, World world, Journal journal, CheckFolders folders, TaskPrompt prompts, Reviewer reviewer,
            WorkSoFar work) {
        this.job = job;
        this.journal = journal;
        this.folders = folders;
        this.prompts = prompts;
        this.world = world;
        this.asker = new Looking(job, world, journal, new Continuation(job.prompts(), world, journal), folders);
        this.fileByFile = new FileByFile(job, world, prompts, this::noteCut);
        this.reviewer = reviewer;
        this.work = work;
        this.findings = new ContractFindings(journal);
        this.changed = new ChangedFiles(job);
    }

    /** Makes the attempt of that number, starting from the draft. */
    Ended make(Assignment work, Agent agent, ModelSpec model, int number, Draft draft, ModelQueue.Turn turn)
            throws InterruptedException {
        var task = work.task();
        var tree = draft.files().over(work.before());
        var retry = draft.failure()
                .map(why -> PromptData.retry(number, Evidence.of(why, job.stack(), tree), draft.files().isEmpty()
                ? draft.answer() : ""));
        var prompted = new Prompted(task, agent, model, number, tree, retry);
        var asking = !task.files().contains(Task.ANYWHERE) && world.source()
                .byFile(agent, new Subject.OfTask(task.id()), number, model) ? fileByFile.ask(prompted, turn)
                : whole(new Looking.Around(work, draft, prompted), turn);
        if (asking instanceof Asked.TooLong(var sentence)) {
            turn.close();
            return new Ended.Undoable(sentence);
        }
        var answer = (Asked.Whole) asking;
        var parsed = AnswerParser.parse(answer.text(), task.files(), job.stack().allow(), TaskPrompt.own(task, tree),
                changed.deletable(task, tree));
        noteDropped(task, parsed.dropped());
        var impossible = Impossible.reason(answer.text());
        boolean nothing = parsed.files().isEmpty() && parsed.deleted().isEmpty();
        if (nothing && impossible.isPresent()) return new Ended.Undoable(impossible.get());
        var unseen = changed.unseen(parsed, draft, tree, answer.seen());
        if (unseen.isPresent()) return fell(draft, unseen.get());
        var next = draft.with(parsed, answer.text());
        if (leaves(draft, parsed, answer)) return judged(work, number, next);
        var faults = faults(parsed, answer.cutOff());
        return faults.isEmpty() ? judged(work, number, next)
                : new Ended.Rejected(next.failing(new Failure.Format(faults)));
    }

    /** Words alone are an answer to what the tool found of contracts: all stays as it was written. */
    private static boolean leaves(Draft draft, Answer parsed, Asked.Whole answer) {
        return draft.failure().filter(Failure.Contract.class::isInstance).isPresent() && !draft.files().isEmpty()
                && parsed.files().isEmpty() && parsed.deleted().isEmpty() && !answer.cutOff()
                && !answer.text().isBlank() && !answer.text()
                .contains("```");
    }

    /** All files of the task in one answer. */
    private Asked whole(Looking.Around around, ModelQueue.Turn turn) throws InterruptedException {
        var what = around.what();
        var fitted = prompts.of(what.task(), what.agent(), what.model(), what.tree(), what.retry());
        if (fitted instanceof TaskPrompt.NoRoom(var sentence)) return new Asked.TooLong(sentence);
        var prompt = ((TaskPrompt.Fits) fitted).prompt();
        noteCut(what.task(), prompt);
        var key = prompts.key(what.task(), what.agent(), what.model(), what.tree(), what.attempt(), what.retry(),
                prompt);
        var form = what.task().files().contains(Task.ANYWHERE) ? Optional.<Form>empty()
                : Optional.<Form>of(new Form.FilesForm(what.task().files()));
        return asker.ask(new Step.AskModel(key, new Subject.OfTask(what.task().id()), what.attempt(), what.agent(),
                what.model(), prompt, Optional.empty(), form, turn), (TaskPrompt.Fits) fitted, around);
    }

    /** Judges files that a person wrote like those of an answer. */
    Ended edited(Assignment work, int number, Draft draft) throws InterruptedException {
        var paths = draft.files().names();
        var missing = work.task().files().stream()
                .filter(file -> paths.stream().noneMatch(path -> file.equals(Task.ANYWHERE)
                        || (file.endsWith("/") ? path.startsWith(file) : path.equals(file))))
                .map("'%s' is missing"::formatted).toList();
        return missing.isEmpty() ? judged(work, number, draft) : fell(draft, new Failure.Format(missing));
    }

    /** Holds a draft to contracts and checks, then to a review. */
    Ended judged(Assignment work, int number, Draft draft) throws InterruptedException {
        var task = work.task();
        var tree = draft.files().over(work.before());
        var contracts = job.contracts().afterTask(task, tree, draft.files().names());
        var checks = folders.check(work, number, draft);
        if (checks.failure().filter(Failure.Environment.class::isInstance).isPresent()) return fell(draft,
                checks.failure().get());
        var weighed = findings.weigh(task, contracts.broken());
        if (!weighed.back().isEmpty()) {
            var broken = new Failure.Contract(weighed.back());
            journal.append(Checking.contracts(task.id(), number, Optional.of(broken)));
            // Told and no more: whether another task is done by now is no part of what this one was asked.
            job.contracts().unseen(task, contracts.broken(), unseen(tree)).forEach(sentence ->
                    journal.append(new Event.Noted(task.id(), sentence)));
            return fell(draft, checks.failure().<Failure>map(check -> new Failure.Several(List.of(broken, check)))
                    .orElse(broken));
        }
        if (checks.failure().isPresent()) return fell(draft, checks.failure().get());
        weighed.kept().forEach(sentence ->
                journal.append(new Event.Noted(task.id(), "kept, as nothing else is wrong with it: " + sentence)));
        if (job.stack().review().filter(review -> review.when() == Review.Moment.TASK
                && reviewer.asked(task.id()) < review.rounds()).isPresent()) {
            var findings = reviewer.read(Optional.of(task), tree);
            if (!findings.isEmpty()) return fell(draft,
                    new Failure.Reviewed(findings.stream().map(Reviewer.WeighedFinding::sentence).toList()));
        }
        return new Ended.Accepted(draft.with(checks.kept()), checks.evidence());
    }

    /** What other tasks wrote by now, by path, without what the tree has. */
    private Map<String, byte[]> unseen(SortedMap<String, byte[]> tree) {
        var unseen = new TreeMap<String, byte[]>();
        job.plan().tasks().forEach(other -> unseen.putAll(work.writtenBy(other.id())));
        unseen.keySet().removeAll(tree.keySet());
        return unseen;
    }

    private static Ended fell(Draft draft, Failure why) {
        return new Ended.Rejected(draft.failing(why));
    }

    private static List<String> faults(Answer parsed, boolean cutOff) {
        var faults = new ArrayList<>(parsed.faults());
        if (parsed.files().stream().anyMatch(file -> file.path().toString().equalsIgnoreCase(PlanLint.PLAN_PAGE))) {
            faults.add("'%s' is written by the tool itself".formatted(PlanLint.PLAN_PAGE));
        }
        if (cutOff) faults.add("the answer was cut off at the token limit");
        return faults;
    }

    private void noteCut(Task task, Prompt prompt) {
        if (!prompt.cut().isEmpty()) {
            journal.append(new Event.Noted(task.id(), "left out of the prompt for lack of room: "
                    + String.join(", ", prompt.cut())));
        }
    }

    private void noteDropped(Task task, List<String> dropped) {
        if (dropped.isEmpty()) return;
        if (task.files().contains(Task.ANYWHERE)) {
            dropped.stream().flatMap(name -> SafePath.obeyed(name, job.stack().allow()).stream())
                    .forEach(refusal -> journal.append(new Event.Noted(task.id(), "left a file out: " + refusal)));
            return;
        }
        var left = dropped.size() == 1
                ? "the answer also held %s, which is not among the files of this task; it was left out"
                : "the answer also held %s, which are not among the files of this task; they were left out";
        journal.append(new Event.Noted(task.id(), left.formatted(String.join(", ", dropped))));
    }
}
