package llmswarm.model;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import llmswarm.model.Fault.TryFailed;

/** One try of a call. It streams on a thread of its own, so that a time limit or an interrupt ends it at once. */
final class Attempt implements StreamingChatResponseHandler {
    private sealed interface Piece {
    }

    private record Text(String text) implements Piece {
    }

    private record Whole(ChatResponse response) implements Piece {
    }

    private record Failed(RuntimeException why) implements Piece {
    }

    /** How long the rest of a response is read after the answer in it is whole, so that its connection can be used again. */
    private static final Duration GRACE = Duration.ofMillis(200);

    private final BlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();

    private Attempt() {
    }

    /**
     * Asks once.
     *
     * @param token   called on this thread
     * @param timeout until the answer is whole
     * @param idle    between two pieces of text
     * @throws TryFailed when there is no whole answer
     */
    static ChatResponse ask(StreamingChatModel model, ChatRequest request, Consumer<String> token, Duration timeout,
                            Duration idle) throws InterruptedException {
        var attempt = new Attempt();
        var thread = Thread.ofVirtual().name("model call").start(() -> attempt.stream(model, request));
        try {
            var answer = attempt.collect(token, timeout, idle);
            finish(thread);
            return answer;
        } finally {
            thread.interrupt();
        }
    }

    @Override
    public void onPartialResponse(String text) {
        pieces.add(new Text(text));
    }

    @Override
    public void onCompleteResponse(ChatResponse response) {
        pieces.add(new Whole(response));
    }

    /** Only what langchain4j cannot read comes this way; {@link Wire} throws. */
    @Override
    public void onError(Throwable unread) {
        pieces.add(new Failed(new TryFailed(new Fault.Garbage("JSON of another shape"))));
    }

    private void stream(StreamingChatModel model, ChatRequest request) {
        try {
            model.chat(request, this);
            onError(null); // read only if nothing came before it
        } catch (RuntimeException failed) {
            pieces.add(new Failed(failed));
        }
    }

    private ChatResponse collect(Consumer<String> token, Duration timeout, Duration idle) throws InterruptedException {
        var deadline = System.nanoTime() + timeout.toNanos();
        var begun = false;
        while (true) {
            var left = deadline - System.nanoTime();
            var pause = begun && idle.toNanos() < left;
            switch (pieces.poll(pause ? idle.toNanos() : left, TimeUnit.NANOSECONDS)) {
                case null -> throw new TryFailed(pause ? new Fault.Cut() : new Fault.Slow());
                case Text(var text) -> {
                    begun = true;
                    token.accept(text);
                }
                case Whole(var response) -> {
                    return response;
                }
                case Failed(var why) -> throw why;
            }
        }
    }

    /** An interrupt that comes now must not lose the answer: it is left for whoever blocks next. */
    private static void finish(Thread thread) {
        try {
            thread.join(GRACE);
        } catch (InterruptedException later) {
            Thread.currentThread().interrupt();
        }
    }
}
