package llmswarm.run.task;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import llmswarm.check.Failure;
import llmswarm.config.Agent;
import llmswarm.config.ModelSpec;
import llmswarm.guard.Stop;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Journal;
import llmswarm.run.journal.Subject;
import llmswarm.run.project.Assignment;
import llmswarm.run.project.Job;
import llmswarm.run.project.Turns;
import llmswarm.run.steps.World;

/**
 * The attempts at one piece of work: as many as its agent has, then as many again with the alias its model names for
 * that, then what a person says, where there is one.
 */
public final class TaskLoop {
    private static final int LOOP = 3;

    private final Job job;
    private final World world;
    private final Journal journal;
    private final Attempt attempt;
    private final Person person;
    private final Turns turns;
    /** The number of each task's last attempt; a repair counts on. */
    private final Map<String, Integer> numbers = new ConcurrentHashMap<>();

    public TaskLoop(Job job, World world, Journal journal, Attempt attempt, Person person, Turns turns) {
        this.job = job;
        this.world = world;
        this.journal = journal;
        this.attempt = attempt;
        this.person = person;
        this.turns = turns;
    }

    /** Tries until it holds, is impossible, or nobody knows a way on. */
    public Ended run(Assignment work) throws InterruptedException {
        var agent = job.catalog().agent(work.task().agent(), job.stack());
        var model = turns.model(agent);
        var start = Draft.of(work);
        var end = round(work, agent, model, start, Optional.empty());
        if (end instanceof Ended.Rejected fell && mendable(fell.failure())) {
            var other = escalated(work, agent, model, fell);
            if (other.isPresent()) end = round(work, agent, other.get(), start, Optional.empty());
        }
        while (end instanceof Ended.Rejected fell) {
            var said = person.about(work, fell, numbers.get(work.task().id()));
            switch (said) {
                case Person.Hint(var words) -> end = round(work, agent, model, fell.draft(), Optional.of(words));
                case Person.Again() -> end = again(work, agent, model, fell);
                case Person.Edited(var draft) -> end = attempt.edited(work, numbers.get(work.task().id()), draft);
                case Person.Leave() -> {
                    return end;
                }
            }
        }
        return end;
    }

    /** The same for what is integrated already: whatever comes, its place in the queue is nobody's to wait for then. */
    public Ended mend(Assignment work) throws InterruptedException {
        try {
            return run(work);
        } finally {
            turns.leave(work.task());
        }
    }

    private static boolean mendable(Failure failure) {
        return !(failure instanceof Failure.Environment);
    }

    private static Draft hinted(Draft draft, Optional<String> words) {
        return words.map(said ->
                draft.failing(new Failure.Several(List.of(draft.failure().orElseThrow(),
                new Failure.Format(List.of("A person says: " + said))))))
                .orElse(draft);
    }

    /**
     * After a person mended the machine, what was written is only judged again; what is wrong with it then is the
     * agent's to mend.
     */
    private Ended again(Assignment work, Agent agent, ModelSpec model, Ended.Rejected fell)
            throws InterruptedException {
        if (mendable(fell.failure())) return round(work, agent, model, fell.draft(), Optional.empty());
        var judged = attempt.judged(work, numbers.get(work.task().id()), fell.draft());
        return judged instanceof Ended.Rejected broken && mendable(broken.failure())
                ? round(work, agent, model, broken.draft(), Optional.empty()) : judged;
    }

    /** @param hint what a person said, told to every attempt of the round */
    private Ended round(Assignment work, Agent agent, ModelSpec model, Draft start, Optional<String> hint)
            throws InterruptedException {
        var seen = new HashMap<String, Integer>();
        var task = work.task();
        Ended last = new Ended.Rejected(start);
        var standing = Optional.<Draft>empty();
        for (int tries = 0; tries < agent.attempts(); tries++) {
            int number = numbers.getOrDefault(task.id(), 0) + 1;
            if (last instanceof Ended.Rejected(var draft) && draft.failure().isPresent()
                    && !world.source().holds(agent.name(), new Subject.OfTask(task.id()), number, "")) break;
            numbers.put(task.id(), number);
            var asked = world.model(job.catalog().model(agent.model()), agent.name(), new Subject.OfTask(task.id()),
                    number, () -> model);
            last = attempt.make(work, agent, asked, number, hinted(((Ended.Rejected) last).draft(), hint),
                    turns.take(work, asked, number));
            if (last instanceof Ended.Undoable) return stood(work, standing, last);
            if (!(last instanceof Ended.Rejected fell) || !mendable(fell.failure())) return last;
            if (fell.failure() instanceof Failure.Contract) standing = Optional.of(fell.draft());
            if (seen.merge(fell.failure().fingerprint(), 1, Integer::sum) == LOOP) {
                journal.append(new Event.Noted(task.id(), "the same failure for the third time; not asked again"));
                break;
            }
        }
        return stood(work, standing, last);
    }

    /** Where nothing better came, what only the contract check sent back is judged again: it was asked about by now. */
    private Ended stood(Assignment work, Optional<Draft> standing, Ended last) throws InterruptedException {
        if (standing.isEmpty()) return last;
        if (last instanceof Ended.Undoable(var reason)) {
            journal.append(new Event.Noted(work.task().id(), "stays as it was written: " + reason));
        }
        return attempt.judged(work, numbers.get(work.task().id()), standing.get());
    }

    private Optional<ModelSpec> escalated(Assignment work, Agent agent, ModelSpec model, Ended.Rejected fell) {
        var task = work.task().id();
        if (world.shares(agent.name(), new Subject.OfTask(task), numbers.get(task) + 1)) return Optional.of(model);
        if (model.escalate().isEmpty() || !world.source()
                .holds(agent.name(), new Subject.OfTask(task), numbers.get(task) + 1, "")) return Optional.empty();
        try {
            var other = world.source().model(job.catalog().model(model.escalate().get()));
            var why = fell.failure() instanceof Failure.Format ? "no usable answer by %s".formatted(model.alias())
                    : "%s could not mend it".formatted(model.alias());
            journal.append(new Event.Noted(task, "%s; asking %s (%s)".formatted(why, other.alias(), other.model())));
            return Optional.of(other);
        } catch (Stop unusable) {
            journal.append(new Event.Noted(task, "%s cannot be asked instead of %s: %s".formatted(model.escalate()
                    .get(), model.alias(), unusable.lines().getFirst())));
            return Optional.empty();
        }
    }

    /** How many attempts there were at a task so far. */
    public int attempts(String task) {
        return numbers.getOrDefault(task, 0);
    }

    /** Counts on from that number. */
    public void countFrom(String task, int number) {
        numbers.merge(task, number, Math::max);
    }
}
