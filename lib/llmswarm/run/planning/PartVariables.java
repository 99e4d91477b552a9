package llmswarm.run.planning;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import llmswarm.config.stack.StackPart;
import llmswarm.guard.Stop;

/** Which part's variable a user means. */
final class PartVariables {
    private PartVariables() {
    }

    /** For each part the values that the user set for it, by the names of its pack. */
    static Map<StackPart, Map<String, String>> set(Map<String, String> set, List<StackPart> parts) {
        var of = new LinkedHashMap<StackPart, Map<String, String>>();
        parts.forEach(part -> of.put(part, new LinkedHashMap<>()));
        set.forEach((name, value) -> {
            var exact = parts.stream().filter(part -> name.startsWith(part.variable(""))).toList();
            var meant = exact.isEmpty() ? parts.stream().filter(part -> part.stack().variables().containsKey(name))
                    .toList() : exact;
            if (meant.size() > 1) {
                throw Stop.usage("--set %s=...: several parts have that variable; say which one: %s".formatted(name,
                        meant.stream().map(part -> "--set %s=...".formatted(part.variable(name)))
                        .collect(Collectors.joining(" or "))));
            }
            if (meant.isEmpty()) throw Stop.usage("--set %s=...: no part has such a variable; known: %s".formatted(name, known(parts)));
            var part = meant.getFirst();
            of.get(part).put(exact.isEmpty() ? name : name.substring(part.variable("").length()), value);
        });
        return of;
    }

    private static String known(List<StackPart> parts) {
        var known = parts.stream().flatMap(part -> part.stack().variables().keySet().stream().map(part::variable))
                .collect(Collectors.joining(", "));
        return known.isEmpty() ? "none" : known;
    }
}
