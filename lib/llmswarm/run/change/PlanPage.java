package llmswarm.run.change;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import llmswarm.plan.Plan;
import llmswarm.plan.SpecPiece;
import llmswarm.plan.SpecPiece.Fate;

/**
 * The page that tells a project's plan, which changes bring up to date: what is required now and by which change, with
 * the ids that it had before, and the changes one after the other.
 */
public final class PlanPage {
    private static final String HEAD = "# Plan: ", REQUIREMENTS = "\n## Requirements\n", CONTRACTS = "\n## Contracts\n",
            TASKS = "\n## Tasks\n", CHANGES = "\n## Changes\n", WITHDRAWN = "\n### Withdrawn\n";
    private static final com.google.re2j.Pattern ROW = com.google.re2j.Pattern.compile(
            "- \\*\\*([^*]+)\\*\\* (.*?)((?: \\[\\d{1,6}(?:-\\d{1,6})?\\])*)((?: \\([a-z ]*by change \\d+\\))?)");
    private static final Pattern LINES = Pattern.compile("(\\d{1,6})(?:-(\\d{1,6}))?");
    private static final Pattern CHANGE = Pattern.compile("(?m)^### Change \\d+: ");
    private static final Pattern CONTRACT = Pattern.compile("(?m)^### \\S+ \\(\\S+\\)$");
    /** Characters of a piece of the specification that are told. */
    private static final int LONGEST = 400;

    private final String page;
    private final int number;

    private PlanPage(String page) {
        this.page = page.stripTrailing() + "\n";
        int from = page.indexOf(CHANGES);
        this.number = 1 + (int) (from < 0 ? 0 : CHANGE.matcher(page.substring(from)).results().count());
    }

    /** The page; empty where it tells no plan in the way of this tool. */
    static Optional<PlanPage> of(String text) {
        return text.startsWith(HEAD) && text.contains(TASKS) ? Optional.of(new PlanPage(text)) : Optional.empty();
    }

    /** The number of the change that comes next, from 1. */
    public int number() {
        return number;
    }

    /**
     * Brought up to date.
     *
     * @param pieces what became of those of the specification; none for a request in words
     * @param plan   of the change
     * @param told   a section about it, for the end of the page
     */
    public String with(List<SpecPiece> pieces, Plan plan, String told) {
        var text = replaced(page, REQUIREMENTS, CONTRACTS, section -> required(section, pieces, plan));
        text = replaced(text, CONTRACTS, TASKS, section -> agreed(section, plan.contracts()));
        return text + (text.contains(CHANGES) ? "\n" : CHANGES + "\n") + told.strip() + "\n";
    }

    private interface Edit {
        String of(String section);
    }

    private static String replaced(String text, String head, String next, Edit edit) {
        int from = text.indexOf(head), to = from < 0 ? -1 : text.indexOf(next, from);
        if (to < 0) return text;
        return text.substring(0, from + head.length()) + edit.of(text.substring(from + head.length(), to))
                + text.substring(to);
    }

    /** A requirement; the lines of the specification are ranges from 1. */
    private record Row(String ids, String text, List<int[]> lines, String by) {
        @Override
        public String toString() {
            return "- **%s** %s%s%s".formatted(ids, text, lines.stream().map(range -> range[0] == range[1]
                    ? " [%d]".formatted(range[0]) : " [%d-%d]".formatted(range[0], range[1]))
                    .collect(Collectors.joining()), by);
        }
    }

    private String required(String section, List<SpecPiece> pieces, Plan plan) {
        int end = section.indexOf(WITHDRAWN);
        var rows = new ArrayList<Row>();
        var other = new ArrayList<String>();
        for (var line : section.substring(0, end < 0 ? section.length() : end).lines().toList()) {
            var row = ROW.matcher(line);
            if (row.matches()) rows.add(new Row(row.group(1), row.group(2), LINES.matcher(row.group(3)).results()
                    .map(found -> range(found.group())).toList(), row.group(4)));
            else other.add(line);
        }
        var gone = new ArrayList<>(end < 0 ? List.of() : section.substring(end + WITHDRAWN.length()).lines()
                .filter(line -> !line.isBlank()).toList());
        if (pieces.isEmpty()) plan.requirements().forEach(asked -> rows.add(new Row(id(asked.id()),
                told(asked.text()), List.of(), " (by change %d)".formatted(number))));
        var now = pieces.isEmpty() ? rows : edited(rows, pieces, gone);
        return "%s\n\n%s\n%s".formatted(String.join("\n", other).stripTrailing(), now.stream().map(Row::toString)
                .collect(Collectors.joining("\n")), gone.isEmpty() ? "" : WITHDRAWN + "\n" + String.join("\n", gone)
                + "\n");
    }

