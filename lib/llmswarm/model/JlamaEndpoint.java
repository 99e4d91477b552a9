package llmswarm.model;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.output.FinishReason;
import llmswarm.config.ModelSpec;
import llmswarm.model.ModelFailed.Kind;
import llmswarm.model.jlama.JlamaModels;
import llmswarm.model.jlama.LocalParameters;
import llmswarm.model.jlama.LocalUsage;

/** A model computed in this process. Nothing is tried twice, as the same would come out. */
public final class JlamaEndpoint implements Endpoint, AutoCloseable {
    private final ModelSpec spec;
    private final JlamaModels models;
    private final Set<Thread> asking = new HashSet<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition over = lock.newCondition();

    public JlamaEndpoint(ModelSpec spec, JlamaModels models) {
        this.spec = spec;
        this.models = models;
    }

    @Override
    public Reply ask(ChatRequest request, Consumer<String> token, Payer payer) throws InterruptedException {
        locked(() -> asking.add(Thread.currentThread()));
        try {
            return answer(request, token, payer);
        } finally {
            locked(() -> {
                asking.remove(Thread.currentThread());
                over.signalAll();
            });
        }
    }

    private Reply answer(ChatRequest request, Consumer<String> token, Payer payer) throws InterruptedException {
        var most = Optional.ofNullable(request.maxOutputTokens()).orElse(spec.context());
        var bill = payer.open(most);
        var answer = new Collected(token);
        var reply = Optional.<Reply>empty();
        try {
            reply = Optional.of(answered(request, answer));
        } finally {
            if (reply.isEmpty()) bill.settle(Payer.End.BROKEN, Usage.NONE, answer.bytes);
        }
        return new Reply(reply.get().text(), bill.settle(Payer.End.ANSWERED, reply.get().usage(), answer.bytes),
                reply.get().cutOff());
    }

    private Reply answered(ChatRequest request, Collected answer) throws InterruptedException {
        try {
            models.model(spec).chat(timed(request), answer);
            return reply(answer.response());
        } catch (TimeoutException late) {
            throw FaultText.failed(spec, new Fault.Slow(), Instant.now());
        } catch (OutOfMemoryError full) {
            throw FaultText.failed(spec, new Fault.Memory(), Instant.now());
        } catch (InvalidRequestException refused) {
            throw new ModelFailed(Kind.REQUEST, "%s: %s.".formatted(spec.alias(),
                    refused.getMessage()), refused);
        }
    }

    /** Ends the answers under way and those that wait for their turn, and waits until they have. */
    @Override
    public void close() {
        locked(() -> {
            asking.forEach(Thread::interrupt);
            while (!asking.isEmpty()) over.awaitUninterruptibly();
        });
    }

    private void locked(Runnable work) {
        lock.lock();
        try {
            work.run();
        } finally {
            lock.unlock();
        }
    }

    private ChatRequest timed(ChatRequest request) {
        var limit = new LocalParameters(LocalParameters.NONE, OptionalLong.empty(), Optional.of(spec.timeout()),
                Optional.empty());
        return ChatRequest.builder().messages(request.messages()).parameters(limit.overrideWith(request.parameters()))
                .build();
    }

    private static Reply reply(ChatResponse response) {
        var usage = (LocalUsage) response.tokenUsage();
        return new Reply(response.aiMessage().text(),
                new Usage(usage.inputTokenCount(), usage.cached(), usage.outputTokenCount()),
                response.finishReason() == FinishReason.LENGTH);
    }

    /** Keeps how it ended, as the answer comes on the asking thread. */
    private static final class Collected implements StreamingChatResponseHandler {
        private final Consumer<String> token;
        private ChatResponse response;
        private Throwable failed;
        private long bytes;

        Collected(Consumer<String> token) {
            this.token = token;
        }

        @Override
        public void onPartialResponse(String text) {
            bytes += text.getBytes(StandardCharsets.UTF_8).length;
            token.accept(text);
        }

        @Override
        public void onCompleteResponse(ChatResponse whole) {
            response = whole;
        }

        @Override
        public void onError(Throwable why) {
            failed = why;
        }

        ChatResponse response() throws InterruptedException {
            switch (failed) {
                case null -> {
                    return response;
                }
                case InterruptedException interrupted -> {
                    Thread.interrupted();
                    throw interrupted;
                }
                case RuntimeException known -> throw known;
                default -> throw new IllegalStateException(failed);
            }
        }
    }
}
