package llmswarm.cli.runs;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import llmswarm.prompt.Message;
import llmswarm.run.Run;
import llmswarm.run.journal.AnswerPlace;
import llmswarm.run.journal.Entry;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Subject;

/**
 * A run as a trace: the run, in it what was done for each task and each question about the whole, and in these the
 * calls of models and the checks. Names of attributes follow OpenTelemetry's conventions for generative AI.
 */
final class Trace {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String SCHEMA = "https://opentelemetry.io/schemas/1.37.0", RUN = "run", OPERATION = "gen_ai.operation.name",
            AGENT = "gen_ai.agent.name", OURS = "llm_swarm.";

    private final RunFacts run;
    private final boolean texts;
    private final List<Span> spans = new ArrayList<>();
    private final Map<AnswerPlace, Entry> asked = new LinkedHashMap<>();
    /** When what is done for a subject began and ended, and by whom. */
    private final Map<String, Instant> begun = new LinkedHashMap<>(), over = new HashMap<>();
    private final Map<String, String> agents = new HashMap<>(), failed = new HashMap<>();

    private Trace(RunFacts run, boolean texts) {
        this.run = run;
        this.texts = texts;
    }

    /** @param texts whether prompts and answers are in it */
    static ObjectNode of(RunFacts run, boolean texts) {
        var trace = new Trace(run, texts);
        run.entries().forEach(trace::accept);
        return trace.json();
    }

    private void accept(Entry entry) {
        switch (entry.event()) {
            case Event.AskedModel question -> {
                asked.put(AnswerPlace.of(question), entry);
                touch(question.task(), question.agent(), entry.at(), entry.at());
            }
            case Event.AnsweredModel answer -> answered(answer, entry);
            case Event.Checked check -> checked(check, entry);
            case Event.TaskEnded end -> {
                touch(end.task(), "", entry.at(), entry.at());
                failed.remove(end.task());
                if (end.state() != Event.State.DONE) {
                    failed.put(end.task(), end.state().name().toLowerCase(Locale.ROOT));
                }
            }
            case Event.Resumed _, Event.RunEnded _ -> unanswered(entry.at());
            default -> { }
        }
    }

    private void touch(String subject, String agent, Instant start, Instant end) {
        if (subject.isEmpty()) return;
        begun.merge(subject, start, (one, other) -> one.isBefore(other) ? one : other);
        over.merge(subject, end, (one, other) -> one.isAfter(other) ? one : other);
        if (!agent.isEmpty()) agents.putIfAbsent(subject, agent);
    }

    private void answered(Event.AnsweredModel answer, Entry entry) {
        var question = Optional.ofNullable(asked.remove(AnswerPlace.of(answer)));
        var start = question.map(Entry::at).orElseGet(() -> before(entry.at(), answer.seconds()));
        touch(answer.task(), answer.agent(), start, entry.at());
        var attributes = call(answer.agent(), answer.task(), answer.attempt(), answer.part());
        question.map(one -> (Event.AskedModel) one.event()).ifPresent(one -> named(attributes, one));
        attributes.put("gen_ai.usage.input_tokens", answer.usage().input());
        attributes.put("gen_ai.usage.output_tokens", answer.usage().output());
        if (answer.usage().cachedInput() > 0) attributes.put("gen_ai.usage.cache_read.input_tokens",
                answer.usage().cachedInput());
        var finished = answer.cutOff() ? "length" : "stop";
        attributes.put("gen_ai.response.finish_reasons", List.of(finished));
        if (answer.cost() >= 0) attributes.put(OURS + "cost_usd", answer.cost());
        attributes.put(OURS + "recorded", answer.recorded());
        if (texts) {
            question.map(one -> (Event.AskedModel) one.event()).ifPresent(one ->
                    attributes.put("gen_ai.input.messages", messages(one.messages(), "")));
            attributes.put("gen_ai.output.messages", messages(List.of(new Message("assistant", answer.text())), finished));
        }
        spans.add(new Span(name(question), Span.Kind.CLIENT, "call " + entry.seq(), Optional.of(subject(answer.task())),
                start, entry.at(), attributes, Optional.empty()));
    }

    private static String name(Optional<Entry> question) {
        return question.map(one -> "chat " + ((Event.AskedModel) one.event()).model()).orElse("chat");
    }

