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

    /** Runs it to its end with more in its environment. */
    static Command.Result run(Workshop shop, Map<String, String> environment, String... words) {
        var all = new HashMap<>(shop.env);
        all.putAll(environment);
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var desk = Desk.of(shop.folder, all, new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        int exit = Commands.execute(desk, root(desk), words);
        return new Command.Result(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
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
