package llmswarm.run.journal;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonInclude;
import llmswarm.guard.Stop;
import llmswarm.model.Usage;
import llmswarm.plan.Plan;
import llmswarm.plan.TaskGraph;
import llmswarm.prompt.Message;

/**
 * One thing that happened in a run. Views, resume, replay and the summary are folds over these. All but the
 * {@link Momentary} ones are lines of the journal, where {@code type} is the record's name in kebab-case.
 */
public sealed interface Event permits Event.Kept, Momentary {
    /** Kept in the journal. */
    sealed interface Kept extends Event permits RunStarted, Resumed, Planning, ChangeEvent, Planned, Spending,
            AskedModel, AnsweredModel, Checked, Replacing, Integrated, Undone, Forked, Evidenced, TaskEnded, Asked,
            Answered, Noted, RunEnded {
    }

    /**
     * The first line of every journal.
     *
     * @param run       the run's id, which sorts by time
     * @param spec      the whole specification
     * @param variables the stack's variables that the user set
     * @param options   what a resume needs to go on in the same way
     * @param version   of the program
     * @param note      what a reader of the tape should know, such as that its answers were written by hand
     * @param format    of the journal, see {@link #FORMAT}
     */
    record RunStarted(String run, String spec, String specFile, Map<String, String> variables,
                      Map<String, String> options, String version, String note, int format) implements Kept {
        /** The newest format: 1 had no number, no run in its lines and no {@link Resumed}. */
        public static final int FORMAT = 2;

        public RunStarted(String run, String spec, String specFile, Map<String, String> variables,
                Map<String, String> options, String version, String note) {
            this(run, spec, specFile, variables, options, version, note, FORMAT);
        }

        public RunStarted {
            variables = variables == null ? Map.of() : Map.copyOf(variables);
            options = options == null ? Map.of() : Map.copyOf(options);
            run = Objects.requireNonNullElse(run, "");
            spec = Objects.requireNonNullElse(spec, "");
            specFile = Objects.requireNonNullElse(specFile, "");
            version = Objects.requireNonNullElse(version, "");
            note = note == null ? "" : note;
            format = Math.max(1, format);
        }
    }

    /**
     * The run goes on after its process ended: what is not done by then waits again.
     *
     * @param version of the program that goes on
     */
    record Resumed(String version) implements Kept {
        public Resumed {
            version = Objects.requireNonNullElse(version, "");
        }
    }

    /**
     * The accepted plan, or what it was changed to; a resume never plans again.
     *
     * @param notes   what linting changed, such as an added dependency
     * @param answers to what the specification leaves open, each with question and answer
     */
    record Planned(Plan plan, List<String> notes, List<Map<String, String>> answers) implements Kept {
        public Planned {
            Objects.requireNonNull(plan, "plan");
            TaskGraph.requireOrder(plan.tasks());
            notes = notes == null ? List.of() : List.copyOf(notes);
            answers = answers == null ? List.of() : List.copyOf(answers);
        }
    }

    /**
     * A model is about to be asked.
     *
     * @param key      of the step; see {@link llmswarm.run.steps.Step}
     * @param attempt  from 1
     * @param model    the model's own name behind the alias
     * @param messages what is sent, in order, each with its role
     * @param prompt   digest of the messages
     * @param cut      what did not fit into the context and was left out
     * @param part     empty for the whole answer; the one file of the task that is asked for; {@code +1} and on for
     *                 what continues an answer that was cut off
     */
    record AskedModel(String key, String agent, String task, int attempt, String alias, String model,
                      List<Message> messages, String prompt, List<String> cut, String part) implements Kept {
        public AskedModel {
            part = part == null ? "" : part;
        }
    }

    /**
     * A whole answer, on disk before anything acts on it.
     *
     * @param cost     US dollars; -1 where the price is unknown
     * @param recorded whether it came from a tape
     * @param part     as in the question
     */
    record AnsweredModel(String key, String agent, String task, int attempt, String text, Usage usage, double cost,
                         double seconds, boolean cutOff, boolean recorded, String part) implements Kept {
        /** A tape written by hand may leave out all but agent, task, attempt and text. */
        public AnsweredModel {
            Objects.requireNonNull(agent, "agent");
            Objects.requireNonNull(task, "task");
            Objects.requireNonNull(text, "text");
            key = key == null ? "" : key;
            usage = usage == null ? Usage.NONE : usage;
            part = part == null ? "" : part;
        }

        public AnsweredModel(String key, String agent, String task, int attempt, String text, Usage usage, double cost,
                double seconds, boolean cutOff, boolean recorded) {
            this(key, agent, task, attempt, text, usage, cost, seconds, cutOff, recorded, "");
        }
    }

