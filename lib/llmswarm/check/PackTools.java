package llmswarm.check;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import llmswarm.config.stack.Stack;
import sandbox.Sandbox;
import sandbox.process.CommandResult;
import sandbox.process.Limits;

/**
 * Shows a pack's tools to every command, read-only, in a folder that is in no project. Until a command starts, the
 * words of it say {@link #PLACE}: where that is differs from run to run.
 *
 * @param tools the folder that holds them
 */
public record PackTools(Sandbox sandbox, Path tools) implements Sandbox {
    /** What stands for the folder of the tools. */
    public static final String PLACE = "{{%s}}".formatted(Stack.TOOLS);
    /** Where commands see them, below the folder in which they start: git and this program let it be. */
    private static final String SEEN = ".swarm/tools";

    @Override
    public CommandResult run(List<String> command, Path folder, Limits limits, Access access)
            throws InterruptedException {
        var shared = new HashMap<>(access.shared());
        shared.put(SEEN, tools);
        return sandbox.run(placed(command, real(folder).resolve(SEEN).toString()), folder, limits,
                new Access(access.network(), Map.copyOf(shared)));
    }

    /** What a script holds stands between single quotes there. */
    private static List<String> placed(List<String> command, String place) {
        boolean script = ServiceScript.is(command);
        return command.stream().map(word -> word.replace(PLACE, script && word == command.get(2)
                ? place.replace("'", "'\\''") : place)).toList();
    }

    private static Path real(Path folder) {
        try {
            return folder.toRealPath();
        } catch (IOException gone) {
            return folder;
        }
    }

    @Override
    public Optional<Path> program(String name) {
        return sandbox.program(name);
    }

    @Override
    public Optional<String> lack(String name) {
        return sandbox.lack(name);
    }

    @Override
    public String name() {
        return sandbox.name();
    }
}