    /** @param gone takes what is no longer required */
    private List<Row> edited(List<Row> rows, List<SpecPiece> pieces, List<String> gone) {
        var now = new ArrayList<Row>();
        Set<SpecPiece> told = new LinkedHashSet<>();
        for (var row : rows) {
            var found = row.lines.stream().flatMap(range -> pieces.stream().filter(piece -> meets(piece, range)))
                    .distinct().toList();
            var lines = row.lines.stream().flatMap(range -> moved(range, pieces)).toList();
            if (!found.isEmpty() && found.stream().allMatch(piece -> piece.fate() == Fate.WITHDRAWN)) {
                gone.add(new Row(row.ids, row.text, List.of(), " (withdrawn by change %d)".formatted(number))
                        .toString());
            } else if (found.size() == 1 && found.getFirst().fate() == Fate.CHANGED) {
                // Several requirements of one piece: which of them its new words change, nobody can tell.
                if (told.add(found.getFirst())) now.add(new Row(rows.stream().filter(other -> alone(other, pieces,
                        found.getFirst())).map(Row::ids).collect(Collectors.joining(", ")),
                        told(found.getFirst().text()), lines, " (changed by change %d)".formatted(number)));
            } else {
                boolean kept = found.stream().allMatch(piece -> piece.fate() == Fate.KEPT);
                now.add(new Row(row.ids, row.text, lines, kept ? row.by
                        : " (partly changed by change %d)".formatted(number)));
            }
        }
        pieces.stream().filter(piece -> piece.fate() == Fate.ADDED).forEach(piece -> now.add(new Row(id("L"
                + piece.lines()), told(piece.text()), List.of(range(piece.lines())), " (by change %d)"
                .formatted(number))));
        return now;
    }

    private static boolean alone(Row row, List<SpecPiece> pieces, SpecPiece one) {
        return !row.lines.isEmpty() && row.lines.stream().flatMap(range -> pieces.stream()
                .filter(piece -> meets(piece, range))).allMatch(one::equals)
                && row.lines.stream().anyMatch(range -> meets(one, range));
    }

    private static boolean meets(SpecPiece piece, int[] range) {
        if (piece.before().isEmpty()) return false;
        var was = range(piece.before());
        return was[0] <= range[1] && range[0] <= was[1];
    }

    /** Where the lines stand now; of a piece that was changed all of it. */
    private static Stream<int[]> moved(int[] range, List<SpecPiece> pieces) {
        var met = pieces.stream().filter(piece -> meets(piece, range)).toList();
        if (met.isEmpty()) return Stream.of(range);
        return met.stream().filter(piece -> !piece.lines().isEmpty()).map(piece -> {
            int[] was = range(piece.before()), is = range(piece.lines());
            if (piece.fate() == Fate.CHANGED) return is;
            int first = Math.max(range[0], was[0]) - was[0] + is[0], last = Math.min(range[1], was[1]) - was[0] + is[0];
            return new int[] {Math.min(first, is[1]), Math.min(last, is[1])};
        });
    }

    private static int[] range(String lines) {
        var found = LINES.matcher(lines);
        if (!found.find()) throw new IllegalArgumentException("'%s' is no range of lines".formatted(lines));
        int first = Integer.parseInt(found.group(1));
        return new int[] {first, found.group(2) == null ? first : Integer.parseInt(found.group(2))};
    }

    /** Another change may have the same lines. */
    private String id(String own) {
        return "C%d-%s".formatted(number, own);
    }

    private static String told(String text) {
        var line = text.replaceAll("\\s+", " ").strip().replaceFirst("^(?:[-*+>]|\\d{1,3}[.)])\\s+", "");
        if (line.length() <= LONGEST) return line;
        int cut = Character.isLowSurrogate(line.charAt(LONGEST)) ? LONGEST - 1 : LONGEST;
        return line.substring(0, cut).strip() + " ...";
    }

    /** Contracts of the same name take the place of those that were; others come behind. */
    private static String agreed(String section, List<Plan.Contract> contracts) {
        var text = section;
        for (var contract : contracts) {
            var told = "### %s (%s)\n\n%s\n".formatted(contract.name(), contract.kind(), contract.text().strip());
            int from = text.indexOf("\n### %s (".formatted(contract.name()));
            if (from < 0) {
                text = text.stripTrailing() + "\n\n" + told;
                continue;
            }
            var next = CONTRACT.matcher(text);
            int to = next.find(from + 2) ? next.start() : text.length();
            text = text.substring(0, from + 1) + told + (to < text.length() ? "\n" : "") + text.substring(to);
        }
        return text;
    }
}
