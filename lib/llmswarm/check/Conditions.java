package llmswarm.check;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import llmswarm.config.stack.Check;
import llmswarm.config.stack.Service;
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

    public Conditions {
        services = List.copyOf(services);
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
    }

    /** Those of a check. */
    static Conditions of(Check check, Map<String, String> variables) {
        var what = "Check '%s'".formatted(check.name());
        var known = new HashMap<>(variables);
        Service.GIVEN.forEach(name -> known.put(name, "{{%s}}".formatted(name)));
        return new Conditions(check.services().stream().map(service -> filled(service, known)).toList(),
                filled(what, check.environment(), variables), check.folder());
    }

    /** The same with these variables replaced. */
    static Service filled(Service service, Map<String, String> known) {
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
        return equals(NONE) ? words : ServiceScript.around(this, words);
    }

    /** What a person is told of a check's surroundings before its command: folder, variables, where services lie. */
    public static String told(Check check) {
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
                .filter(word -> !has(service, word))).distinct().toList();
    }

    /** Whether a service's own folders have that program. */
    boolean has(String program) {
        return services.stream().anyMatch(service -> has(service, program));
    }

    private static boolean has(Service service, String program) {
        return folders(service.path()).stream().anyMatch(folder -> Files.isExecutable(folder.resolve(program)));
    }

    /** The folders that its globs find, the last by name first: of versions of as many digits the newest. */
    static List<Path> folders(List<String> patterns) {
        return FolderSearch.of(patterns);
    }
}
