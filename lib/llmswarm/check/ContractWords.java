package llmswarm.check;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import llmswarm.check.ContractCheck.Finding;
import llmswarm.config.Nearest;
import llmswarm.plan.Plan;
import llmswarm.plan.Task;

/** What the files of a project and its plan say of one kind of contract, and the findings in words. */
final class ContractWords {
    private static final int SHOWN = 8, MOST = 20;

    private final String kind;
    private final ContractPatterns patterns;
    private final SortedMap<String, String> texts;
    private final Map<String, List<Place>> provided = new TreeMap<>();
    private final Set<String> promised = new TreeSet<>();
    private final Set<String> mentioned = new TreeSet<>();

    /** Where a name stands. */
    record Place(String file, int line) {
        @Override
        public String toString() {
            return file + ":" + line;
        }
    }

    ContractWords(String kind, ContractPatterns patterns, Plan plan, SortedMap<String, String> texts) {
        this.kind = kind;
        this.patterns = patterns;
        this.texts = texts;
        texts.forEach((path, text) -> patterns.provided(path, text)
                .forEach(named -> provided.computeIfAbsent(named.name(), name -> new ArrayList<>()).add(new Place(path, named.line()))));
        for (var contract : plan.contracts()) {
            if (contract.kind().strip().equalsIgnoreCase(kind)) promised.add(patterns.promised(contract));
            mentioned.addAll(patterns.mentioned(contract));
        }
    }

    List<Place> providers(String name) {
        return provided.getOrDefault(name, List.of());
    }

    /** What contracts of this kind promise. */
    Set<String> promised() {
        return promised;
    }

    /** What any contract speaks of: a plan need not name the kinds as the stack does, nor have a contract for each name. */
    Set<String> mentioned() {
        return mentioned;
    }

    /** The task provides nothing of what its contract promises; {@code where} are the files in which it should. */
    Finding missing(Plan.Contract contract, Task task, String where) {
        var instead = provided.entrySet().stream().filter(entry -> !mentioned.contains(entry.getKey()))
                .flatMap(entry -> entry.getValue().stream().filter(place -> task.owns(place.file())).limit(1).map(place -> "%s provides '%s'".formatted(place, entry.getKey())))
                .limit(SHOWN).collect(Collectors.joining(", "));
        return new Finding(Optional.empty(), 0, kind, contract.name(), "the contract '%s' promises the %s '%s', but %s provides it%s; provide it, spelled exactly so, in %s"
                .formatted(contract.name(), kind, patterns.written(contract), where, instead.isEmpty() ? "" : "; instead " + instead, String.join(" or ", task.files())));
    }

    Finding orphaned(Plan.Contract contract) {
        return new Finding(Optional.empty(), 0, kind, contract.name(),
                "the contract '%s' promises the %s '%s', but no file provides it, and no task was to".formatted(contract.name(), kind, patterns.written(contract)));
    }

    /** Names that the files use, that are none of the known ones and that no file provides: each once a file, and not all of a flood. */
    List<Finding> unknownUses(Set<String> known, Collection<String> files) {
        var found = new ArrayList<Finding>();
        for (var file : new TreeSet<>(files)) {
            var told = new HashSet<String>();
            for (var named : patterns.used(file, texts.getOrDefault(file, ""))) {
                if (told.size() == MOST) break;
                if (known.contains(named.name()) || provided.containsKey(named.name()) || !told.add(named.name())) continue;
                found.add(new Finding(Optional.of(file), named.line(), kind, named.name(), "%s:%d uses the %s '%s', which no contract promises and no file provides%s"
                        .formatted(file, named.line(), kind, named.name(), hint(named.name()))));
            }
        }
        return found;
    }

    private String hint(String name) {
        var known = new TreeSet<>(promised);
        known.addAll(provided.keySet());
        var nearest = Nearest.hint(name, known);
        if (!nearest.isEmpty()) return nearest;
        if (known.isEmpty()) return "; there is none";
        return "; there are " + known.stream().limit(SHOWN).map("'%s'"::formatted).collect(Collectors.joining(", ")) + (known.size() > SHOWN ? " and others" : "");
    }

    /** Names that the files provide and no contract speaks of, when contracts promise others of this kind. */
    List<Finding> unpromised(Collection<String> files) {
        if (promised.isEmpty()) return List.of();
        return provided.entrySet().stream().filter(entry -> !mentioned.contains(entry.getKey()))
                .flatMap(entry -> entry.getValue().stream().filter(place -> files.contains(place.file())).limit(1)
                        .map(place -> new Finding(Optional.of(place.file()), place.line(), kind, entry.getKey(),
                                "%s provides the %s '%s', which no contract promises".formatted(place, kind, entry.getKey()))))
                .toList();
    }
}
