package llmswarm.config.yaml;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * A map of a document, read by key. What does not fit is noted as a fault and read as the default, so that one reading
 * finds every fault; {@link #done} then tells the keys that nothing asked for.
 */
public final class Fields {
    private final Located node;
    private final Faults faults;
    private final boolean byPath;
    private final Map<String, Located.Entry> entries;
    private final Set<String> known = new LinkedHashSet<>();

    private Fields(Located node, Faults faults, boolean byPath) {
        this.node = node;
        this.faults = faults;
        this.byPath = byPath;
        if (node instanceof Located.Mapping mapping) {
            entries = mapping.entries();
        } else {
            entries = null;
            fault(node, "must be a map of keys and values, not %s.".formatted(node.spoken()));
        }
    }

    /** Reads a map of a file; faults name file, line and column. */
    public static Fields of(Located node, Faults faults) {
        return new Fields(node, faults, false);
    }

    /** Reads a map that no person wrote, such as a plan; faults name the path, such as {@code tasks[2].agent}. */
    public static Fields byPath(Located node, Faults faults) {
        return new Fields(node, faults, true);
    }

    /** Notes those of the keys that are missing. */
    public Fields require(String... keys) {
        known.addAll(Arrays.asList(keys));
        if (entries == null) return this;
        for (var key : keys) {
            if (!entries.containsKey(key)) add(node, "missing key '%s'.".formatted(key));
        }
        return this;
    }

    /**
     * Notes the keys that nothing asked for, each with the keys that are known. What a model adds does no harm and is
     * no fault.
     */
    public void done() {
        if (entries == null || byPath) return;
        entries.forEach((key, entry) -> {
            if (known.contains(key)) return;
            faults.add(entry.key(), Nearest.unknown("key", key, "Known keys", known));
        });
    }

    /** Where this map begins. */
    public Place place() {
        return node.place();
    }

    /** The keys, as they are written; for maps whose keys are names of their own. */
    public List<String> keys() {
        return entries == null ? List.of() : List.copyOf(entries.keySet());
    }

    /** Whether the key is there. */
    public boolean has(String key) {
        return node(key).isPresent();
    }

    /** The value as it was written. */
    public Optional<Located> node(String key) {
        known.add(key);
        return Optional.ofNullable(entries).map(e -> e.get(key)).map(Located.Entry::value);
    }

    /** The text, or what is given when the key is missing. */
    public String text(String key, String orElse) {
        return text(key).orElse(orElse);
    }

    /** The text; numbers and truth values are taken as they were written. */
    public Optional<String> text(String key) {
        return node(key).flatMap(this::text);
    }

    /** A whole number within the bounds, both included. */
    public int whole(String key, int orElse, int least, int most) {
        return scalar(key, (scalar, trouble) -> Values.whole(scalar, least, most, trouble)).orElse(orElse);
    }

    /** A number within the bounds, both included. */
    public double number(String key, double orElse, double least, double most) {
        return scalar(key, (scalar, trouble) -> Values.number(scalar, least, most, trouble)).orElse(orElse);
    }

    /** {@code true} or {@code false}, not quoted. */
    public boolean flag(String key, boolean orElse) {
        return scalar(key, Values::flag).orElse(orElse);
    }

    /** One of the enum's names, in lower case with hyphens. */
    public <E extends Enum<E>> Optional<E> choice(String key, Class<E> type) {
        return scalar(key, (scalar, trouble) -> Values.choice(scalar, type, trouble));
    }

    /** Any other kind of text: the parser returns its value, or tells what it must be and returns nothing. */
    public <T> Optional<T> scalar(String key, BiFunction<Located.Scalar, Values.Trouble, Optional<T>> parser) {
        return node(key).flatMap(value -> scalar(value, parser));
    }

    /** A list of such values; those that do not fit are left out. */
    public <T> List<T> scalars(String key, BiFunction<Located.Scalar, Values.Trouble, Optional<T>> parser) {
        return items(key, "strings").stream().flatMap(item -> scalar(item, parser).stream()).toList();
    }

    /** A list of strings; empty when the key is missing. */
    public List<String> texts(String key) {
        return items(key, "strings").stream().flatMap(item -> text(item).stream()).toList();
    }

    /** A list of lists of single values, which may be empty; empty when the key is missing. */
    public List<List<String>> scalarLists(String key,
            BiFunction<Located.Scalar, Values.Trouble, Optional<String>> parser) {
        return items(key, "lists of strings").stream().map(item -> items(item, "strings").stream()
                .flatMap(word -> scalar(word, parser).stream()).toList()).toList();
    }

    /** A map inside this one. */
    public Optional<Fields> fields(String key) {
        return node(key).map(this::child);
    }

    /** A list of maps; empty when the key is missing. */
    public List<Fields> list(String key) {
        return items(key, "maps").stream().map(this::child).toList();
    }

    /** The same, where a single value stands for a map that has only that key. */
    public List<Fields> list(String key, String only) {
        return items(key, "names and maps").stream().map(value -> child(value instanceof Located.Scalar scalar
            ? new Located.Mapping(scalar.place(), scalar.path(),
            Map.of(only, new Located.Entry(scalar.place(), scalar))) : value)).toList();
    }

    /** A map of maps, by its keys; empty when the key is missing. */
    public Map<String, Fields> map(String key) {
        var maps = new LinkedHashMap<String, Fields>();
        fields(key).filter(f -> f.entries != null).ifPresent(f ->
            f.entries.forEach((name, entry) -> maps.put(name, child(entry.value()))));
        return maps;
    }

    /** Notes a fault of a key's value; the sentence begins with a verb, such as {@code must be ...}. */
    public void fault(String key, String sentence) {
        fault(node(key).orElse(node), sentence);
    }

    private Fields child(Located value) {
        return new Fields(value, faults, byPath);
    }

    private <T> Optional<T> scalar(Located value, BiFunction<Located.Scalar, Values.Trouble, Optional<T>> parser) {
        if (value instanceof Located.Scalar scalar && scalar.form() != Located.Form.NULL) {
            return parser.apply(scalar, sentence -> fault(value, sentence));
        }
        fault(value, "must be a single value, not %s.".formatted(value.spoken()));
        return Optional.empty();
    }

    private Optional<String> text(Located value) {
        if (value instanceof Located.Scalar scalar && scalar.form() != Located.Form.NULL) return scalar(value,
                Values::text);
        fault(value, "must be a string, not %s.".formatted(value.spoken()));
        return Optional.empty();
    }

    private List<Located> items(String key, String what) {
        return node(key).map(value -> items(value, what)).orElse(List.of());
    }

    private List<Located> items(Located value, String what) {
        if (value instanceof Located.Items list) return list.items();
        // Models write null for a list with nothing in it.
        if (byPath && value instanceof Located.Scalar nothing && nothing.form() == Located.Form.NULL) return List.of();
        fault(value, "must be a list of %s, not %s.".formatted(what, value.spoken()));
        return List.of();
    }

    private void fault(Located value, String sentence) {
        var label = byPath ? "" : value.path().isEmpty() ? "this " : "'" + value.path() + "' ";
        add(value, label + sentence);
    }

    private void add(Located value, String sentence) {
        if (!byPath) faults.add(value.place(), sentence);
        else faults.add(value.path().isEmpty() ? value.place().file() : value.path(), sentence);
    }
}
