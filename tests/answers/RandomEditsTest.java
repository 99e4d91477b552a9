package answers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Random edits of random files, written as inexactly as models write: the intended text comes out, or a fault. */
class RandomEditsTest {
    private static final List<String> WORDS =
            List.of("a = 1", "b = 2", "return a", "}", "call(a, b)", "if a:", "", "", "# note", "print(a, b, c)",
            "total = total + value");

    /** How an edit differs from what it should be. */
    private enum Slip { NONE, TRAILING, DEEPER, SHALLOWER, BLANKS, NUMBERS, TABS }

    private record Case(List<String> search, List<String> replace) {
    }

    @ParameterizedTest
    @EnumSource
    void theResultIsWhatWasMeantOrAFault(Slip slip) {
        var random = new Random(4);
        int applied = 0;
        for (int i = 0; i < 2000; i++) {
            var file = file(random);
            int from = random.nextInt(file.size());
            int to = Math.min(file.size(), from + 1 + random.nextInt(7));
            var window = file.subList(from, to);
            if (window.stream().allMatch(String::isBlank)) continue;
            var changed = changed(window, random);
            var slipped = slipped(new Case(window, changed), slip, from, random);
            if (slipped.search.stream().allMatch(String::isBlank)) continue;
            var meant = new ArrayList<>(file.subList(0, from));
            meant.addAll(changed);
            meant.addAll(file.subList(to, file.size()));
            applied += slip == Slip.TABS ? check(tabbed(file), slipped, tabbed(meant)) : check(file, slipped, meant);
        }
        assertTrue(applied > 300, () -> "too few applied to show anything");
    }

    private static int check(List<String> file, Case edit, List<String> meant) {
        var answer = "a.txt\n```\n<<<<<<< SEARCH\n%s=======\n%s>>>>>>> REPLACE\n```\n".formatted(text(edit.search),
                text(edit.replace));
        var parsed = Answers.read(answer, List.of("a.txt"), Map.of("a.txt", text(file)));
        if (!parsed.faults().isEmpty()) {
            assertEquals(Map.of(), parsed.files());
            return 0;
        }
        // What stands there once, word for word, is what was meant, whatever the slip came from.
        var expected = Collections.indexOfSubList(file, edit.search) >= 0 ? replaced(file, edit) : meant;
        assertEquals(text(expected), parsed.files().get("a.txt"), () -> "in\n" + text(file) + "\nby\n" + answer);
        return 1;
    }

    private static List<String> replaced(List<String> file, Case edit) {
        int at = Collections.indexOfSubList(file, edit.search);
        assertEquals(at, Collections.lastIndexOfSubList(file, edit.search));
        var result = new ArrayList<>(file.subList(0, at));
        result.addAll(edit.replace);
        result.addAll(file.subList(at + edit.search.size(), file.size()));
        return result;
    }

    private static List<String> file(Random random) {
        return IntStream.range(0, 3 + random.nextInt(40)).mapToObj(i -> line(random)).toList();
    }

    private static String line(Random random) {
        var word = WORDS.get(random.nextInt(WORDS.size()));
        var unique = random.nextInt(3) == 0 && !word.isEmpty() ? word + " + " + random.nextInt(1000) : word;
        return word.isEmpty() ? "" : "    ".repeat(random.nextInt(3)) + unique;
    }

    private static List<String> changed(List<String> lines, Random random) {
        var changed = new ArrayList<String>();
        for (var line : lines) {
            switch (random.nextInt(6)) {
                case 0 -> changed.add(line(random));
                case 1 -> changed.addAll(List.of(line, line(random)));
                case 2 -> { }
                default -> changed.add(line);
            }
        }
        return changed;
    }

    private static Case slipped(Case edit, Slip slip, int from, Random random) {
        return switch (slip) {
            case NONE, TABS -> edit;
            case TRAILING -> new Case(edit.search.stream().map(line -> line + " ".repeat(random.nextInt(3))).toList(),
                    edit.replace);
            case DEEPER -> new Case(moved(edit.search, "  "), moved(edit.replace, "  "));
            case SHALLOWER -> shallower(edit);
            case BLANKS -> new Case(around(edit.search), around(edit.replace));
            case NUMBERS -> new Case(IntStream.range(0, edit.search.size())
                    .mapToObj(i -> "%4d | %s".formatted(from + i + 1, edit.search.get(i)).stripTrailing()).toList(),
                    edit.replace);
        };
    }

    private static Case shallower(Case edit) {
        boolean all = IntStream.of(0, 1).mapToObj(i -> i == 0 ? edit.search : edit.replace).flatMap(List::stream)
                .allMatch(line -> line.isBlank() || line.startsWith("    "));
        return all ? new Case(edit.search.stream().map(RandomEditsTest::out).toList(),
                edit.replace.stream().map(RandomEditsTest::out).toList()) : edit;
    }

    private static String out(String line) {
        return line.isBlank() ? line : line.substring(4);
    }

    private static List<String> moved(List<String> lines, String by) {
        return lines.stream().map(line -> line.isBlank() ? line : by + line).toList();
    }

    private static List<String> around(List<String> lines) {
        var all = new ArrayList<>(lines);
        all.addFirst("");
        all.addLast("");
        return all;
    }

    private static List<String> tabbed(List<String> lines) {
        return lines.stream().map(line -> line.replace("    ", "\t")).toList();
    }

    private static String text(List<String> lines) {
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }
}
