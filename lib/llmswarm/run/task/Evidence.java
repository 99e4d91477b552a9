package llmswarm.run.task;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Collectors;

import llmswarm.check.CheckRunner;
import llmswarm.check.Failure;
import llmswarm.check.Locations;
import llmswarm.config.stack.Stack;

/** What an agent is told of a failure: what failed, and the lines around the places that it names. */
final class Evidence {
    private static final int FIRST = 2, LAST = 4, AROUND = 4, BEFORE_IN_TEST = 8, LONGEST = 200;
    /** Characters of a line of output: a test that compares texts prints them whole, in one line. */
    private static final int OUTPUT_HEAD = 500, OUTPUT_TAIL = 200;

    private Evidence() {
    }

    /** @param tree what the failure was found in, by path */
    static String of(Failure failure, Stack stack, SortedMap<String, byte[]> tree) {
        var text = new StringBuilder(failure.evidence().lines().map(Evidence::shortened)
                .collect(Collectors.joining("\n")));
        var tests = CheckRunner.matching(stack.tests());
        for (var place : places(failure, stack, tree)) {
            excerpt(place, tree.get(place.file()), tests.test(place.file()) ? BEFORE_IN_TEST : AROUND)
                    .forEach(line -> text.append('\n').append(line));
        }
        return text.toString();
    }

    private static String shortened(String line) {
        int left = line.length() - OUTPUT_HEAD - OUTPUT_TAIL;
        return left <= OUTPUT_TAIL ? line : "%s [%d characters left out] %s".formatted(line.substring(0, OUTPUT_HEAD),
                left, line.substring(line.length() - OUTPUT_TAIL));
    }

    /**
     * The first places are those of what failed first, the last ones the deepest; of those near each other the last one
     * stands for all.
     */
    private static List<Locations.FileLine> places(Failure failure, Stack stack, SortedMap<String, byte[]> tree) {
        var apart = new ArrayList<Locations.FileLine>();
        for (var place : Locations.in(failure.evidence(), stack.output().location(), tree.keySet()).reversed()) {
            if (apart.stream().noneMatch(other -> other.file().equals(place.file())
                    && Math.abs(other.line() - place.line()) <= AROUND)) {
                apart.addFirst(place);
            }
        }
        if (apart.size() > FIRST + LAST) apart.subList(FIRST, apart.size() - LAST).clear();
        return apart;
    }

    /** @param before how many lines: what a test did before it failed stands there */
    private static List<String> excerpt(Locations.FileLine place, byte[] content, int before) {
        var lines = new String(content, StandardCharsets.UTF_8).lines().toList();
        int from = Math.max(1, place.line() - before);
        int to = Math.min(lines.size(), place.line() + AROUND);
        if (from > to) return List.of();
        var shown = new ArrayList<>(List.of("", "%s, lines %d to %d:".formatted(place.file(), from, to)));
        for (int number = from; number <= to; number++) {
            var line = lines.get(number - 1);
            shown.add("%s%4d | %s".formatted(number == place.line() ? ">" : " ", number,
                    line.substring(0, Math.min(LONGEST, line.length()))));
        }
        return shown;
    }
}
