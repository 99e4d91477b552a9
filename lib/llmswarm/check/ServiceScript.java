package llmswarm.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import llmswarm.config.stack.Service;
import llmswarm.config.stack.Stack;

/** The line of a shell that starts services, runs a check's command beside them, and ends them with it. */
final class ServiceScript {
    /** Begins the line that a service's own failure prints; with the exit code it tells that from the command's. */
    static final String FAILED = "service ";
    static final int EXIT = 125;

    private static final String COMMAND = "\"$@\"\n";
    /** Stands for the folder of all services, which only the shell knows. */
    private static final String OPEN = "\uE000";
    /** Tenths of a second for which a service is asked whether it is ready. */
    private static final int PATIENCE = 300;
    /** What a service started may still write when it is gone, so that its folder can take a while to go. */
    private static final String SERVICES = """
            _swarm_services=$(mktemp -d) || exit %d
            _swarm_pids=
            trap '{ kill -9 $_swarm_pids; wait $_swarm_pids; _swarm_tries=0
              until rm -rf "$_swarm_services" || [ $_swarm_tries -ge 20 ]; do _swarm_tries=$((_swarm_tries+1)); sleep 0.1; done
            } 2>/dev/null' EXIT
            """.formatted(EXIT);

    private final StringBuilder script = new StringBuilder();

    private ServiceScript() {
    }

    /** The words that run a command under such conditions. */
    static List<String> around(Conditions conditions, List<String> words) {
        var all = new ServiceScript();
        if (!conditions.services().isEmpty()) all.script.append(SERVICES);
        conditions.services().forEach(all::start);
        conditions.environment().forEach(all::export);
        conditions.folder().ifPresent(place ->
                all.script.append("cd %s || exit %d%n".formatted(quoted(place), EXIT)));
        all.script.append(COMMAND);
        return Stream.concat(Stream.of("sh", "-c", all.script.toString(), "sh"), words.stream()).toList();
    }

    /** Whether these are words that {@link #around} made. */
    static boolean is(List<String> words) {
        return words.size() > 4 && words.subList(0, 2).equals(List.of("sh", "-c")) && words.get(2).endsWith(COMMAND)
                && words.get(3).equals("sh");
    }

    private void start(Service service) {
        var here = Conditions.filled(service, Map.of("port", Integer.toString(freePort()), "folder",
                OPEN + "/" + service.name(), Stack.TOOLS, PackTools.PLACE));
        var place = "\"$_swarm_services\"/" + service.name();
        var log = place + ".log";
        var folders = Conditions.folders(service.path()).stream().map(Path::toString).collect(Collectors.joining(":"));
        if (!folders.isEmpty()) script.append("PATH=%s:\"$PATH\"%n".formatted(quoted(folders)));
        script.append("""
                failed() { echo "%s'%s' $1:"; tail -n 30 %s; exit %d; }
                mkdir %s && : >%s
                """.formatted(FAILED, service.name(), log, EXIT, place, log));
        for (var command : here.prepare()) {
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
                """.formatted(line(here.run()), log, line(here.ready()), PATIENCE, PATIENCE / 10));
        here.environment().forEach(this::export);
    }

    private void export(String name, String value) {
        script.append("export %s=%s%n".formatted(name, quoted(value)));
    }

    private static String line(List<String> words) {
        return words.stream().map(ServiceScript::quoted).collect(Collectors.joining(" "));
    }

    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''").replace(OPEN, "'\"$_swarm_services\"'") + "'";
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
