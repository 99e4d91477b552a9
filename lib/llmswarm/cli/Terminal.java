package llmswarm.cli;

import java.util.Optional;

import llmswarm.run.Answerer;

/** The person at the terminal; the view has shown the question. Where there is no terminal, nobody answers and nothing waits. */
final class Terminal {
    private Terminal() {
    }

    /** Somebody only when standard input and output are both a terminal. */
    static Answerer person() {
        var console = System.console();
        if (console == null || !console.isTerminal()) return Answerer.NOBODY;
        return (question, assumed) -> Optional.ofNullable(console.readLine()).map(String::strip).filter(reply -> !reply.isEmpty());
    }
}
