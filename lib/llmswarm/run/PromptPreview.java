package llmswarm.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

import llmswarm.config.Agent;
import llmswarm.config.ModelSpec;
import llmswarm.config.Parts;
import llmswarm.config.stack.Stack;
import llmswarm.config.yaml.Nearest;
import llmswarm.files.ProjectTree;
import llmswarm.guard.SafePath;
import llmswarm.guard.Stop;
import llmswarm.guard.UnsafePath;
import llmswarm.plan.Plan;
import llmswarm.plan.PlanLint;
import llmswarm.plan.SpecLines;
import llmswarm.plan.SpecRequirements;
import llmswarm.plan.Task;
import llmswarm.plan.TaskGraph;
import llmswarm.prompt.Message;
import llmswarm.prompt.Prompt;
import llmswarm.prompt.Prompts;
import llmswarm.prompt.Templates;
import llmswarm.run.journal.Event;
import llmswarm.run.options.Spec;
import llmswarm.run.options.Workplace;
import llmswarm.run.planning.Preparation.Prepared;
import llmswarm.run.project.Job;
import llmswarm.run.project.ScaffoldFiles;
import llmswarm.run.project.SharedFolders;
import llmswarm.run.project.WorkSoFar;
import llmswarm.run.task.TaskPrompt;

/**
 * The prompt of a task's first attempt, without asking anybody.
 *
 * @param model  the one it is fitted to
 * @param prompt as it would be sent, without secrets
 * @param tokens it takes, estimated
 * @param room   tokens it may take beside the answer
 */
public record PromptPreview(Agent agent, Stack stack, Task task, ModelSpec model, Prompt prompt, int tokens,
        int room) {
    /**
     * Whose prompt it is.
     *
     * @param agent   its name; the pack's own comes first, as in a run
     * @param alias   of another model than the agent's
     * @param task    its id
     * @param spec    what the plan was made for; without it the prompt quotes no lines of it
     * @param project a folder whose files stand for what the tasks before wrote; without it they wrote nothing yet
     */
    public record Wanted(String agent, Optional<String> alias, Plan plan, String task, Optional<Spec> spec,
            Optional<Path> project) {
    }

    /** Throws {@link Stop} when the plan has no such task, there is no such agent, or the prompt does not fit. */
    public static PromptPreview of(Workplace around, Wanted wanted) {
        var spec = SpecLines.of(wanted.spec().map(Spec::text).orElse(""));
        var plan = SpecRequirements.of(spec).in(wanted.plan());
        var task = plan.tasks().stream().filter(one -> one.id().equals(wanted.task())).findFirst()
                .orElseThrow(() -> Stop.usage(Nearest.unknown("task", wanted.task(), "Tasks of the plan",
                plan.tasks().stream().map(Task::id).toList())));
        var stack = new Parts(around.catalog()).stack(plan.stack(), plan.parts()).sampled();
        var own = around.catalog().agent(wanted.agent(), stack);
        var agent = wanted.alias().map(own::with).orElse(own);
        var model = usable(around, agent);
        var prepared = Prepared.of(stack, new Event.Planned(plan, List.of(), List.of()),
                new Prompts(new Templates(around.catalog(), Optional.of(stack))));
        var job = new Job(plan, new Job.Around(spec, prepared.stack(),
                around.catalog(), prepared.prompts(), prepared.conventions(), prepared.variables(), Optional.empty(),
                SharedFolders.none(stack), Optional.empty()), Map.of());
        var prompt = redacted(around, new TaskPrompt(job, Present.of(around, prepared, wanted.project()))
                .first(task, agent, model, around.models().small(model)));
        return new PromptPreview(agent, stack, task, model, prompt, Prompts.tokens(prompt), model.forPrompt(agent));
    }

    /** The model that a run would use, or else the one it would miss. */
    private static ModelSpec usable(Workplace around, Agent agent) {
        var named = around.catalog().model(agent.model());
        try {
            return around.models().usable(named.alias());
        } catch (Stop absent) {
            // What keeps it from being used is told when it is asked.
            return named;
        }
    }

    private static Prompt redacted(Workplace around, Prompt prompt) {
        return new Prompt(prompt.messages().stream().map(message -> new Message(message.role(),
                around.redactor().redact(message.text()).text())).toList(), prompt.cut(), prompt.template());
    }

    /**
     * What there is at the time.
     *
     * @param scaffold by path, as the pack makes it
     */
    private record Present(Plan plan, Stack stack, SortedMap<String, byte[]> scaffold, Optional<Path> project)
            implements WorkSoFar {
        static Present of(Workplace around, Prepared prepared, Optional<Path> project) {
            var scaffold = new TreeMap<String, byte[]>();
            ScaffoldFiles.of(around.catalog(), prepared.stack(), prepared.variables())
                    .forEach((path, content) -> scaffold.put(path.toString(), content));
            return new Present(prepared.plan(), prepared.stack(), scaffold, project);
        }

        @Override
        public SortedMap<String, byte[]> beginning() {
            return new TreeMap<>(scaffold);
        }

        @Override
        public SortedMap<String, byte[]> before(Task task, TaskGraph graph) {
            var tree = beginning();
            graph.upstream(task.id()).forEach(id -> tree.putAll(writtenBy(id)));
            return tree;
        }

        @Override
        public Map<String, byte[]> writtenBy(String task) {
            var written = new TreeMap<String, byte[]>();
            for (var name : plan.task(task).files()) project.ifPresent(folder -> add(folder, name, written));
            written.remove(PlanLint.PLAN_PAGE);
            written.entrySet().removeIf(file -> Arrays.equals(file.getValue(), scaffold.get(file.getKey())));
            return written;
        }

        private void add(Path folder, String name, Map<String, byte[]> written) {
            try {
                if (name.endsWith("/")) {
                    var own = folder.resolve(name).normalize();
                    if (Files.isDirectory(own)) new ProjectTree(own).contents().forEach((path, content) ->
                            written.put((name.equals(Task.ANYWHERE) ? "" : name) + path, content));
                } else {
                    new ProjectTree(folder).read(SafePath.of(name, stack.allow()))
                            .ifPresent(content -> written.put(name, content));
                }
            } catch (UnsafePath refused) {
                throw Stop.usage(refused.getMessage());
            }
        }

        @Override
        public boolean isScaffold(String path) {
            return scaffold.containsKey(path) && plan.tasks().stream()
                    .noneMatch(task -> task.owns(path) && writtenBy(task.id()).containsKey(path));
        }
    }
}
