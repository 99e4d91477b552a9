package llmswarm.run;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import dev.langchain4j.model.chat.request.ResponseFormat;
import llmswarm.config.Agent;
import llmswarm.config.ModelSpec;
import llmswarm.guard.Redactor;
import llmswarm.guard.Stop;
import llmswarm.model.Models;
import llmswarm.model.grammar.Form;
import llmswarm.prompt.Message;
import llmswarm.prompt.Prompt;
import llmswarm.run.journal.Event.AnsweredModel;
import llmswarm.run.journal.Event.AskedModel;
import llmswarm.run.journal.Event.Checked;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Journal;
import llmswarm.run.journal.Planning;
import llmswarm.run.journal.QuestionId;

/**
 * The one seam between a run and the world: model calls, checks and questions to a person. Each has a key; a result that
 * is in the journal under that key is taken from there, any other is in the journal before it is acted on.
 */
public final class Steps {
    private final Journal journal;
    private final Recordings recordings;
    private final Models models;
    private final Redactor redactor;
    private final boolean strict;
    private final Requests requests = new Requests();
    private final Map<String, Checked> checked = new ConcurrentHashMap<>();
    private final Map<String, Slots> slots = new ConcurrentHashMap<>();
    private final AtomicInteger differing = new AtomicInteger();
    private final Questions questions;

    Steps(Journal journal, Recordings recordings, Models models, Redactor redactor, boolean strict) {
        this.journal = journal;
        this.recordings = recordings;
        this.models = models;
        this.redactor = redactor;
        this.strict = strict;
        this.questions = new Questions(journal, recordings.past());
    }

    /**
     * One call of a model.
     *
     * @param key      digest of everything that makes the answer worth asking for again
     * @param format   a JSON schema for the answer, where one is wanted
     * @param form     what a local model is held to, token by token
     * @param part     see {@link AskedModel}
     */
    record Question(String key, Agent agent, String task, int attempt, ModelSpec model, Prompt prompt,
                    Optional<ResponseFormat> format, Optional<Form> form, String part) {
        Question(String key, Agent agent, String task, int attempt, ModelSpec model, Prompt prompt, Optional<ResponseFormat> format,
                 Optional<Form> form) {
            this(key, agent, task, attempt, model, prompt, format, form, "");
        }
    }

    /**
     * A place in the queue for a model, which does not wait yet. After the answer the slot is kept until the turn is
     * closed, so that what the answer makes ready can take it, but for a tenth of the call's time at most.
     *
     * @param priority who goes first when the model is busy: the length of the path ahead
     * @param again    whether it is for a later attempt
     */
    Slots.Turn turn(ModelSpec model, double priority, boolean again) {
        return slots.computeIfAbsent(model.alias(), a -> new Slots(model.parallel())).queue(priority, again);
    }

    /** The same for what is asked for the first time. */
    Slots.Turn turn(ModelSpec model, double priority) {
        return turn(model, priority, false);
    }

    /** The model that will answer for an alias: on a replay the alias itself, as nobody is asked. */
    ModelSpec model(ModelSpec wanted) {
        return recordings.replaying() ? wanted : models.usable(wanted.alias());
    }

    /** Whether a model is asked in the manner of small ones. */
    boolean small(ModelSpec model) {
        return models.small(model);
    }

    /** How many parameters a local model has, where its files tell. */
    OptionalLong parameters(ModelSpec model) {
        return models.parameters(model);
    }

    /** Whether an attempt is asked for file by file, in the manner of small models: by what the model is, on a replay as on the tape. */
    boolean byFile(Agent agent, String task, int attempt, ModelSpec model) {
        return recordings.replaying() ? recordings.tapedByFile(agent.name(), task, attempt) : models.small(model);
    }

    /** Into how many tasks the taped run cut its work, where a tape says so. */
    Optional<Planning.Sized> tapedSize() {
        return recordings.tapedSize();
    }

    /** Asks a model, or takes the recorded answer. Where no call was answered, the turn is closed, as nobody may wait for it. */
    AnsweredModel ask(Question q, Slots.Turn turn) throws InterruptedException {
        var messages = q.prompt().messages().stream().map(m -> new Message(m.role(), redactor.redact(m.text()))).toList();
        var prompt = new Prompt(messages, q.prompt().cut(), q.prompt().template());
        var asked = new AskedModel(q.key(), q.agent().name(), q.task(), q.attempt(), q.model().alias(), q.model().model(),
                messages, prompt.digest(), q.prompt().cut(), q.part());
        var earlier = earlier(q.key());
        if (earlier.isPresent()) {
            turn.close();
            return earlier.get();
        }
        try {
            return recordings.replaying() ? replay(q, asked) : call(q, asked, turn);
        } catch (InterruptedException | RuntimeException failed) {
            turn.close();
            journal.show(new Event.Unanswered(q.task()));
            throw failed;
        }
    }

