package llmswarm.run.task;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import llmswarm.check.CheckRunner;
import llmswarm.check.Failure;
import llmswarm.config.Agent;
import llmswarm.config.ModelSpec;
import llmswarm.guard.Digest;
import llmswarm.guard.Stop;
import llmswarm.plan.PlanLint;
import llmswarm.plan.Task;
import llmswarm.prompt.FileRoom;
import llmswarm.prompt.Prompt;
import llmswarm.prompt.PromptData;
import llmswarm.prompt.Prompts;
import llmswarm.prompt.SourceText;
import llmswarm.run.project.Job;
import llmswarm.run.project.WorkSoFar;

/** The prompt of a task's attempt, and the key under which its answer is found again. */
public final class TaskPrompt {
    /** How often an agent may look at files of its task that a repair does not show. */
    private static final int OF_UNSHOWN = 2;

    /** Of what a small model may be told, files that its own may have to do with take one part of so many. */
    private static final int SMALL_PART = 3;

    private final Job job;
    private final WorkSoFar work;

    public TaskPrompt(Job job, WorkSoFar work) {
        this.job = job;
        this.work = work;
    }

    /** A prompt, or a sentence that says why there is none. */
    sealed interface Fitted {
    }

    /**
     * @param seen  paths of the files that it shows whole
     * @param looks how often the agent may look at others before it writes
     */
    record Fits(Prompt prompt, Set<String> seen, int looks) implements Fitted {
        /** The same for an agent that may look so often. */
        Fits looking(int often) {
            return new Fits(prompt, seen, often);
        }
    }

    record NoRoom(String sentence) implements Fitted {
    }

    /**
     * Renders and fits the prompt.
     *
     * @param tree what the attempt starts from: the files of earlier tasks, and this one's as far as they are written
     * @return {@link NoRoom} when it does not fit even without any file
     */
    Fitted of(Task task, Agent agent, ModelSpec model, SortedMap<String, byte[]> tree,
            Optional<Map<String, Object>> retry) {
        var fitted = plain(task, agent, model, tree, retry);
        return fitted instanceof Fits fits ? LookOffer.of(job, agent).to(fits) : fitted;
    }

    private Fitted plain(Task task, Agent agent, ModelSpec model, SortedMap<String, byte[]> tree,
            Optional<Map<String, Object>> retry) {
        var data = PromptData.task(job.planOf(task), job.spec(), task, agent, job.conventions().of(task));
        if (job.change().isPresent()) return ofChange(task, agent, model, tree, data, retry);
        if (retry.isEmpty()) return fitted(task, model, agent, agent.prompt(), data, files(task, tree), retry);
        var repair = RepairFiles.of(files(task, tree), (String) retry.get().get("evidence"), job.stack(), tree,
                model.context());
        var fitted = fitted(task, model, agent, agent.prompt(), data, repair.shown(),
                Optional.of(PromptData.without(retry.get(), repair.unshown())));
        return fitted instanceof Fits fits && !repair.unshown().isEmpty() ? fits.looking(OF_UNSHOWN) : fitted;
    }

    private Fitted ofChange(Task task, Agent agent, ModelSpec model, SortedMap<String, byte[]> tree,
            Map<String, Object> data, Optional<Map<String, Object>> retry) {
        var shown = new ChangedFiles(job).shown(task, model, tree, work.beginning(),
                retry.map(values -> (String) values.get("evidence")).orElse(""));
        var own = shown.files().stream().filter(file -> task.owns(file.path())).toList();
        var more = new HashMap<>(data);
        more.put(Prompts.CHANGING, shown.data());
        return fitted(task, model, agent, agent.prompt(), more, new Prompts.Files(own,
                others(task, shown.files()), List.of()), retry);
    }

