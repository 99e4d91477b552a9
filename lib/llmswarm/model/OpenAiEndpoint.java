package llmswarm.model;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import answers.Thinking;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import llmswarm.config.ModelSpec;
import llmswarm.guard.Redactor;
import llmswarm.guard.Stop;
import llmswarm.model.Fault.TryFailed;
import llmswarm.model.habits.Habit;
import llmswarm.model.habits.Habits;
import llmswarm.model.rate.Parked;
import llmswarm.model.rate.RateLimit;
import llmswarm.model.stream.StreamLimits;
import machine.Proxies;

//DEPS dev.langchain4j:langchain4j-open-ai:1.19.0
//DEPS dev.failsafe:failsafe:3.3.2
/** A model behind any server that speaks the OpenAI chat protocol. */
public final class OpenAiEndpoint implements Endpoint, AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(15);
    /** A server that loads its model is asked again after so many first waits. */
    private static final int LOADING_WAITS = 4;
    /** A server that refuses more than that of one request is not understood. */
    private static final int MOST_LESSONS = 6;

    private final ModelSpec spec;
    private final Consumer<String> notice;
    private final Settings settings;
    private final Gate gate;
    private final Habits habits;
    private final PromptCounts counts = new PromptCounts();
    private final AtomicBoolean loadingTold = new AtomicBoolean(), keptTold = new AtomicBoolean();
    private final Optional<String> key;
    private final Redactor redactor;
    private final Optional<Proxies.Way> proxy;
    private final HttpClient client;
    private final Consumer<Parked> parked;

    public OpenAiEndpoint(ModelSpec spec, Optional<String> key, Redactor redactor, Consumer<String> notice,
            Settings settings, Proxies proxies, Gate gate, Consumer<Parked> parked) {
        this.parked = parked;
        this.spec = spec;
        this.gate = gate;
        this.notice = notice;
        this.redactor = redactor;
        this.settings = settings;
        this.key = key;
        var address = FaultText.address(spec);
        habits = Habits.known(spec, address, settings.kept().of(spec));
        // LM Studio hangs on the upgrade to HTTP/2 that the JDK's client asks of http:// addresses
        proxy = proxies.to(address);
        proxy.flatMap(Proxies.Way::trouble).ifPresent(sentence -> {
            throw Stop.usage("%s: %s.".formatted(spec.alias(), sentence));
        });
        client = proxies.client(HttpClient.newBuilder().connectTimeout(CONNECT)
                .version("http".equals(address.getScheme()) ? HttpClient.Version.HTTP_1_1 : HttpClient.Version.HTTP_2)
                .executor(Executors.newVirtualThreadPerTaskExecutor()));
    }

    @Override
    public Reply ask(ChatRequest request, Consumer<String> token, Payer payer) throws InterruptedException {
        while (true) {
            var reply = answer(request, token, payer);
            if (reply.isPresent()) return reply.get();
            token.accept(null);
        }
    }

    /** Empty where the server can answer nobody now; then the next one waits until it is back. */
    private Optional<Reply> answer(ChatRequest request, Consumer<String> token, Payer payer)
            throws InterruptedException {
        boolean trying = gate.breaker().pass();
        var answered = new AtomicLong(-1);
        try {
            var reply = tries(request, token, payer, answered, trying);
            if (gate.breaker().answered(trying)) {
                notice.accept("%s: the server answers again".formatted(spec.alias()));
                parked.accept(new Parked(spec.alias(), Optional.empty()));
            }
            return Optional.of(reply);
        } catch (TryFailed failed) {
            var said = behind(FaultText.failed(spec, failed.fault(), settings.clock().instant()));
            if (!gate.out(failed.fault(), answered.get(), trying)) throw said;
            gate.shut(failed.fault(), said.getMessage(), settings, trying).ifPresent(notice);
            parked.accept(new Parked(spec.alias(), gate.breaker().left()));
            return Optional.empty();
        } finally {
            if (trying) gate.breaker().tried();
        }
    }

    /**
     * @param answered takes how many calls the server had answered when the first try of this one failed
     * @param trying   whether it only looks if the server is back: then it is asked once
     */
    private Reply tries(ChatRequest request, Consumer<String> token, Payer payer, AtomicLong answered, boolean trying)
            throws InterruptedException {
        try {
            return Failsafe.with(new Retries(spec, settings.firstWait(), notice).policy()).get(context -> {
                if (context.isRetry()) token.accept(null);
                try {
                    return attempt(request, token, payer, context.getAttemptCount() + 1);
                } catch (TryFailed failed) {
                    answered.compareAndSet(-1, gate.breaker().answers());
                    boolean only = trying && failed.fault().outage().isPresent();
                    throw failed.at(only ? Fault.MOST : context.getAttemptCount() + 1);
                }
            });
        } catch (FailsafeException stopped) {
            if (!(stopped.getCause() instanceof InterruptedException)) throw stopped;
            Thread.interrupted();
            throw new InterruptedException();
        }
    }

    /** A proxy in between can be the cause of what looks like a fault of the network or the server. */
    private ModelFailed behind(ModelFailed failed) {
        var doubtful = Set.of(ModelFailed.Kind.NETWORK, ModelFailed.Kind.SERVER, ModelFailed.Kind.TIMEOUT)
                .contains(failed.kind());
        return proxy.isEmpty() || !doubtful ? failed : new ModelFailed(failed.kind(),
                "%s It was asked through %s.".formatted(failed.getMessage(), proxy.get()), failed.getCause());
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    /** Once, but for what the server's own words help to mend: that is learnt, and asked again at once. */
    private Reply attempt(ChatRequest request, Consumer<String> token, Payer payer, int number)
            throws InterruptedException {
        var end = System.nanoTime() + spec.timeout().toNanos();
        tellKept();
        for (int lessons = 0;;) {
            gate.pass();
            var attempt = new RequestTry();
            var known = habits.all();
            try {
                var reply = once(attempt, request, token, payer.open(most(request)), number);
                gate.space(RateLimit.apart(attempt.headers(), settings.clock(), reply.usage().tokens()));
                if (lessons > 0) settings.kept().put(spec, habits.learnt());
                return reply;
            } catch (TryFailed failed) {
                gate.shut(failed.fault());
                if (failed.fault().loading() && System.nanoTime() >= end) throw new TryFailed(new Fault.Slow());
                if (failed.fault().loading()) {
                    if (loadingTold.compareAndSet(false, true)) {
                        notice.accept("%s: the server is loading the model; waiting for it".formatted(spec.alias()));
                    }
                    Thread.sleep(settings.firstWait().multipliedBy(LOADING_WAITS));
                    continue;
                }
                if (++lessons > MOST_LESSONS) throw failed;
                var habit = Lesson.of(failed.fault(), attempt.sent(), spec, known).orElseThrow(() -> failed);
                if (habits.learn(habit)) notice.accept("%s: %s".formatted(spec.alias(), habit.told()));
                if (attempt.begun()) token.accept(null);
            }
        }
    }

    /** What is kept may no longer hold. */
    private void tellKept() {
        var kept = habits.learnt();
        if (keptTold.getAndSet(true) || kept.isEmpty()) return;
        notice.accept("%s: asked with %s, as learnt before; './jbang swarm.java models check %1$s' forgets that"
                .formatted(spec.alias(), kept.stream().map(Habit::brief).collect(Collectors.joining(", "))));
    }

    /** Tokens of the answer at most, as the request will say it; the whole context where it will not. */
    private long most(ChatRequest request) {
        var asked = JsonNodeFactory.instance.objectNode();
        if (request.maxOutputTokens() != null) asked.put("max_tokens", request.maxOutputTokens());
        int limit = Habit.limit(habits.edited(asked));
        return limit > 0 ? limit : spec.context();
    }

    /** One request, whose bill is settled whatever becomes of it. */
    private Reply once(RequestTry attempt, ChatRequest request, Consumer<String> token, Payer.Bill bill, int number)
            throws InterruptedException {
        var end = Payer.End.BROKEN;
        var settled = false;
        try {
            var reply = once(attempt, request, token, number);
            // a word where the server seems to have a smaller context than is asked for
            counts.cut(attempt.sent(), reply).ifPresent(words -> notice.accept("%s: %s".formatted(spec.alias(), words)));
            settled = true;
            var usage = bill.settle(Payer.End.ANSWERED, reply.usage(), attempt.bytes());
            return new Reply(reply.text(), usage, reply.cutOff());
        } catch (TryFailed failed) {
            end = failed.fault().end(attempt.status());
            throw failed;
        } finally {
            if (!settled) bill.settle(end, attempt.counted(), attempt.bytes());
        }
    }

    private Reply once(RequestTry attempt, ChatRequest request, Consumer<String> token, int number)
            throws InterruptedException {
        var sent = System.nanoTime();
        var ended = "cancelled";
        try {
            var reply = cutAtLimit(attempt.ask(sink -> stream(request, sink), token, spec.timeout(), settings.idle()),
                    Habit.limit(attempt.sent()));
            ended = reply.usage().told();
            if (reply.cutOff() && Thinking.removed(reply.text()).isEmpty()) throw new TryFailed(new Fault.Thought());
            if (reply.text().isBlank()) throw new TryFailed(new Fault.Empty("no text"));
            return reply;
        } catch (TryFailed failed) {
            ended = FaultText.brief(spec, failed.fault());
            throw failed;
        } catch (OutOfMemoryError full) {
            ended = FaultText.brief(spec, new Fault.Memory());
            throw new TryFailed(new Fault.Memory());
        } finally {
            settings.log().request("POST", URI.create(FaultText.address(spec) + "/chat/completions"), attempt.status(),
                    Duration.ofNanos(System.nanoTime() - sent),
                    "%s, try %d: %s".formatted(spec.alias(), number, ended));
        }
    }

    /** Some servers say that an answer came to its end when it met its limit; the tokens tell. */
    private static Reply cutAtLimit(Reply reply, int limit) {
        return limit > 0 && reply.usage().output() == limit ? new Reply(reply.text(), reply.usage(), true) : reply;
    }

    /** Langchain4j words the request; the answer goes to the sink, past it. */
    private void stream(ChatRequest request, AnswerSink sink) {
        var wire = new Wire(client, habits, key, redactor, settings.clock(), StreamLimits.of(spec), sink);
        new OpenAiStreamingChatModel.OpenAiStreamingChatModelBuilder().httpClientBuilder(new WireBuilder(wire))
                .baseUrl(FaultText.address(spec).toString()).apiKey(key.orElse(null)).modelName(spec.model())
                .strictJsonSchema(true).build()
                .chat(request, WireBuilder.UNUSED);
    }
}
