package llmswarm.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.Function;

import com.fasterxml.jackson.databind.json.JsonMapper;
import llmswarm.Swarm;
import llmswarm.guard.Printable;
import llmswarm.run.Answerer;

/** Prints what the configuration holds, a name and its text a line; with {@code --json} an object a line. */
final class Listing {
    private static final JsonMapper JSON = new JsonMapper();

    private Listing() {
    }

    /** Reads all configuration, tells on standard error which files hide others, and prints the rows. */
    static int print(Flags flags, Function<Swarm, SequencedMap<String, String>> rows) {
        try (var swarm = Swarm.open(new Swarm.Setup(Path.of("").toAbsolutePath(), System.getenv(), flags.config(), flags.trust, flags.where(),
                event -> { }, System.err::println, Answerer.NOBODY))) {
            swarm.shadowed().forEach(System.err::println);
            var list = rows.apply(swarm);
            int width = list.keySet().stream().mapToInt(String::length).max().orElse(0);
            list.forEach((name, text) -> System.out.println(flags.json
                    ? JSON.createObjectNode().put("name", name).put("text", text).toString()
                    : name + " ".repeat(width - name.length() + 2) + Printable.of(text).replace("\n", " ")));
            return 0;
        }
    }

    /** Rows in the order of the things. */
    static <T> SequencedMap<String, String> rows(Iterable<T> things, Function<T, String> name, Function<T, String> text) {
        var rows = new LinkedHashMap<String, String>();
        things.forEach(thing -> rows.put(name.apply(thing), text.apply(thing)));
        return rows;
    }
}
