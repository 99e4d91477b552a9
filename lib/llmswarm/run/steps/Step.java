package llmswarm.run.steps;

import java.util.Optional;

import dev.langchain4j.model.chat.request.ResponseFormat;
import llmswarm.config.Agent;
import llmswarm.config.ModelSpec;
import llmswarm.model.grammar.Form;
import llmswarm.model.rate.ModelQueue;
import llmswarm.prompt.Prompt;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.QuestionId;
import llmswarm.run.journal.Subject;

/**
 * One thing that a run asks of the world, as data. A result that is in the journal under the step's key need not be had
 * again.
 */
public sealed interface Step {
    /** Digest of everything that makes the result worth having again, or what names the step. */
    String key();

    /** What it is about. */
    Subject subject();

    /**
     * One call of a model.
     *
     * @param attempt from 1
     * @param part    see {@link Event.AskedModel}
     * @param format  a JSON schema for the answer, where one is wanted
     * @param form    what a local model is held to, token by token
     * @param turn    the place in the model's queue; closed when nobody was asked or no answer came
     */
    record AskModel(String key, Subject subject, int attempt, String part, Agent agent, ModelSpec model, Prompt prompt,
                    Optional<ResponseFormat> format, Optional<Form> form, ModelQueue.Turn turn) implements Step {
        /** For a whole answer. */
        public AskModel(String key, Subject subject, int attempt, Agent agent, ModelSpec model, Prompt prompt,
                        Optional<ResponseFormat> format, Optional<Form> form, ModelQueue.Turn turn) {
            this(key, subject, attempt, "", agent, model, prompt, format, form, turn);
        }

        /** For the part that goes on with an answer that was cut off; it is held to no form. */
        public AskModel next(String digest, String another, Prompt longer, ModelQueue.Turn place) {
            return new AskModel(digest, subject, attempt, another, agent, model, longer, Optional.empty(),
                    Optional.empty(), place);
        }

        AskModel with(Prompt other) {
            return new AskModel(key, subject, attempt, part, agent, model, other, format, form, turn);
        }

        /** The same question to another model, in its place in the queue there. */
        AskModel with(ModelSpec other, ModelQueue.Turn place) {
            return new AskModel(key, subject, attempt, part, agent, other, prompt, format, form, place);
        }

        Event.AskedModel event() {
            return new Event.AskedModel(key, agent.name(), subject.id(), attempt, model.alias(), model.model(),
                    prompt.messages(), prompt.digest(), prompt.cut(), part);
        }
    }

    /**
     * One run of a check's command.
     *
     * @param attempt that is judged, from 1
     */
    record RunCheck(String key, Subject subject, int attempt, Check check) implements Step {
        /** Runs the command in this process's own sandbox. */
        public interface Check {
            /** What came out, for the journal. */
            Event.Checked run() throws InterruptedException;
        }
    }

    /** One question to a person; what is assumed holds when nobody answers. */
    record AskPerson(QuestionId id, String question, String assumed) implements Step {
        @Override
        public String key() {
            return id.text();
        }

        @Override
        public Subject subject() {
            return id instanceof QuestionId.AboutTask about ? new Subject.OfTask(about.task()) : Subject.Whole.PROJECT;
        }
    }
}