    private SequencedMap<String, Object> call(String agent, String task, int attempt, String part) {
        var attributes = new LinkedHashMap<String, Object>();
        attributes.put(OPERATION, "chat");
        attributes.put("gen_ai.provider.name", "openai");
        attributes.put(AGENT, agent);
        attributes.put("gen_ai.conversation.id", run.id());
        attributes.put(OURS + "task", Subject.of(task) instanceof Subject.Whole whole ? whole.word() : task);
        attributes.put(OURS + "attempt", attempt);
        if (!part.isEmpty()) attributes.put(OURS + "part", part);
        return attributes;
    }

    private static void named(SequencedMap<String, Object> attributes, Event.AskedModel question) {
        attributes.put("gen_ai.request.model", question.model());
        attributes.put(OURS + "alias", question.alias());
    }

    /** In the form of the conventions' schema of messages. */
    private static String messages(List<Message> messages, String finished) {
        var all = JSON.createArrayNode();
        messages.forEach(message -> {
            var one = all.addObject().put("role", message.role());
            one.putArray("parts").addObject().put("type", "text").put("content", message.text());
            if (!finished.isEmpty()) one.put("finish_reason", finished);
        });
        return all.toString();
    }

    private void checked(Event.Checked check, Entry entry) {
        var start = before(entry.at(), check.seconds());
        touch(check.task(), "", start, entry.at());
        var attributes = new LinkedHashMap<String, Object>();
        attributes.put(OURS + "check", check.check());
        attributes.put(OURS + "exit", check.exit());
        if (check.tests() > 0) attributes.put(OURS + "tests", check.tests());
        spans.add(new Span("check " + check.check(), Span.Kind.INTERNAL, "check " + entry.seq(),
                Optional.of(subject(check.task())), start, entry.at(), attributes,
                Optional.of(check.failure()).filter(why -> !why.isEmpty())));
    }

    /** Calls to which no answer came before the process ended. */
    private void unanswered(Instant end) {
        asked.values().forEach(entry -> {
            var question = (Event.AskedModel) entry.event();
            var attributes = call(question.agent(), question.task(), question.attempt(), question.part());
            named(attributes, question);
            attributes.put("error.type", "_OTHER");
            spans.add(new Span(name(Optional.of(entry)), Span.Kind.CLIENT, "call " + entry.seq(),
                    Optional.of(subject(question.task())), entry.at(), end, attributes, Optional.of("no answer")));
        });
        asked.clear();
    }

    private static Instant before(Instant end, double seconds) {
        return end.minus(Duration.ofNanos((long) (seconds * 1e9)));
    }

    /** Key of the span of a subject; what is about the project as it stands is about the run. */
    private static String subject(String id) {
        return id.isEmpty() ? RUN : "subject " + id;
    }

    private ObjectNode json() {
        var end = run.entries().isEmpty() ? run.began() : run.entries().getLast().at();
        unanswered(end);
        var state = run.state();
        var whole = new LinkedHashMap<String, Object>();
        whole.put("gen_ai.conversation.id", run.id());
        whole.put(OURS + "stack", state.stack());
        whole.put(OURS + "end", run.end());
        var all = new ArrayList<Span>();
        all.add(new Span("run " + state.plan().map(plan -> plan.name()).orElse(run.id()), Span.Kind.INTERNAL, RUN,
                Optional.empty(), run.began(), end, whole,
                state.ended().filter(ended -> ended.exit() != 0).map(Event.RunEnded::words)));
        begun.forEach((id, start) -> all.add(work(id, start)));
        all.addAll(spans);
        var root = JSON.createObjectNode();
        var resource = root.putArray("resourceSpans").addObject();
        resource.putObject("resource").set("attributes", Span.json(Map.of("service.name", "llm-swarm")));
        var scope = resource.putArray("scopeSpans").addObject();
        scope.putObject("scope").put("name", "llm-swarm").put("version", Run.VERSION);
        var told = scope.putArray("spans");
        all.forEach(span -> told.add(span.json(run.id())));
        scope.put("schemaUrl", SCHEMA);
        return root;
    }

    private Span work(String id, Instant start) {
        var agent = agents.getOrDefault(id, "");
        var attributes = new LinkedHashMap<String, Object>();
        attributes.put(OPERATION, "invoke_agent");
        if (!agent.isEmpty()) attributes.put(AGENT, agent);
        attributes.put(OURS + "task", Subject.of(id) instanceof Subject.Whole whole ? whole.word() : id);
        return new Span(agent.isEmpty() ? "invoke_agent" : "invoke_agent " + agent, Span.Kind.INTERNAL, subject(id),
                Optional.of(RUN), start, over.get(id), attributes, Optional.ofNullable(failed.get(id)));
    }
}
