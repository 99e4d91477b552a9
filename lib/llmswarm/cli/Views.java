package llmswarm.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Function;

import llmswarm.run.journal.Event;

/** Picks the view that fits where the output goes. */
public final class Views {
    private Views() {
    }

    /**
     * JSON lines on {@code out} when asked for; else on {@code err} a live picture when that is a terminal which can draw,
     * and plain lines otherwise.
     *
     * @param env   read for TERM and NO_COLOR
     * @param board follows the run with the view; read it after closing the view
     * @param json  the journal's form of an event
     */
    public static View choose(boolean asJson, Map<String, String> env, PrintStream out, PrintStream err, Board board,
                              Function<Event, String> json) {
        if (asJson) return new JsonView(board, json, out, err);
        var term = env.getOrDefault("TERM", "dumb");
        if (term.isBlank() || term.startsWith("dumb") || err != System.err || !Window.isTerminal()) {
            return new LineView(board, err).start();
        }
        var look = new Look(err.charset().equals(StandardCharsets.UTF_8), env.getOrDefault("NO_COLOR", "").isEmpty());
        return TerminalView.terminal(term, err).<View>map(terminal -> new TerminalView(board, terminal, Window::size, look).start())
                .orElseGet(() -> new LineView(board, err).start());
    }
}
