package llmswarm.cli;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import llmswarm.Workshop;
import llmswarm.cli.screen.Outlet;
import llmswarm.guard.Redactor;
import llmswarm.guard.Stop;
import picocli.CommandLine;

/** A desk in a workshop; what commands print at it is kept. */
public final class KeptDesk {
    public final Desk desk;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(), err = new ByteArrayOutputStream();

    public KeptDesk(Workshop shop) {
        desk = Desk.of(shop.folder, shop.env, new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    /** An outlet onto a stream, where nothing is secret. */
    public static Outlet outlet(OutputStream stream) {
        return new Outlet(new PrintStream(stream, true, StandardCharsets.UTF_8), () -> new Redactor(Map.of()));
    }

    /**
     * Runs a command with config/ as its first layer, and returns its exit code; what was printed before is forgotten.
     */
    public int run(Callable<Integer> command, String... words) throws Exception {
        out.reset();
        err.reset();
        var all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--config", desk.folder().resolve("config").toString()));
        new CommandLine(command, new Commands.At(desk)).parseArgs(all.toArray(String[]::new));
        return command.call();
    }

    /** The sentence in which a command ends. */
    String stopped(Callable<Integer> command, String... words) {
        return assertThrows(Stop.class, () -> run(command, words)).getMessage();
    }

    public String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
