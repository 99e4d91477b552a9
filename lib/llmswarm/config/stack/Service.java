package llmswarm.config.stack;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A program that checks need while they run, such as a database. It is started for each command of such a check, behind
 * the same walls, and ends with it. In its words and values, besides the pack's variables, {@code {{port}}} is a free
 * port of the loopback address and {@code {{folder}}} an empty folder of its own.
 *
 * @param path        globs of folders in which its programs lie, where the PATH does not name them; of several the
 *                    last by name comes first
 * @param prepare     commands that run before it, one after the other
 * @param run         the program, which goes on until the check has ended
 * @param ready       a command that ends with exit code 0 as soon as it can be used
 * @param environment what checks are told of it
 */
public record Service(String name, List<String> path, List<List<String>> prepare, List<String> run,
                      List<String> ready, Map<String, String> environment) {
    /** The names that are known in its words beside the pack's variables. */
    public static final List<String> GIVEN = List.of("port", "folder", Stack.TOOLS);

    public Service {
        path = List.copyOf(path);
        prepare = prepare.stream().map(List::copyOf).toList();
        run = List.copyOf(run);
        ready = List.copyOf(ready);
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
    }

    /** All its commands, in the order in which they begin. */
    public List<List<String>> commands() {
        var commands = new ArrayList<>(prepare);
        commands.add(run);
        commands.add(ready);
        return List.copyOf(commands);
    }
}
