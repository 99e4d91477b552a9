package llmswarm.run;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

import llmswarm.check.Failure;
import llmswarm.check.Locations;
import llmswarm.config.Stack;

/** What an agent is told of a failure: what failed, and the lines around the places that it names. */
final class Evidence {
    private static final int PLACES = 4, AROUND = 4, LONGEST = 200;

    private Evidence() {
    }

    /** @param tree what the failure was found in, by path */
    static String of(Failure failure, Stack stack, SortedMap<String, byte[]> tree) {
        var text = new StringBuilder(failure.evidence());
        for (var place : places(failure, stack, tree)) excerpt(place, tree.get(place.file())).forEach(line -> text.append('\n').append(line));
        return text.toString();
    }

    /** The last places are the deepest; of those near each other the last one stands for all. */
    private static List<Locations.Place> places(Failure failure, Stack stack, SortedMap<String, byte[]> tree) {
        var shown = new ArrayList<Locations.Place>();
        for (var place : Locations.in(failure.evidence(), stack.location(), tree.keySet()).reversed()) {
            if (shown.size() == PLACES) break;
            if (shown.stream().noneMatch(other -> other.file().equals(place.file()) && Math.abs(other.line() - place.line()) <= AROUND)) {
                shown.addFirst(place);
            }
        }
        return shown;
    }

    private static List<String> excerpt(Locations.Place place, byte[] content) {
        var lines = new String(content, StandardCharsets.UTF_8).lines().toList();
        int from = Math.max(1, place.line() - AROUND);
        int to = Math.min(lines.size(), place.line() + AROUND);
        if (from > to) return List.of();
        var shown = new ArrayList<>(List.of("", "%s, lines %d to %d:".formatted(place.file(), from, to)));
        for (int number = from; number <= to; number++) {
            var line = lines.get(number - 1);
            shown.add("%s%4d | %s".formatted(number == place.line() ? ">" : " ", number, line.substring(0, Math.min(LONGEST, line.length()))));
        }
        return shown;
    }
}
