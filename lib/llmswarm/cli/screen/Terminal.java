package llmswarm.cli.screen;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import llmswarm.run.steps.Answerer;

/**
 * The person at the terminal; the view has shown the question. Where there is no terminal, nobody answers and nothing
 * waits.
 */
public final class Terminal implements Answerer {
    private static final String PROMPT = "> ";

    private final Outlet err;
    private final InputStream keys;
    private final Callable<String> reader;
    /** A line that is awaited: reading it cannot be interrupted, but waiting for it can. */
    private CompletableFuture<Optional<String>> line;

    /**
     * @param err    where the prompt goes
     * @param keys   what was typed and not read yet
     * @param reader waits for the next line of it; null at its end
     */
    Terminal(Outlet err, InputStream keys, Callable<String> reader) {
        this.err = err;
        this.keys = keys;
        this.reader = reader;
    }

    /** Somebody only when standard input, output and error are all a terminal: questions are told on the last. */
    public static Answerer person(Outlet err) {
        var console = System.console();
        return console == null || !console.isTerminal() || !Window.isTerminal() ? NOBODY
                : new Terminal(err, System.in, console::readLine);
    }

    @Override
    public synchronized Optional<String> answer(String question, String assumed) throws InterruptedException {
        // Typed for a question that somebody elsewhere answered meanwhile.
        if (line != null && line.isDone()) line = null;
        if (line == null) forget();
        err.print(err.visible(PROMPT));
        if (line == null) {
            line = new CompletableFuture<>();
            Thread.ofPlatform().daemon().name("reply").start(this::read);
        }
        try {
            var reply = line.get();
            line = null;
            return reply.map(String::strip).filter(text -> !text.isEmpty());
        } catch (ExecutionException unreadable) {
            line = null;
            return Optional.empty();
        }
    }

    /** An Enter or a word that was typed before the question stood there is no reply to it. */
    private void forget() {
        try {
            while (keys.available() > 0) keys.skipNBytes(keys.available());
        } catch (IOException unreadable) {
            // Then reading the reply tells.
        }
    }

    private void read() {
        var awaited = line;
        try {
            awaited.complete(Optional.ofNullable(reader.call()));
        } catch (Exception | Error unreadable) {
            awaited.completeExceptionally(unreadable);
        }
    }
}
