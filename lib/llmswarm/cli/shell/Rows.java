package llmswarm.cli.shell;

import java.util.AbstractList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

import llmswarm.cli.screen.Table;
import llmswarm.cli.screen.Window;

/** A list that cannot be changed and shows itself as a table, below the line on which JShell names it. */
public final class Rows<T> extends AbstractList<T> {
    private final List<T> things;
    private final Function<Integer, List<String>> lines;

    private Rows(List<T> things, Function<Integer, List<String>> lines) {
        this.things = List.copyOf(things);
        this.lines = lines;
    }

    /**
     * A row a thing.
     *
     * @param cells as many as there are heads
     */
    static <T> Rows<T> of(List<T> things, List<String> heads, Function<T, List<String>> cells) {
        return new Rows<>(things, width -> Table.lines(Stream.concat(Stream.of(heads), things.stream().map(cells))
                .toList(), width));
    }

    /** A table that is made elsewhere, for screens of that many columns. */
    static <T> Rows<T> shown(List<T> things, Function<Integer, List<String>> lines) {
        return new Rows<>(things, lines);
    }

    @Override
    public T get(int index) {
        return things.get(index);
    }

    @Override
    public int size() {
        return things.size();
    }

    @Override
    public String toString() {
        return things.isEmpty() ? "none" : "\n" + String.join("\n", lines.apply(Window.columns()));
    }
}
