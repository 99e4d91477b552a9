package llmswarm.cli.shell;

import java.util.List;
import java.util.stream.Collectors;

import llmswarm.cli.packs.StackRows;
import llmswarm.cli.screen.Cell;
import llmswarm.cli.screen.Window;
import llmswarm.config.stack.Stack;

/**
 * A stack with all that it runs, as {@code swarm.java stacks NAME} shows it.
 *
 * @param scaffold as {@link llmswarm.pack.Packs#scaffold} lists it
 */
public record StackSheet(Stack stack, List<String> scaffold) {
    @Override
    public String toString() {
        var rows = StackRows.of(stack, scaffold);
        int width = rows.keySet().stream().mapToInt(Cell::width).max().orElse(0) + 2;
        return rows.entrySet().stream().flatMap(row -> Cell.labelled(row.getKey(), width, Cell.joined(row.getValue()),
                Window.columns()).stream()).collect(Collectors.joining("\n", "\n", ""));
    }
}
