package sandbox;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

import sandbox.process.Attended;
import sandbox.process.CommandResult;
import sandbox.process.Limits;
import sandbox.process.Scratch;
import sandbox.view.Surroundings;

/**
 * Runs commands as the user, on the user's word alone: no walls, but no key in the environment and no process left
 * over.
 */
public final class Unconfined implements Sandbox {
    private static final String MARK = "SWARM_CHECK";

    private final List<Path> path;
    private final Map<String, String> environment, onlineEnvironment;
    private final Places places = new Places(false);

    Unconfined(Map<String, String> outer) {
        path = Surroundings.path(outer);
        environment = Surroundings.environment(outer,
                Path.of(outer.getOrDefault("HOME", System.getProperty("user.home"))), path);
        onlineEnvironment = Surroundings.network(outer);
    }

    @Override
    public CommandResult run(List<String> command, Path folder, Limits limits, Access access)
            throws InterruptedException {
        if (!Files.isDirectory(folder)) {
            return Contained.refused("the folder %s does not exist".formatted(folder));
        }
        var real = Surroundings.real(folder);
        try {
            places.enter(real, access.shared());
        } catch (Places.Unprepared refused) {
            return Contained.refused(refused.getMessage());
        }
        try {
            return run(command, folder, limits, access.network());
        } finally {
            places.leave(real);
        }
    }

    private CommandResult run(List<String> command, Path folder, Limits limits, boolean network)
            throws InterruptedException {
        var missing = Program.missing(command, folder, path);
        if (missing.isPresent()) return Contained.refused(missing.get());
        var mark = UUID.randomUUID().toString();
        var marked = new LinkedHashMap<>(environment);
        if (network) marked.putAll(onlineEnvironment);
        marked.put(MARK, mark);
        return new Attended(command.getFirst(), group -> Stream.concat(Program.detached(path, limits, group).stream(),
                command.stream()).toList(), folder, folder, marked, Optional.of(MARK + "=" + mark), Scratch.NONE,
                limits).run().result();
    }

    @Override
    public Optional<Path> program(String wanted) {
        return Program.find(wanted, path);
    }

    @Override
    public String name() {
        return "off";
    }
}
