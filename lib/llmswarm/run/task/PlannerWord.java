package llmswarm.run.task;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

import llmswarm.guard.Digest;
import llmswarm.guard.Stop;
import llmswarm.model.ModelFailed;
import llmswarm.prompt.PromptData;
import llmswarm.prompt.Prompts;
import llmswarm.prompt.SourceText;
import llmswarm.run.journal.Subject;
import llmswarm.run.planning.Planner;
import llmswarm.run.project.Job;
import llmswarm.run.steps.Step;
import llmswarm.run.steps.World;

/** Questions of agents to the planner, who answers from specification and plan; the same question is sent once. */
final class PlannerWord {
    private final Job job;
    private final World world;
    private final Map<String, ReentrantLock> asking = new ConcurrentHashMap<>();
    private final Map<String, String> answers = new ConcurrentHashMap<>();

    PlannerWord(Job job, World world) {
        this.job = job;
        this.world = world;
    }

    /** The answer, or a sentence that says why there is none. */
    String about(String question) throws InterruptedException {
        var same = question.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", " ").strip();
        var lock = asking.computeIfAbsent(same, words -> new ReentrantLock());
        lock.lockInterruptibly();
        try {
            var known = answers.get(same);
            if (known != null) return known;
            var answer = asked(question, same);
            answers.put(same, answer);
            return answer;
        } catch (ModelFailed | Stop failed) {
            if (failed instanceof Stop stop && stop.leaves()) throw stop;
            return "The planner cannot be asked: " + failed.getMessage();
        } finally {
            lock.unlock();
        }
    }

    private String asked(String question, String same) throws InterruptedException {
        var agent = job.catalog().agent(Planner.AGENT, job.stack());
        var part = Digest.of(List.of(same)).substring(0, 8);
        if (!world.source().holds(agent.name(), Subject.Whole.QUESTION, 1, part)) return "The planner is not asked.";
        var model = world.source().model(job.catalog().model(agent.model()));
        var spec = job.spec().text();
        var prompt = job.prompts().of("question", Map.of("spec", Map.of("text", spec, "fence", SourceText.fence(spec)),
                "plan", PromptData.plan(job.plan()), "question", Map.of("text", question, "fence",
                SourceText.fence(question))));
        if (Prompts.tokens(prompt) > model.forPrompt(agent)) return "The specification is too long for the planner.";
        try (var turn = world.firstTurn(model)) {
            return world.ask(new Step.AskModel(Digest.of(List.of("question", agent.digest(), prompt.digest(),
                    model.provider() + "/" + model.model())), Subject.Whole.QUESTION, 1, part, agent, model, prompt,
                    Optional.empty(), Optional.empty(), turn)).text();
        }
    }
}
