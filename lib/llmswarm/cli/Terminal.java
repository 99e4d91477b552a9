package llmswarm.cli;

import java.io.Console;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import llmswarm.run.Answerer;

/** The person at the terminal; the view has shown the question. Where there is no terminal, nobody answers and nothing waits. */
final class Terminal implements Answerer {
    private static final String PROMPT = "> ";

    private final Console console;
    /** A line that is awaited: reading it cannot be interrupted, but waiting for it can. */
    private CompletableFuture<Optional<String>> line;

    private Terminal(Console console) {
        this.console = console;
    }

    /** Somebody only when standard input, output and error are all a terminal: questions are told on the last. */
    static Answerer person() {
        var console = System.console();
        return console == null || !console.isTerminal() || !Window.isTerminal() ? NOBODY : new Terminal(console);
    }

    @Override
    public synchronized Optional<String> answer(String question, String assumed) throws InterruptedException {
        System.err.print(PROMPT);
        System.err.flush();
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

    private void read() {
        var awaited = line;
        try {
            awaited.complete(Optional.ofNullable(console.readLine()));
        } catch (RuntimeException | Error unreadable) {
            awaited.completeExceptionally(unreadable);
        }
    }
}
