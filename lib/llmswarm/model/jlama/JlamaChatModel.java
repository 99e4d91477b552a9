package llmswarm.model.jlama;

import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;

/**
 * A model computed in this process. It answers on the calling thread; an interrupt of that thread ends the answer
 * before the next token and is told to the handler as an {@link InterruptedException}, with the thread's interrupt flag
 * set. It knows {@link LocalParameters}.
 */
public final class JlamaChatModel implements StreamingChatModel {
    private final LoadedModel model;

    JlamaChatModel(LoadedModel model) {
        this.model = model;
    }

    /** Tokens of prompt and answer together. */
    public int context() {
        return model.context();
    }

    @Override
    public ChatRequestParameters defaultRequestParameters() {
        return LocalParameters.NONE;
    }

    @Override
    public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
        var handle = new Handle();
        var context = new PartialResponseContext(handle);
        ChatResponse response;
        try {
            response = answer(request, handle, text -> handler.onPartialResponse(new PartialResponse(text), context));
        } catch (Exception failed) {
            if (handle.isCancelled()) return;
            if (failed instanceof InterruptedException) Thread.currentThread().interrupt();
            handler.onError(failed);
            return;
        }
        handler.onCompleteResponse(response);
    }

    private ChatResponse answer(ChatRequest request, Handle handle, Consumer<String> out) throws InterruptedException {
        var parameters = LocalParameters.of(request.parameters());
        var prompt = prompt(request, parameters.timeout());
        int most = Math.min(model.context() - prompt.length,
                Optional.ofNullable(parameters.maxOutputTokens()).orElse(Integer.MAX_VALUE));
        var text = new AnswerText(parameters.stopSequences(), out);
        var mask = parameters.mask().map(each -> each.apply(model.vocabulary()));
        var loan = model.borrow(prompt);
        try {
            var answer = new Generation(loan.instance(), loan.sequence(), model.vocabulary(), sampler(parameters), mask,
                    watch(parameters.timeout(), handle)).answer(prompt, most, text);
            return ChatResponse.builder().aiMessage(AiMessage.from(answer.text())).finishReason(answer.reason())
                    .tokenUsage(new LocalUsage(prompt.length, answer.cached(), answer.output())).build();
        } catch (Instance.Damaged wrong) {
            throw model.damaged(wrong);
        } finally {
            model.giveBack(loan);
        }
    }

    private int[] prompt(ChatRequest request, Optional<Duration> limit) throws InterruptedException {
        int[] prompt;
        try {
            prompt = model.tokens(request.messages(), limit);
        } catch (IllegalArgumentException refused) {
            throw new InvalidRequestException(refused.getMessage());
        }
        if (prompt.length >= model.context()) {
            throw new InvalidRequestException(("the prompt has %d tokens, but prompt and answer together have room for %d; "
                    + "shorten it, or use another model in models.yaml").formatted(prompt.length, model.context()));
        }
        return prompt;
    }

    private static Sampler sampler(LocalParameters parameters) {
        var random = parameters.seed().isPresent() ? new SplittableRandom(parameters.seed().getAsLong())
                : new SplittableRandom();
        return new Sampler(Optional.ofNullable(parameters.temperature()).orElse(0.0),
                Optional.ofNullable(parameters.topP()).orElse(1.0), random);
    }

    /** Begins to count now: others may have had the model for long. */
    private static Instance.Watch watch(Optional<Duration> timeout, Handle handle) {
        long start = System.nanoTime();
        return () -> {
            if (Thread.interrupted() || handle.isCancelled()) throw new InterruptedException();
            if (timeout.isPresent() && System.nanoTime() - start >= timeout.get()
                    .toNanos()) throw new TimeoutException("the time is over");
        };
    }

    /** With which a handler can end the answer; nothing more is told then. */
    private static final class Handle implements StreamingHandle {
        private final AtomicBoolean cancelled = new AtomicBoolean();

        @Override
        public void cancel() {
            cancelled.set(true);
        }

        @Override
        public boolean isCancelled() {
            return cancelled.get();
        }
    }
}