    /**
     * A check ran, or could not run.
     *
     * @param task    whose attempt it judged; empty for an end check
     * @param exit    of the command; -1 when it did not run
     * @param tail    the first and the last lines of its output
     * @param tests   how many tests it ran; 0 where its output does not tell
     * @param failure empty when it passed, else the kind of {@link llmswarm.check.Failure}, or {@link #UNCHECKED}
     */
    record Checked(String key, String task, int attempt, String check, List<String> command, int exit, double seconds,
                   String tail, String failure, int tests) implements Kept {
        /** The failure of a check that could or might not be run, and of one that failed before a change. */
        public static final String UNCHECKED = "unchecked", BEFORE = "before";
        private static final String ENVIRONMENT = "environment";

        public Checked(String key, String task, int attempt, String check, List<String> command, int exit,
                double seconds, String tail, String failure) {
            this(key, task, attempt, check, command, exit, seconds, tail, failure, 0);
        }

        public boolean passed() {
            return failure.isEmpty();
        }

        /** Whether it was not allowed or not possible to run it. */
        public boolean unchecked() {
            return failure.equals(UNCHECKED);
        }

        /** Whether it passed, or failed in the same way before the run changed anything. */
        public boolean holds() {
            return passed() || failure.equals(BEFORE);
        }

        /** Whether it could not be run to its end, for a reason of the machine. */
        public boolean withoutResult() {
            return failure.equals(ENVIRONMENT);
        }

        /** Whether the result says something of the files, and not only of the machine. */
        public boolean verdict() {
            return !unchecked() && !withoutResult();
        }

        /** The same result, for another attempt with the same inputs. */
        public Checked of(String otherTask, int otherAttempt) {
            return new Checked(key, otherTask, otherAttempt, check, command, exit, seconds, tail, failure, tests);
        }
    }

    /** Files are about to be replaced; digests by path. What a crash leaves there is no person's edit. */
    record Replacing(String task, Map<String, String> files) implements Kept {
        public Replacing {
            files = Map.copyOf(files);
        }
    }

    /** Files became part of the project, or left it, in one commit; digests by path. See {@code scaffold}. */
    record Integrated(String task, String agent, Map<String, String> files, String commit) implements Kept {
        public Integrated {
            Objects.requireNonNull(task, "task");
            files = Map.copyOf(files);
        }
    }

    /**
     * What shows that a requirement is met, as far as the last end checks tell: names of checks that passed and ran
     * tests written for it, none when nothing shows it, and those tests.
     */
    record Evidenced(String requirement, List<String> checks, List<String> files) implements Kept {
        public Evidenced {
            checks = checks == null ? List.of() : List.copyOf(checks);
            files = files == null ? List.of() : List.copyOf(files);
        }
    }

    /** A task is over. */
    record TaskEnded(String task, State state, String evidence, double seconds) implements Kept { }

    enum State { DONE, FAILED, BLOCKED, INTERRUPTED }

    /** A person is asked; {@code assumed} is what holds when nobody answers. */
    record Asked(String id, String question, String assumed) implements Kept { }

    /** A person's reply, at the run's terminal or, as {@code from} says, elsewhere; or what is assumed. */
    record Answered(String id, String answer, boolean byPerson,
                    @JsonInclude(JsonInclude.Include.NON_EMPTY) String from) implements Kept {
        public Answered {
            from = from == null ? "" : from;
        }

        public Answered(String id, String answer, boolean byPerson) {
            this(id, answer, byPerson, "");
        }

        /** Whether the reply ends the run for now. */
        public boolean stops() {
            return answer.strip().equalsIgnoreCase("stop");
        }
    }

    /** Something worth a line: files dropped, context cut, a model replaced by another. */
    record Noted(String task, String sentence) implements Kept { }

    /** The last line of a journal that was not cut short; the label is empty when the run came to no outcome. */
    record RunEnded(int exit, int done, int failed, int blocked, Usage usage, double cost, double seconds,
                    String head, String label) implements Kept {
        public RunEnded {
            label = label == null ? "" : label;
        }

        public RunEnded(int exit, int done, int failed, int blocked, Usage usage, double cost, double seconds,
                String head) {
            this(exit, done, failed, blocked, usage, cost, seconds, head, "");
        }

        /** How the run ended, in the words it ended with. */
        public String words() {
            return !label.isEmpty() ? label : exit == 0 ? "done and checked" : exit == Stop.INTERRUPTED ? "interrupted"
                    : "not done";
        }
    }
}
