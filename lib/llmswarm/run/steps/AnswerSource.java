package llmswarm.run.steps;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import llmswarm.config.Agent;
import llmswarm.config.ModelSpec;
import llmswarm.run.journal.Planning;
import llmswarm.run.journal.Subject;

/** Where a run's answers come from, models or a tape, and what of them can be had there. */
public interface AnswerSource {
    /** The model that answers for an alias; throws {@link llmswarm.guard.Stop} when it cannot be used. */
    ModelSpec model(ModelSpec wanted);

    /**
     * The model that would be asked for an alias; empty while none can be used, and on a tape, where nobody is asked.
     */
    Optional<ModelSpec> asked(ModelSpec wanted);

    /** Whether a model is asked in the manner of small ones. */
    boolean small(ModelSpec model);

    /** How many parameters a local model has, where its files tell. */
    OptionalLong parameters(ModelSpec model);

    /** Whether that part of an attempt's answer can be had; the empty part is the first. */
    boolean holds(String agent, Subject subject, int attempt, String part);

    /** Whether an attempt is asked for file by file, in the manner of small models. */
    boolean byFile(Agent agent, Subject subject, int attempt, ModelSpec model);

    /** The pack that a user named; empty where that is free. */
    Optional<String> stack();

    /** Into how many tasks the work has to be cut; empty where that is free. */
    Optional<Planning.Sized> cut();

    /** What of this machine the planner is told; on a tape what it was told then. */
    List<String> programs(List<String> stacks, Look look) throws InterruptedException;

    /** What is told to do without, likewise; the number is that of {@link Planning.ProgramsMissing}. */
    List<String> missing(int attempt, Look look) throws InterruptedException;

    /** What is to be told of the answers when the run ends. */
    Optional<String> remark();

    /** Looks for something on this machine. */
    interface Look {
        /** What is there, a line each. */
        List<String> found() throws InterruptedException;
    }
}
