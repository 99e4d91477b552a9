package llmswarm.cli.findings;

import static llmswarm.cli.findings.Finding.State.ABSENT;
import static llmswarm.cli.findings.Finding.State.OK;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import llmswarm.guard.Stop;
import llmswarm.guard.UserFolders;
import sandbox.Promise;
import sandbox.Sandbox;
import sandbox.Sandboxes;
import sandbox.Trial;

/** What the walls that work on a machine really keep, by trying it. */
public final class WallFindings {
    private final Map<String, Set<Promise>> held = new LinkedHashMap<>();

    /** @param env the outer variables */
    public WallFindings(List<Sandboxes.Candidate> sandboxes, Map<String, String> env) {
        for (var found : sandboxes) {
            if (!found.name().equals("off")) found.sandbox()
                    .ifPresent(wall -> held.put(found.name(), tried(wall, env)));
        }
    }

    /** One for each promise; none where no wall works. */
    public List<Finding> all() {
        return held.isEmpty() ? List.of() : Stream.of(Promise.values()).map(this::finding).toList();
    }

    private Finding finding(Promise promise) {
        var name = "wall " + promise.name().toLowerCase(Locale.ROOT);
        var without = held.keySet().stream().filter(wall -> !held.get(wall).contains(promise)).toList();
        return without.isEmpty() ? new Finding(OK, name, promise.text())
                : new Finding(ABSENT, name, "not with %s: %s".formatted(String.join(" and ", without), promise.text()));
    }

    private static Set<Promise> tried(Sandbox wall, Map<String, String> env) {
        return Stop.whenInterrupted(() -> Trial.of(wall, new UserFolders(env).cache()));
    }
}
