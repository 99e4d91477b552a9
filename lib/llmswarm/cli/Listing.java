package llmswarm.cli;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.Function;

import com.fasterxml.jackson.databind.json.JsonMapper;
import llmswarm.Swarm;
import llmswarm.cli.screen.Cell;
import text.Printable;

/** Prints what the configuration holds, a name and its text a line; with {@code --json} an object a line. */
public final class Listing {
    private static final JsonMapper JSON = new JsonMapper();

    private Listing() {
    }

    /**
     * Tells on standard error what hides things of another layer, and prints the rows.
     *
     * @param folder where in a layer the things lie that are listed
     */
    public static int print(Flags flags, String folder, Desk desk, Swarm swarm, SequencedMap<String, String> rows) {
        swarm.shadowed(what -> what.startsWith(folder)).forEach(desk.err()::println);
        int width = rows.keySet().stream().mapToInt(name -> Cell.width(Printable.escaped(name))).max().orElse(0);
        rows.forEach((name, text) -> {
            if (flags.json) desk.out().json(JSON.createObjectNode().put("name", name).put("text", text).toString());
            else desk.out().println(Cell.left(Printable.escaped(name), width + 2, "") + Cell.joined(text));
        });
        return 0;
    }

    /** Rows in the order of the things. */
    public static <T> SequencedMap<String, String> rows(Iterable<T> things, Function<T, String> name,
            Function<T, String> text) {
        var rows = new LinkedHashMap<String, String>();
        things.forEach(thing -> rows.put(name.apply(thing), text.apply(thing)));
        return rows;
    }
}
