package llmswarm.run.project;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import llmswarm.config.Agent;
import llmswarm.config.ModelSpec;
import llmswarm.plan.Length;
import llmswarm.plan.Task;
import llmswarm.model.rate.ModelQueue;
import llmswarm.run.steps.World;

/** Who may ask which model when: a place in the model's queue for each task, the longest path ahead first. */
public final class Turns {
    private final Job job;
    private final World world;
    private final Map<String, ModelSpec> models = new ConcurrentHashMap<>();
    private final Map<String, ModelQueue.Turn> turns = new ConcurrentHashMap<>();
    private volatile Map<String, Double> priority;

    /** Throws {@link llmswarm.guard.Stop} when a model that the plan's agents need cannot be used. */
    public Turns(Job job, World world) {
        this.job = job;
        this.world = world;
        weigh();
    }

    /** Reckons the paths of the plan as it stands now. */
    public void weigh() {
        var agents = job.plan().tasks().stream().map(Task::agent).distinct()
                .collect(Collectors.toMap(name -> name, name -> job.catalog().agent(name, job.stack())));
        agents.values().forEach(this::model);
        priority = job.graph().remaining(task -> Length.of(task, agents));
    }

    /** The model that answers for an agent. */
    public ModelSpec model(Agent agent) {
        return models.computeIfAbsent(agent.name(), name -> world.source().model(job.catalog().model(agent.model())));
    }

    /**
     * Joins the queue before the task has begun, so that it stands there when the slots of what came before it are
     * free.
     */
    public void queue(Task task) {
        turns.put(task.id(), turn(task, model(job.catalog().agent(task.agent(), job.stack())), false));
    }

    /** The turn for an attempt: the first takes the one that is queued, any other replaces it. */
    public ModelQueue.Turn take(Assignment work, ModelSpec model, int number) {
        var queued = turns.get(work.task().id());
        if (number == 1 && queued != null) return queued;
        var turn = turn(work.task(), model, number > 1);
        var earlier = turns.put(work.task().id(), turn);
        if (earlier != null) earlier.close();
        return turn;
    }

    private ModelQueue.Turn turn(Task task, ModelSpec model, boolean again) {
        return world.turn(model, priority.getOrDefault(task.id(), 0.0), again);
    }

    /** Leaves the queue, or gives the slot back. */
    public void leave(Task task) {
        var turn = turns.remove(task.id());
        if (turn != null) turn.close();
    }
}
