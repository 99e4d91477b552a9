package llmswarm.cli;

import java.io.Console;
import java.util.Optional;
import java.util.function.Consumer;

import llmswarm.guard.Printable;
import llmswarm.run.Answerer;

/** Asks the person at the terminal; where there is none, nobody answers and nothing waits. */
final class Terminal implements Answerer {
    private final Consumer<String> say;

    private Terminal(Consumer<String> say) {
        this.say = say;
    }

    /** Somebody only when both standard input and output are a terminal. */
    static Answerer person(Consumer<String> say) {
        Console console = System.console();
        return console != null && console.isTerminal() ? new Terminal(say) : Answerer.NOBODY;
    }

    @Override
    public Optional<String> answer(String question, String assumed) {
        Printable.of(question).lines().forEach(say);
        say.accept("(Enter takes: %s)".formatted(Printable.of(assumed)));
        var line = System.console().readLine();
        return Optional.ofNullable(line).map(String::strip).filter(reply -> !reply.isEmpty());
    }
}