    /** The answer that an earlier part of this run has to a question. */
    Optional<AnsweredModel> earlier(String key) {
        return recordings.past().answer(key);
    }

    private AnsweredModel replay(Question q, AskedModel asked) {
        var taped = recordings.taped(asked);
        if (recordings.differs(asked)) {
            differing.incrementAndGet();
            if (strict) {
                throw Stop.unfinished("the prompt of %s for '%s', attempt %d, is not the one on the tape (--strict)"
                        .formatted(asked.agent(), asked.task(), asked.attempt()));
            }
        }
        journal.append(asked);
        var answered = new AnsweredModel(q.key(), asked.agent(), asked.task(), asked.attempt(), taped.text(), taped.usage(),
                0, taped.seconds(), taped.cutOff(), true, q.part());
        journal.append(answered);
        return answered;
    }

    private AnsweredModel call(Question q, AskedModel asked, Slots.Turn turn) throws InterruptedException {
        var endpoint = models.endpoint(q.model());
        turn.await();
        questions.worked(q.task());
        journal.append(asked);
        var start = System.nanoTime();
        var tokens = new AtomicInteger();
        var reply = endpoint.ask(requests.of(q, asked.messages()), text -> {
            if (text == null) tokens.set(0);
            journal.show(new Event.Streaming(q.task(), text == null ? 0 : tokens.incrementAndGet(), text == null ? "" : text));
        });
        var nanos = System.nanoTime() - start;
        turn.closeAfter(Duration.ofNanos(nanos / 10));
        var answered = new AnsweredModel(q.key(), asked.agent(), asked.task(), asked.attempt(),
                redactor.redact(reply.text()), reply.usage(), reply.usage().cost(q.model().price()), nanos / 1e9,
                reply.cutOff(), false, q.part());
        journal.append(answered);
        return answered;
    }

    /** Runs a check, whose result is kept under the key. */
    interface Check {
        Checked run(String key) throws InterruptedException;
    }

    /**
     * Runs a check, unless its inputs have not changed: then the result it had earlier in this run is taken, and shown as that
     * of this attempt.
     */
    Checked check(String key, String task, int attempt, Check check) throws InterruptedException {
        var earlier = Optional.ofNullable(checked.get(key)).or(() -> recordings.past().check(key));
        if (earlier.isPresent()) {
            var same = earlier.get().of(task, attempt);
            return same.equals(earlier.get()) ? same : journal.append(same);
        }
        var result = check.run(key);
        if (result.verdict()) checked.put(key, result);
        journal.append(result);
        return result;
    }

    /** What the planner is told of this machine's programs. */
    ToldPrograms programs() {
        return new ToldPrograms(journal, recordings);
    }

    /** Tells that a check's command begins to run. */
    void checkStarted(String task, String check, List<String> command) {
        journal.show(new Event.CheckStarted(task, check, command));
    }

    /** Asks a person, one question at a time, or takes what is assumed when there is none. */
    Event.Answered question(QuestionId id, String question, String assumed, Answerer person) throws InterruptedException {
        return questions.ask(id, question, assumed, person);
    }

    /** The reply this run already has, see {@link Questions#replied}. */
    Optional<Event.Answered> replied(QuestionId id, String question) {
        return questions.replied(id, question);
    }

    /** Whether answers come from a tape: then what goes wrong ends the run, as asking again would change nothing. */
    boolean replaying() {
        return recordings.replaying();
    }

    /** Whether an attempt can be made: always, but on a replay only when its answer is on the tape. */
    boolean has(String agent, String task, int attempt) {
        return !recordings.replaying() || recordings.has(agent, task, attempt);
    }

    /** The same for the part of an answer that continues it. */
    boolean has(String agent, String task, int attempt, String part) {
        return !recordings.replaying() || recordings.has(agent, task, attempt, part);
    }

    /** Says how many prompts of a replay differ from those on the tape, if any. */
    void noteDifferences() {
        int prompts = differing.get();
        if (prompts == 0) return;
        journal.append(new Event.Noted("", prompts == 1 ? "1 prompt differs from the tape; its answer was used all the same"
                : "%d prompts differ from the tape; its answers were used all the same".formatted(prompts)));
    }
}
