package llmswarm.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Constructor;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

import llmswarm.Command;
import llmswarm.Workshop;

/** The program with all its commands in this process, where no process of its own is what a test is about. */
final class Here {
    private Here() {
    }

    /** Runs it to its end in the workshop's folder. */
    static Command.Result run(Workshop shop, String... words) {
        return run(shop, Map.of(), words);
    }

    /** Runs it to its end; both outputs are one, in the order in which lines appear on a screen. */
    static Command.Result asSeen(Workshop shop, String... words) {
        var seen = new ByteArrayOutputStream();
        var screen = new PrintStream(seen, true, StandardCharsets.UTF_8);
        int exit = execute(shop, shop.env, screen, screen, words);
        return new Command.Result(exit, seen.toString(StandardCharsets.UTF_8), "");
    }

    /** Runs it to its end with more in its environment. */
    static Command.Result run(Workshop shop, Map<String, String> environment, String... words) {
        var all = new HashMap<>(shop.env);
        all.putAll(environment);
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int exit = execute(shop, all, new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8), words);
        return new Command.Result(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static int execute(Workshop shop, Map<String, String> environment, PrintStream out, PrintStream err,
            String... words) {
        var desk = Desk.of(shop.folder, environment, out, err);
        return Commands.execute(desk, root(desk), words);
    }

    /** What swarm.java starts; a class without a package has no name that others could import. */
    private static Object root(Desk desk) {
        try {
            Constructor<?> made = Class.forName("swarm").getDeclaredConstructor(Desk.class);
            made.setAccessible(true);
            return made.newInstance(desk);
        } catch (ReflectiveOperationException gone) {
            throw new IllegalStateException(gone);
        }
    }
}
