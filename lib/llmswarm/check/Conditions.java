package llmswarm.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import llmswarm.config.Service;
import llmswarm.config.Stack;
import text.Printable;
import text.ShellWords;

/**
 * What a check's command finds around it: services that run as long as it does, variables of the environment, and the
 * folder of the project in which it starts.
 *
 * @param services    with the pack's variables replaced, but for those of {@link Service#GIVEN}
 * @param environment likewise
 * @param folder      relative to the project; the project's own when empty
 */
public record Conditions(List<Service> services, Map<String, String> environment, Optional<String> folder) {
    static final Conditions NONE = new Conditions(List.of(), Map.of(), Optional.empty());
    /** Begins the line that a service's own failure prints; with the exit code it tells that from the command's. */
    static final String FAILED = "service ";
    static final int EXIT = 125;

    /** Stands for the folder of all services, which only the shell knows. */
    private static final String OPEN = "\uE000";
    /** What a service started may still write when it is gone, so that its folder can take a while to go. */
    private static final String END = """
            { kill -9 $_swarm_pids; wait $_swarm_pids; _swarm_tries=0
              until rm -rf "$_swarm_services" || [ $_swarm_tries -ge 20 ]; do _swarm_tries=$((_swarm_tries+1)); sleep 0.1; done
            } 2>/dev/null
            """;
    /** Tenths of a second that a service has to get ready. */
    private static final int PATIENCE = 300;

    public Conditions {
        services = List.copyOf(services);
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
    }

    /** Those of a check. */
    static Conditions of(Stack.Check check, Map<String, String> variables) {
        var what = "Check '%s'".formatted(check.name());
        return new Conditions(check.services().stream().map(service -> filled(service, variables)).toList(),
                filled(what, check.environment(), variables), check.folder());
    }

    private static Service filled(Service service, Map<String, String> variables) {
        var known = new HashMap<>(variables);
        Service.GIVEN.forEach(name -> known.put(name, "{{%s}}".formatted(name)));
        return with(service, known);
    }

    private static Service with(Service service, Map<String, String> known) {
        var what = "Service '%s'".formatted(service.name());
        return new Service(service.name(), service.path(),
                service.prepare().stream().map(words -> VariableWords.filled(what, words, known)).toList(),
                VariableWords.filled(what, service.run(), known), VariableWords.filled(what, service.ready(), known),
                filled(what, service.environment(), known));
    }

    private static Map<String, String> filled(String what, Map<String, String> values, Map<String, String> known) {
        var filled = new LinkedHashMap<String, String>();
        values.forEach((name, value) ->
                filled.put(name, VariableWords.filled(what, List.of(value), known).getFirst()));
        return filled;
    }

    /** The words that run a command under these conditions, by a shell where there are any. */
    List<String> around(List<String> words) {
        if (equals(NONE)) return words;
        var script = new StringBuilder("_swarm_pids=\n");
        if (!services.isEmpty()) script.append("_swarm_services=$(mktemp -d) || exit ").append(EXIT).append('\n');
        services.forEach(service -> start(service, script));
        environment.forEach((name, value) -> export(name, value, script));
        folder.ifPresent(place -> script.append("cd ").append(quoted(place)).append(" || exit ").append(EXIT)
                .append('\n'));
        script.append("\"$@\"\n_swarm_code=$?\n");
        if (!services.isEmpty()) script.append(END);
        script.append("exit $_swarm_code\n");
        return Stream.concat(Stream.of("sh", "-c", script.toString(), "sh"), words.stream()).toList();
    }

    /** What a person is told of a check's surroundings before its command: folder, variables, where services lie. */
    public static String told(Stack.Check check) {
        var words = new ArrayList<String>();
        check.folder().ifPresent(place -> words.add("(in %s)".formatted(Printable.escaped(place))));
        check.services().forEach(service -> {
            if (!service.path().isEmpty()) words.add("PATH+=" + Printable.escaped(String.join(":", service.path())));
            service.environment().forEach((name, value) -> words.add(name + "=" + ShellWords.quoted(value)));
        });
        check.environment().forEach((name, value) -> words.add(name + "=" + ShellWords.quoted(value)));
        return words.isEmpty() ? "" : String.join(" ", words) + " ";
    }

