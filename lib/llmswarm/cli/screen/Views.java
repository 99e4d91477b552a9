package llmswarm.cli.screen;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;

import llmswarm.run.state.RunState;

/** Picks the view that fits where the output goes. */
public final class Views {
    private Views() {
    }

    /**
     * JSON lines on {@code out} when asked for; else on {@code err} a live picture when that is a terminal which can
     * draw, and plain lines otherwise.
     *
     * @param env   read for TERM and NO_COLOR
     * @param run   follows the run with the view; read it after closing the view
     */
    public static View choose(boolean asJson, Map<String, String> env, Outlet out, Outlet err, RunState run) {
        if (asJson) return new JsonView(run, out, err);
        var term = env.getOrDefault("TERM", "dumb");
        if (term.isBlank() || term.startsWith("dumb") || !err.isStandardError() || !Window.isTerminal()) {
            return new LineView(run, err, InstantSource.system()).start();
        }
        var signs = new StateSigns(err.charset().equals(StandardCharsets.UTF_8), env.getOrDefault("NO_COLOR", "").isEmpty());
        return err.terminal(term)
                .<View>map(terminal -> new LivePicture(run, terminal, Window::size, signs, InstantSource.system(),
                err::visible).start())
                .orElseGet(() -> new LineView(run, err, InstantSource.system()).start());
    }
}
