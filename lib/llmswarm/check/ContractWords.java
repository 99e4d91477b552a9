package llmswarm.check;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import llmswarm.check.ContractCheck.ContractFinding;
import llmswarm.check.ContractNames.Promise.Known;
import llmswarm.config.yaml.Nearest;
import llmswarm.plan.Plan;
import llmswarm.plan.Task;

/** What the files of a project and its plan say of one kind of contract, and the findings in words. */
final class ContractWords {
    private static final int SHOWN = 8, MOST = 20;

    private final String kind;
    private final ContractPatterns patterns;
    private final ContractNames names;
    private final SortedMap<String, String> texts;
    private final Map<String, List<Locations.FileLine>> provided = new TreeMap<>();
    private final Set<String> promised = new TreeSet<>();
    /** The tasks that use a contract of this kind. */
    private final List<Task> users;
    private final Set<String> mentioned = new TreeSet<>();

    ContractWords(String kind, ContractPatterns patterns, Plan plan, SortedMap<String, String> texts) {
        this.kind = kind;
        this.patterns = patterns;
        this.names = new ContractNames(kind, patterns);
        this.texts = texts;
        var ofKind = plan.contracts().stream().filter(contract -> ContractNames.same(kind, contract.kind()))
                .map(Plan.Contract::name).toList();
        this.users = plan.tasks().stream().filter(task -> task.uses().stream().anyMatch(ofKind::contains)).toList();
        texts.forEach((path, text) -> patterns.provided(path, text)
                .forEach(named -> provided.computeIfAbsent(named.name(), name -> new ArrayList<>())
                .add(new Locations.FileLine(path, named.line()))));
        for (var contract : plan.contracts()) {
            mentioned.addAll(patterns.mentioned(contract));
            if (ContractNames.same(kind, contract.kind())
                    && names.of(contract) instanceof Known known) promised.add(known.name());
        }
        mentioned.addAll(promised);
    }

    /** What each contract of this kind promises; those in doubt are left out, as nobody could keep such a promise. */
    Map<Plan.Contract, Known> promises(Plan plan) {
        var promises = new LinkedHashMap<Plan.Contract, Known>();
        plan.contracts().stream().filter(contract -> ContractNames.same(kind, contract.kind())).forEach(contract -> {
            if (names.of(contract) instanceof Known known) promises.put(contract, known);
        });
        return promises;
    }

    List<Locations.FileLine> providers(String name) {
        return provided.getOrDefault(name, List.of());
    }

    /** What contracts of this kind promise. */
    Set<String> promised() {
        return promised;
    }

    /**
     * What any contract speaks of: a plan need not name the kinds as the stack does, nor have a contract for each name.
     */
    Set<String> mentioned() {
        return mentioned;
    }

    /** Where it is after all, and why that does not count; empty where it is in none of the files. */
    private String elsewhere(String name) {
        return texts.entrySet().stream().flatMap(file -> patterns.providedElsewhere(file.getKey(), file.getValue())
                .stream().filter(named -> named.name().equals(name))
                .map(named -> new Locations.FileLine(file.getKey(), named.line())))
                .findFirst().map("; %s looks like it, where the stack's patterns for this kind do not look"::formatted)
                .orElse("");
    }

    /** The task provides nothing of what its contract promises; {@code where} are the files that were read for it. */
    ContractFinding missing(Plan.Contract contract, Known promise, Task task, String where) {
        var instead = provided.entrySet().stream().filter(entry -> !mentioned.contains(entry.getKey()))
                .flatMap(entry -> entry.getValue().stream().filter(place -> task.owns(place.file())).limit(1)
                .map(place -> "%s provides '%s'".formatted(place, entry.getKey())))
                .limit(SHOWN).collect(Collectors.joining(", "));
        return new ContractFinding(Optional.empty(), 0, kind, contract.name(),
                "the contract '%s' promises the %s '%s', but the tool found it in %s%s; provide it in %s, or leave it if it is there in another form, and say so"
                .formatted(contract.name(), kind, promise.written(), where, others(promise, task) + (instead.isEmpty() ? ""
                : "; instead " + instead) + users(promise), String.join(" or ", task.files())));
    }

    /** Where it is, though it is not there where the task promised it. */
    private String others(Known promise, Task task) {
        return providers(promise.name()).stream().findFirst()
                .map(place -> "; %s provides it, which is no file of the task '%s'".formatted(place, task.id()))
                .orElseGet(() -> elsewhere(promise.name()));
    }

    /** Where other parts use it: whoever wrote that knows nothing of this one. */
    private String users(Known promise) {
        if (!patterns.acrossParts()) return "";
        return texts.keySet().stream().flatMap(file -> used(file).stream()
                .filter(named -> named.name().equals(promise.name())).limit(1)
                .map(named -> "; %s uses it".formatted(new Locations.FileLine(file, named.line()))))
                .limit(SHOWN).collect(Collectors.joining());
    }

    /** In a part whose pack says nothing of such contracts, only where a task says that it uses one. */
    private List<ContractPatterns.Named> used(String file) {
        var text = texts.getOrDefault(file, "");
        var elsewhere = users.stream().anyMatch(task -> task.owns(file)) ? patterns.usedElsewhere(file, text)
                : List.<ContractPatterns.Named>of();
        return Stream.concat(patterns.used(file, text).stream(), elsewhere.stream()).toList();
    }

    ContractFinding orphaned(Plan.Contract contract, Known promise) {
        return new ContractFinding(Optional.empty(), 0, kind, contract.name(),
                "the contract '%s' promises the %s '%s', but no file provides it, and no task was to%s".formatted(
                contract.name(), kind, promise.written(), elsewhere(promise.name())));
    }

    /**
     * Names that the files use, that are none of the known ones and that no file provides: each once a file, and not
     * all of a flood.
     *
     * @param files   in which is looked
     * @param nowhere where it is provided by none, for the sentence
     */
    List<ContractFinding> unknownUses(Set<String> known, Collection<String> files, String nowhere) {
        var found = new ArrayList<ContractFinding>();
        for (var file : new TreeSet<>(files)) {
            var told = new HashSet<String>();
            for (var named : used(file)) {
                if (told.size() == MOST) break;
                if (known.contains(named.name()) || provided.containsKey(named.name())
                        || !told.add(named.name())) continue;
                found.add(new ContractFinding(Optional.of(file), named.line(), kind, named.name(),
                        "%s:%d uses the %s '%s', which no contract promises and %s provides%s"
                        .formatted(file, named.line(), kind, named.name(), nowhere, hint(named.name()))));
            }
        }
        return found;
    }

    /** Where other parts provide what may be meant. */
    private String places(String name) {
        if (!patterns.acrossParts()) return "";
        return Nearest.of(name, provided.keySet()).map(List::of).orElseGet(() -> List.copyOf(provided.keySet()))
                .stream().limit(SHOWN).map(near -> "; %s provides '%s'".formatted(provided.get(near).getFirst(), near))
                .collect(Collectors.joining());
    }

    private String hint(String name) {
        var elsewhere = elsewhere(name);
        if (!elsewhere.isEmpty()) return elsewhere;
        var known = new TreeSet<>(promised);
        known.addAll(provided.keySet());
        var places = places(name);
        if (!places.isEmpty()) return places;
        var nearest = Nearest.hint(name, known);
        if (!nearest.isEmpty()) return nearest;
        if (known.isEmpty()) return "; there is none";
        return "; there are " + known.stream().limit(SHOWN).map("'%s'"::formatted).collect(Collectors.joining(", "))
                + (known.size() > SHOWN ? " and others" : "");
    }
}
