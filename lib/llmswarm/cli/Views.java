package llmswarm.cli;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Function;

import llmswarm.run.Event;

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
    public static View choose(boolean asJson, Map<String, String> env, Outlet out, Outlet err, Board board,
                              Function<Event, String> json) {
        if (asJson) return new JsonView(board, json, out, err);
        var term = env.getOrDefault("TERM", "dumb");
        if (term.isBlank() || term.startsWith("dumb") || !err.isStandardError() || !Window.isTerminal()) {
            return new LineView(board, err).start();
        }
        var look = new Look(err.charset().equals(StandardCharsets.UTF_8), env.getOrDefault("NO_COLOR", "").isEmpty());
        return err.terminal(term).<View>map(terminal -> new TerminalView(board, terminal, Window::size, look, err::visible).start())
                .orElseGet(() -> new LineView(board, err).start());
    }
}