    /** What the services need and this machine has neither on its PATH nor in their own folders. */
    public List<String> programs() {
        return services.stream().flatMap(service -> service.commands().stream().map(List::getFirst)
                .filter(word -> !word.contains("/") && !word.contains("{{"))
                .filter(word -> folders(service).stream()
                        .noneMatch(folder -> Files.isExecutable(folder.resolve(word)))))
                .distinct().toList();
    }

    /** Whether a service's own folders have that program. */
    boolean has(String program) {
        return services.stream().flatMap(service -> folders(service).stream())
                .anyMatch(folder -> Files.isExecutable(folder.resolve(program)));
    }

    private static void start(Service service, StringBuilder script) {
        var ready = with(service, Map.of("port", Integer.toString(freePort()), "folder",
                OPEN + "/" + service.name()));
        var place = "\"$_swarm_services\"/" + service.name();
        var log = place + ".log";
        var folders = folders(service).stream().map(Path::toString).collect(Collectors.joining(":"));
        if (!folders.isEmpty()) script.append("PATH=").append(quoted(folders)).append(":\"$PATH\"\n");
        script.append("failed() { echo \"").append(FAILED).append('\'').append(service.name())
                .append("' $1:\"; tail -n 30 ").append(log).append("; kill -9 $_swarm_pids 2>/dev/null; exit ").append(EXIT)
                .append("; }\nmkdir ").append(place).append(" && : >").append(log).append('\n');
        for (var command : ready.prepare()) {
            script.append("(%s) >>%s 2>&1 </dev/null || failed 'could not be prepared'%n".formatted(line(command), log));
        }
        script.append("""
                (exec %1$s) >>%2$s 2>&1 </dev/null &
                _swarm_pid=$!; _swarm_pids="$_swarm_pids $_swarm_pid"; _swarm_tries=0
                until (%3$s) >>%2$s 2>&1 </dev/null; do
                  kill -0 $_swarm_pid 2>/dev/null || failed 'ended before it was ready'
                  _swarm_tries=$((_swarm_tries+1))
                  [ $_swarm_tries -lt %4$d ] || failed 'is not ready after %5$d s of asking'
                  sleep 0.1
                done
                kill -0 $_swarm_pid 2>/dev/null || failed 'ended before it was ready'
                """.formatted(line(ready.run()), log, line(ready.ready()), PATIENCE, PATIENCE / 10));
        ready.environment().forEach((name, value) -> export(name, value, script));
    }

    private static void export(String name, String value, StringBuilder script) {
        script.append("export ").append(name).append('=').append(quoted(value)).append('\n');
    }

    private static String line(List<String> words) {
        return words.stream().map(Conditions::quoted).collect(Collectors.joining(" "));
    }

    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''").replace(OPEN, "'\"$_swarm_services\"'") + "'";
    }

    /** The folders that its globs find, the last in order first, so that a newer version comes before an older one. */
    private static List<Path> folders(Service service) {
        var found = new ArrayList<Path>();
        for (var pattern : service.path()) {
            var names = Path.of(pattern);
            var here = List.of(Path.of("/"));
            for (var name : names) here = here.stream().flatMap(folder -> below(folder, name.toString())).toList();
            found.addAll(here.stream().filter(Files::isDirectory).sorted(Comparator.reverseOrder()).toList());
        }
        return found;
    }

    private static Stream<Path> below(Path folder, String name) {
        if (!name.contains("*")) return Stream.of(folder.resolve(name)).filter(Files::exists);
        var glob = FileSystems.getDefault().getPathMatcher("glob:" + name);
        try (var inside = Files.list(folder)) {
            return inside.filter(path -> glob.matches(path.getFileName())).toList().stream();
        } catch (IOException closed) {
            return Stream.empty();
        }
    }

    /** Behind walls any is free; without them another program may take it in the meantime. */
    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
    }
}
