package llmswarm.serve.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is answered below {@code /api}, as openapi.yaml describes it. */
public final class Routes {
    /** Does what a request asks. */
    public interface Handler {
        HttpReply answer(Call call) throws Exception;
    }

    private record Route(String method, List<String> path, Handler handler) {
        Optional<Map<String, String>> variables(List<String> parts) {
            if (parts.size() != path.size()) return Optional.empty();
            var variables = new LinkedHashMap<String, String>();
            for (int i = 0; i < parts.size(); i++) {
                var wanted = path.get(i);
                if (wanted.startsWith("{")) variables.put(wanted.substring(1, wanted.length() - 1), parts.get(i));
                else if (!wanted.equals(parts.get(i))) return Optional.empty();
            }
            return Optional.of(variables);
        }
    }

    /** The handler of a request, and the variables of its path. */
    public record Match(Handler handler, Map<String, String> variables) {
    }

    private final List<Route> routes = new ArrayList<>();

    public Routes get(String path, Handler handler) {
        return add("GET", path, handler);
    }

    public Routes post(String path, Handler handler) {
        return add("POST", path, handler);
    }

    public Routes put(String path, Handler handler) {
        return add("PUT", path, handler);
    }

    private Routes add(String method, String path, Handler handler) {
        routes.add(new Route(method, List.of(path.split("/", -1)), handler));
        return this;
    }

    /**
     * Finds the handler; refuses a path that is none, and a method that is none of the path's.
     *
     * @param path as it was sent: nothing in it is written as a percent sign and numbers
     */
    public Match find(String method, String path) {
        var parts = List.of(path.split("/", -1));
        if (!path.matches("[A-Za-z0-9/._-]{1,400}") || parts.contains("..") || parts.contains(".")) {
            throw Problem.of(404, "there is no such path here");
        }
        var here = routes.stream().filter(route -> route.variables(parts).isPresent()).toList();
        if (here.isEmpty()) throw Problem.of(404, "there is no such path here");
        return here.stream().filter(route -> route.method.equals(method)).findFirst()
                .map(route -> new Match(route.handler, route.variables(parts).orElseThrow()))
                .orElseThrow(() -> Problem.of(405, "%s is not done here".formatted(method)));
    }

    /** Method and path of each, such as {@code GET /api/runs/{run}}. */
    public List<String> names() {
        return routes.stream().map(route -> route.method + " " + String.join("/", route.path)).toList();
    }
}