    /**
     * The same for a small model and one of the task's files.
     *
     * @param part    the task with that file only
     * @param written those of the task's files that this attempt has already
     */
    Fitted ofFile(Task task, Task part, Agent agent, ModelSpec model, SortedMap<String, byte[]> tree,
            Optional<Map<String, Object>> retry, List<SourceText> written) {
        var data = new HashMap<>(PromptData.task(job.planOf(task), job.spec(), part, agent,
                job.conventions().of(task)));
        data.put("otherFiles", task.files().stream().filter(file -> !part.files().contains(file)).toList());
        var usual = files(part, tree);
        var had = written.stream().map(SourceText::path).toList();
        var still = texts(tree.keySet().stream()
                .filter(path -> task.owns(path) && !part.owns(path) && !had.contains(path)).toList(), tree);
        var direct = Stream.of(written, still, others(task, usual.direct())).flatMap(List::stream).toList();
        var template = job.prompts().forSmall(agent.prompt());
        if (job.change().isEmpty()) return fitted(part, model, agent, template, data,
                new Prompts.Files(usual.changes(), direct, usual.shown(), others(task, usual.others())), retry);
        var more = new ChangedFiles(job).small(part, tree, model.forPrompt(agent) / SMALL_PART);
        data.put(Prompts.CHANGING, more.data());
        var paths = direct.stream().map(SourceText::path).toList();
        var others = others(task, more.files()).stream().filter(file -> !paths.contains(file.path())).toList();
        var named = usual.changes().stream().filter(file -> part.files().contains(file.path())).toList();
        return seeing(named, fitted(part, model, agent, template, data,
                new Prompts.Files(usual.changes(), direct, others), retry), model, agent);
    }

    /** What is to be changed is shown, or nobody is asked. */
    private static Fitted seeing(List<SourceText> changes, Fitted fitted, ModelSpec model, Agent agent) {
        return changes.stream().filter(file -> fitted instanceof Fits fits && !fits.seen().contains(file.path()))
                .findFirst().<Fitted>map(file -> new NoRoom(
                "'%s' has about %d tokens, and %s has room for %d besides the answer, so that it cannot be shown whole and changed; use a model with a larger context"
                .formatted(file.path(), FileRoom.tokens(file), model.alias(), model.forPrompt(agent)))).orElse(fitted);
    }

    /** Those that the task does not write itself. */
    private static List<SourceText> others(Task task, List<SourceText> texts) {
        return texts.stream().filter(text -> !task.owns(text.path())).toList();
    }

    /**
     * The prompt of the first attempt; {@link Stop} when it does not fit.
     *
     * @param byFile whether the model is asked for one file at a time: then it is the first file's
     */
    public Prompt first(Task task, Agent agent, ModelSpec model, boolean byFile) {
        var tree = work.before(task, job.graph());
        var fitted = byFile && !task.files().contains(Task.ANYWHERE)
                ? ofFile(task, FileByFile.part(task, task.files().getFirst()), agent, model, tree, Optional.empty(),
                List.of()) : of(task, agent, model, tree, Optional.empty());
        return switch (fitted) {
            case Fits fits -> fits.prompt();
            case NoRoom none -> throw Stop.unfinished(none.sentence());
        };
    }

    private Fitted fitted(Task task, ModelSpec model, Agent agent, String template, Map<String, Object> given,
            Prompts.Files files, Optional<Map<String, Object>> retry) {
        var data = new HashMap<>(given);
        retry.ifPresent(values -> data.put("retry", values));
        int budget = model.forPrompt(agent);
        var prompt = job.prompts().fitted(template, data, files, budget);
        if (retry.isPresent() && Prompts.tokens(prompt) > budget) {
            data.put("retry", PromptData.withoutPrevious(retry.get()));
            prompt = job.prompts().fitted(template, data, files, budget);
        }
        int tokens = Prompts.tokens(prompt);
        var seen = Stream.of(files.changes(), files.direct(), files.shown(), files.others()).flatMap(List::stream)
                .map(SourceText::path).collect(Collectors.toSet());
        prompt.cut().forEach(seen::remove);
        return tokens <= budget ? new Fits(prompt, seen, 0)
                : new NoRoom("the prompt of '%s' needs about %d tokens, but %s has room for %d besides the answer; split the task or use a model with a larger context"
                        .formatted(task.id(), tokens, model.alias(), Math.max(0, budget)));
    }

