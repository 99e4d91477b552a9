package llmswarm.cli.screen;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.mapping;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

import llmswarm.plan.Plan;
import llmswarm.plan.Task;
import llmswarm.plan.TaskGraph;
import text.Printable;
import text.ShellWords;

/**
 * A plan for people to read: what is asked, what is shared, the tasks as a table and as a tree, and what runs at once.
 */
public final class PlanText {
    private static final int LEAST_FILES = 16, GAP = 2;

    private final Plan plan;
    private final int width;
    private final List<String> lines = new ArrayList<>();

    private PlanText(Plan plan, int width) {
        this.plan = plan;
        this.width = width;
    }

    /** Lines of at most the width, as long as that is 30 or more; plain text. */
    public static List<String> lines(Plan plan, int width) {
        var text = new PlanText(plan, width);
        text.shared();
        text.heading("Tasks", true);
        text.table();
        text.tree();
        text.levels();
        text.open();
        return text.lines;
    }

    /** The tasks alone, as {@link #lines} has them. */
    public static List<String> tasks(Plan plan, int width) {
        var text = new PlanText(plan, width);
        text.table();
        return text.lines;
    }

    private void shared() {
        lines.add(plan.name() + (plan.stack().isEmpty() ? ""
                : "  (stack%s %s)".formatted(plan.parts().size() > 1 ? "s" : "", plan.stack())));
        lines.addAll(Cell.wrap(Cell.joined(plan.summary()), width));
        heading("Requirements", !plan.requirements().isEmpty());
        var longest = plan.requirements().stream().mapToInt(r -> Cell.width(r.id())).max().orElse(0);
        for (var r : plan.requirements()) lines.addAll(Cell.labelled("  " + r.id(), longest + 2 * GAP,
                Cell.joined(r.text()), width));
        heading("Contracts", !plan.contracts().isEmpty());
        for (var c : plan.contracts()) {
            lines.add("  " + Cell.joined(c.name()) + "  (" + Cell.joined(c.kind()) + ")");
            for (var line : Cell.lines(c.text())) {
                var indent = 2 * GAP + line.length() - line.stripLeading().length();
                lines.addAll(Cell.labelled("", Math.min(indent, width / 2), line, width));
            }
        }
    }

    private void heading(String title, boolean wanted) {
        if (!wanted) return;
        lines.add("");
        lines.add(title);
    }

    private void table() {
        var rows = new ArrayList<>(List.of(List.of("id", "agent", "files", "depends on")));
        for (var t : plan.tasks()) rows.add(List.of(t.id(), t.agent(), Printable.escaped(String.join(", ", t.files())),
                String.join(", ", t.dependsOn())));
        var widths = new ArrayList<Integer>();
        for (int i = 0; i < 4; i++) {
            var column = i;
            widths.add(rows.stream().mapToInt(row -> Cell.width(row.get(column))).max().orElse(0));
        }
        widths.set(3, Math.min(widths.get(3), Math.max(12, width / 4)));
        var room = width - widths.get(0) - widths.get(1) - widths.get(3) - 4 * GAP;
        widths.set(2, Math.min(widths.get(2), room));
        if (room >= LEAST_FILES) rows.forEach(row -> lines.addAll(Table.row(row, widths)));
        else plan.tasks().forEach(this::stacked);
    }

    private void stacked(Task t) {
        lines.add("  " + Cell.joined(t.id()) + "  " + Cell.joined(t.agent()));
        lines.addAll(Cell.labelled("    files", 11, Printable.escaped(String.join(", ", t.files())), width));
        if (!t.dependsOn().isEmpty()) lines.addAll(Cell.labelled("    after", 11,
                Cell.joined(String.join(", ", t.dependsOn())), width));
    }

    private void tree() {
        heading("Dependencies", true);
        var graph = new TaskGraph(plan.tasks());
        var shown = new HashSet<String>();
        graph.order().stream().filter(t -> t.dependsOn().isEmpty()).forEach(root -> branch(root, 1, graph, shown));
    }

    private void branch(Task task, int depth, TaskGraph graph, Set<String> shown) {
        var indent = Math.min(depth * GAP, width / 2);
        var first = shown.add(task.id());
        var text = first ? task.id() + ": " + Cell.joined(task.title()) : task.id() + " (above)";
        lines.addAll(Cell.labelled("", indent, text, width));
        if (!first) return;
        graph.order().stream().filter(t -> t.dependsOn().contains(task.id()))
                .forEach(next -> branch(next, depth + 1, graph, shown));
    }

    private void levels() {
        heading("What runs at the same time", true);
        var depth = new TaskGraph(plan.tasks()).depth();
        var levels = plan.tasks().stream()
                .collect(groupingBy(t -> depth.get(t.id()), TreeMap::new, mapping(Task::id, joining(", "))));
        levels.forEach((level, ids) -> lines.addAll(Cell.labelled("  " + (level + 1) + ".", 2 * GAP + 2, ids, width)));
    }

    private void open() {
        heading("End checks it proposes", !plan.checks().isEmpty());
        for (var c : plan.checks()) {
            lines.addAll(Cell.labelled("  " + Printable.escaped(c.name()), Cell.width(Printable.escaped(c.name()))
                    + 2 * GAP, ShellWords.line(c.run()), width));
        }
        heading("Unclear", !plan.unclear().isEmpty());
        for (var u : plan.unclear()) {
            lines.addAll(Cell.labelled("  ?", 2 * GAP, Cell.joined(u.question()), width));
            lines.addAll(Cell.labelled("", 2 * GAP, "assumed: " + Cell.joined(u.assumption()), width));
        }
    }
}
