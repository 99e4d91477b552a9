package llmswarm.model;

import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import llmswarm.model.Fault.TryFailed;

/** One try of a call. It streams on a thread of its own, so that a time limit or an interrupt ends it at once. */
public final class RequestTry implements AnswerSink {
    private sealed interface Piece {
    }

    private record Text(String text) implements Piece {
    }

    private record Ended(boolean cutOff) implements Piece {
    }

    private record Whole(boolean cutOff, Usage usage) implements Piece {
    }

    private record Failed(Throwable why) implements Piece {
    }

    /**
     * How long the rest of a response is read after the answer in it is whole, so that its connection can be used
     * again.
     */
    private static final Duration GRACE = Duration.ofMillis(200);
    /** How long an answer that has ended waits for its count of tokens. */
    private static final Duration TAIL = Duration.ofSeconds(2);
    /** So many pieces may wait: a server that is faster than the reader has to wait, too. */
    private static final int WAITING = 1000;

    private final BlockingQueue<Piece> pieces = new LinkedBlockingQueue<>(WAITING);
    private volatile long arrived = System.nanoTime();
    private volatile int status;
    private volatile HttpHeaders headers = HttpHeaders.of(Map.of(), (name, value) -> true);
    private boolean begun;
    private long bytes;
    private volatile Usage counted = Usage.NONE;
    private volatile ObjectNode sent = JsonNodeFactory.instance.objectNode();

    /**
     * Asks once; an attempt is good for one call.
     *
     * @param call    streams an answer into what it is given
     * @param token   called on this thread
     * @param timeout until the answer is whole
     * @param idle    the longest time in which nothing arrives, once the text has begun
     * @throws TryFailed when there is no whole answer
     */
    Reply ask(Consumer<AnswerSink> call, Consumer<String> token, Duration timeout, Duration idle)
            throws InterruptedException {
        var thread = Thread.ofVirtual().name("model call").start(() -> stream(call));
        try {
            var answer = collect(token, timeout, idle);
            finish(thread);
            return answer;
        } finally {
            thread.interrupt();
        }
    }

    /** What the server answered; 0 before. */
    int status() {
        return status;
    }

    /** What it said with that; none before. */
    HttpHeaders headers() {
        return headers;
    }

    /** Whether a piece of text was handed on. */
    boolean begun() {
        return begun;
    }

    /** UTF-8 bytes of the text that arrived. */
    long bytes() {
        return bytes;
    }

    /** What the server has counted so far, also where no whole answer came. */
    Usage counted() {
        return counted;
    }

    /** The request as it was sent; without any keys before. */
    ObjectNode sent() {
        return sent;
    }

    @Override
    public void sent(ObjectNode request) {
        sent = request;
    }

    @Override
    public void status(int code, HttpHeaders said) {
        headers = said;
        status = code;
    }

    @Override
    public void alive() {
        arrived = System.nanoTime();
    }

    @Override
    public void text(String piece) {
        put(new Text(piece));
    }

    @Override
    public void counted(Usage usage) {
        counted = usage;
    }

    @Override
    public void ended(boolean cutOff) {
        put(new Ended(cutOff));
    }

    @Override
    public void whole(boolean cutOff, Usage usage) {
        put(new Whole(cutOff, usage));
    }

    private void stream(Consumer<AnswerSink> call) {
        try {
            call.accept(this);
        } catch (OutOfMemoryError full) {
            failed(new TryFailed(new Fault.Memory()));
        } catch (RuntimeException | Error failed) {
            failed(failed);
        }
    }

    private void failed(Throwable why) {
        try {
            pieces.put(new Failed(why));
        } catch (InterruptedException over) {
            // nobody waits for it any more
        }
    }

    /** An interrupt says that nobody waits for the piece any more. */
    private void put(Piece piece) {
        try {
            pieces.put(piece);
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
            throw new TryFailed(new Fault.Cut(""));
        }
    }

    private Reply collect(Consumer<String> token, Duration timeout, Duration idle) throws InterruptedException {
        var deadline = System.nanoTime() + timeout.toNanos();
        var text = new StringBuilder();
        Ended ended = null;
        var endedAt = 0L;
        while (true) {
            // looked at before each piece: a server that never pauses must not be read for ever
            var now = System.nanoTime();
            var left = deadline - now;
            // an end without text waits longer for the rest, which says what came in its place
            var rest = ended != null ? endedAt + (text.isEmpty() ? idle : TAIL).toNanos() - now
                    : text.isEmpty() ? left : arrived + idle.toNanos() - now;
            var wait = Math.min(left, rest);
            if (wait <= 0 && ended != null && pieces.isEmpty()) {
                return new Reply(text.toString(), counted, ended.cutOff);
            }
            if (left <= 0) throw new TryFailed(new Fault.Slow());
            var piece = pieces.poll(Math.max(0, wait), TimeUnit.NANOSECONDS);
            if (piece == null && wait <= 0 && ended == null) throw new TryFailed(new Fault.Cut(""));
            switch (piece) {
                case null -> { }
                case Text(var more) -> {
                    // a server that says the end with each piece, or too early, has not ended before the last
                    ended = null;
                    text.append(more);
                    bytes += more.getBytes(StandardCharsets.UTF_8).length;
                    begun = true;
                    token.accept(more);
                }
                case Ended end -> {
                    ended = end;
                    endedAt = now;
                }
                case Whole(var cutOff, var usage) -> {
                    return new Reply(text.toString(), usage, cutOff);
                }
                case Failed(RuntimeException why) -> throw why;
                case Failed(Error why) -> throw why;
                case Failed(var why) -> throw new IllegalStateException(why);
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