    private Prompts.Files files(Task task, SortedMap<String, byte[]> tree) {
        var begun = work.beginning();
        var changes = tree.keySet().stream().filter(path -> task.owns(path) && !path.equals(PlanLint.PLAN_PAGE))
                .filter(path -> task.files().contains(path) || !work.isScaffold(path)
                || !Arrays.equals(tree.get(path), begun.get(path))).toList();
        var direct = paths(job.graph().dependencies(task.id()).stream().sorted().toList(), changes);
        var further = new ArrayList<>(paths(job.graph().upstream(task.id()).reversed(), changes));
        further.removeAll(direct);
        var shown = new ArrayList<>(shown(tree));
        Stream.of(changes, direct, further).forEach(shown::removeAll);
        return new Prompts.Files(texts(changes, tree), texts(direct, tree), texts(shown, tree), texts(further, tree));
    }

    /** What was there before any task and the pack shows to every one. */
    private List<String> shown(SortedMap<String, byte[]> tree) {
        var patterns = CheckRunner.matching(job.stack().show());
        return job.stack().show().isEmpty() ? List.of() : work.beginning().keySet().stream()
                .filter(patterns).filter(path -> tree.containsKey(path) && !path.equals(PlanLint.PLAN_PAGE)).toList();
    }

    private List<String> paths(List<String> tasks, List<String> without) {
        return tasks.stream().flatMap(id -> work.writtenBy(id).keySet().stream())
                .filter(path -> !without.contains(path)).distinct().toList();
    }

    private static List<SourceText> texts(List<String> paths, Map<String, byte[]> tree) {
        return paths.stream().filter(tree::containsKey).flatMap(path -> SourceText.of(path, tree.get(path)).stream())
                .toList();
    }

    /** The task's files as they stand, which edits change and which need not be given again. */
    static Map<String, String> own(Task task, SortedMap<String, byte[]> tree) {
        var texts = new TreeMap<String, String>();
        tree.forEach((path, content) -> {
            if (task.owns(path)) SourceText.of(path, content).ifPresent(file -> texts.put(path, file.text()));
        });
        return texts;
    }

    /** Digest of all that makes asking again worth it; the plan's summary and other tasks' contracts are left out. */
    String key(Task task, Agent agent, ModelSpec model, SortedMap<String, byte[]> tree, int attempt,
               Optional<Map<String, Object>> retry, Prompt prompt) {
        var contracts = job.planOf(task).contracts(task).stream()
                .map(c -> c.name() + "\n" + c.kind() + "\n" + c.text());
        var requirements = job.plan().requirements().stream().filter(r -> task.requirements().contains(r.id()))
                .map(r -> r.id() + "\n" + r.text());
        var lines = Stream.of(PromptData.quoted(job.plan(), job.spec(), task), job.plan().checks().toString());
        var shown = Stream.of(tree.keySet().stream().filter(task::owns), shown(tree).stream(),
                job.graph().upstream(task.id()).stream().flatMap(id -> work.writtenBy(id).keySet().stream()))
                .flatMap(paths -> paths).filter(path -> tree.containsKey(path) && !prompt.cut().contains(path))
                .distinct().sorted()
                .map(path -> path + "\n" + Digest.of(tree.get(path)));
        var fixed = Stream.of("task", agent.digest(), prompt.template(), task.toString(), job.conventions().of(task),
                model.provider() + "/" + model.model(), Double.toString(agent.temperature()),
                Integer.toString(agent.maxTokens()), Integer.toString(attempt),
                retry.map(r -> Failure.steady((String) r.get("evidence"))).orElse(""));
        return Digest.of(Stream.of(fixed, requirements, lines, contracts, shown).flatMap(s -> s).toList());
    }
}
