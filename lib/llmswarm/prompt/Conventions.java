package llmswarm.prompt;

import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import llmswarm.config.stack.StackPart;
import llmswarm.plan.Task;

/**
 * What a stack says of how its projects look, with the variables filled in. Of several parts, a task is told what is
 * about its own files.
 *
 * @param plain of a pack; empty where there are parts
 */
public record Conventions(String plain, Map<StackPart, String> parts) {
    private static final String TOGETHER = """
            The project has parts, each of a kind of its own and in a folder of its own: %s.
            A part is built, started and checked from its folder and imports nothing of another. What two parts share is
            a contract.
            """;
    private static final String PLANNED = "A task writes files of one part only, besides files at the top, such as README.md.\n";
    private static final String BELOW = """

            ## %1$s/ (%2$s)
            This is about the files below %1$s/ only, and tells paths, commands and imports from there on: README.md is
            %1$s/README.md. Plans and answers give the whole path.

            %3$s
            """;

    public Conventions {
        parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
    }

    /** Those of a pack. */
    public Conventions(String plain) {
        this(plain, Map.of());
    }

    /** For who plans. */
    public String planned() {
        return parts.isEmpty() ? plain : together() + PLANNED + below(part -> true);
    }

    /** For who reads what all tasks have written. */
    public String whole() {
        return parts.isEmpty() ? plain : together() + below(part -> true);
    }

    /** For a task; one that writes nothing of any part may have to tell of all. */
    public String of(Task task) {
        if (parts.isEmpty()) return plain;
        Predicate<StackPart> own = part -> task.files().stream().anyMatch(part::meets);
        return parts.keySet().stream().noneMatch(own) ? whole() : together() + below(own);
    }

    /** What no task is told less than. */
    public String least() {
        return parts.keySet().stream().map(part -> together() + below(part::equals))
                .min(Comparator.comparing(String::length)).orElse(plain);
    }

    private String together() {
        return TOGETHER.formatted(parts.keySet().stream()
                .map(part -> "%s/ (%s)".formatted(part.root(), part.stack().name()))
                .collect(Collectors.joining(", ")));
    }

    private String below(Predicate<StackPart> told) {
        return parts.entrySet().stream().filter(of -> told.test(of.getKey()))
                .map(of -> BELOW.formatted(of.getKey().root(), of.getKey().stack().name(), of.getValue().strip()))
                .collect(Collectors.joining());
    }
}
