package llmswarm.config.stack.reading;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Stream;

import llmswarm.config.yaml.Faults;
import llmswarm.config.yaml.Located;
import llmswarm.config.yaml.Located.Entry;
import llmswarm.config.yaml.Located.Items;
import llmswarm.config.yaml.Located.Mapping;
import llmswarm.config.yaml.Located.Scalar;
import llmswarm.config.yaml.Nearest;

/**
 * A pack's file as one with those of the packs that it extends. Lists and maps are the base's, then the pack's own;
 * what has the same name stands in place of the base's. A single value is the pack's, where it has one. Each part keeps
 * the place at which it was written.
 */
final class Inherited {
    /** What a pack says of itself only. */
    private static final Set<String> OWN = Set.of("name", "description", "extends", "without", "conventions");
    private static final String WITHOUT = "without", ALL = "all", SETUP = "setup";

    private final Faults faults;

    Inherited(Faults faults) {
        this.faults = faults;
    }

    /** @param files the root of all first, the pack's own last */
    Mapping whole(List<Mapping> files) {
        var whole = files.getFirst();
        for (var own : files.subList(1, files.size())) whole = on(whole, own);
        return whole;
    }

    private Mapping on(Mapping base, Mapping own) {
        var entries = new LinkedHashMap<String, Entry>();
        var left = without(base, own);
        own.entries().forEach((key, entry) -> {
            if (OWN.contains(key)) entries.put(key, entry);
        });
        left.forEach((key, entry) -> entries.put(key, entry));
        own.entries().forEach((key, entry) -> {
            if (OWN.contains(key)) return;
            var had = Optional.ofNullable(left.get(key)).map(Entry::value);
            entries.put(key, new Entry(entry.key(), had.map(value -> key.equals(SETUP)
                    ? setup(value, entry.value()) : joined(value, entry.value())).orElse(entry.value())));
        });
        return new Mapping(own.place(), own.path(), entries);
    }

    private static Located joined(Located base, Located own) {
        if (base instanceof Items some && own instanceof Items more) {
            var items = new LinkedHashMap<Object, List<Located>>();
            some.items().forEach(item -> items.computeIfAbsent(id(item), id -> new ArrayList<>()).add(item));
            var named = new LinkedHashMap<Object, List<Located>>();
            more.items().forEach(item -> named.computeIfAbsent(id(item), id -> new ArrayList<>()).add(item));
            items.putAll(named);
            return new Items(own.place(), own.path(), items.values().stream().flatMap(List::stream).toList());
        }
        if (base instanceof Mapping some && own instanceof Mapping more) {
            var entries = new LinkedHashMap<>(some.entries());
            entries.putAll(more.entries());
            return new Mapping(own.place(), own.path(), entries);
        }
        return own;
    }

    /** A list of commands is a map that has nothing else to say; each list in such a map is joined. */
    private static Located setup(Located base, Located own) {
        if (base instanceof Items && own instanceof Items) return joined(base, own);
        if (base instanceof Scalar || own instanceof Scalar) return own;
        var entries = new LinkedHashMap<>(commands(base));
        commands(own).forEach((key, entry) -> entries.merge(key, entry,
                (had, more) -> new Entry(more.key(), joined(had.value(), more.value()))));
        return new Mapping(own.place(), own.path(), entries);
    }

    private static Map<String, Entry> commands(Located setup) {
        return setup instanceof Mapping mapping ? mapping.entries() : Map.of("run", new Entry(setup.place(), setup));
    }

    /** The name by which an item is replaced or left out; an item without one stands for itself. */
    private static Object id(Located item) {
        return name(item).<Object>map(name -> name).orElse(item);
    }

    private static Optional<String> name(Located item) {
        if (item instanceof Scalar scalar) return Optional.of(scalar.text());
        if (!(item instanceof Mapping mapping)) return Optional.empty();
        return Stream.of("name", "kind", "path", "program").flatMap(key -> Stream.ofNullable(mapping.entries().get(key)))
                .flatMap(entry -> entry.value() instanceof Scalar scalar ? Stream.of(scalar.text()) : Stream.empty())
                .findFirst();
    }

    /** What the base has and the pack does not leave out. */
    private SequencedMap<String, Entry> without(Mapping base, Mapping own) {
        var left = new LinkedHashMap<>(base.entries());
        left.keySet().removeAll(OWN);
        var without = own.entries().get(WITHOUT);
        if (without == null) return left;
        if (!(without.value() instanceof Mapping named)) {
            faults.add(without.value().place(), "'without' must be a map such as {checks: [NAME]}, not %s.".formatted(
                    without.value().spoken()));
            return left;
        }
        named.entries().forEach((key, entry) -> {
            if (key.equals("conventions") && isAll(entry.value())) return;
            if (!left.containsKey(key)) faults.add(entry.key(), Nearest.unknown("key", key, "What the base has",
                    left.keySet()));
            else if (isAll(entry.value())) left.remove(key);
            else left.put(key, new Entry(left.get(key).key(), less(key, left.get(key).value(), entry.value())));
        });
        return left;
    }

    private Located less(String key, Located value, Located names) {
        if (!(names instanceof Items items) || !(value instanceof Items || value instanceof Mapping)) {
            faults.add(names.place(), "'%s' must be all%s.".formatted(names.path(), value instanceof Items
                    || value instanceof Mapping ? " or a list of names" : ""));
            return value;
        }
        var known = new LinkedHashSet<String>();
        if (value instanceof Mapping mapping) known.addAll(mapping.entries().keySet());
        if (value instanceof Items list) list.items().forEach(item -> name(item).ifPresent(known::add));
        var gone = new LinkedHashSet<String>();
        for (var item : items.items()) {
            var name = item instanceof Scalar scalar ? scalar.text() : item.spoken();
            gone.add(name);
            if (!known.contains(name)) faults.add(item.place(), Nearest.unknown("name", name, "'%s' of the base".formatted(
                    key), known));
        }
        return switch (value) {
            case Items list -> new Items(list.place(), list.path(), list.items().stream()
                    .filter(item -> name(item).filter(gone::contains).isEmpty()).toList());
            case Mapping mapping -> {
                var entries = new LinkedHashMap<>(mapping.entries());
                entries.keySet().removeAll(gone);
                yield new Mapping(mapping.place(), mapping.path(), entries);
            }
            case Scalar scalar -> scalar;
        };
    }

    private static boolean isAll(Located value) {
        return value instanceof Scalar scalar && scalar.text().equals(ALL);
    }

    /** The conventions of all, the root's first; those behind {@code without: {conventions: all}} are left out. */
    static List<Mapping> speaking(List<Mapping> files) {
        for (int at = files.size() - 1; at > 0; at--) {
            var without = files.get(at).entries().get(WITHOUT);
            if (without != null && without.value() instanceof Mapping named && named.entries()
                    .containsKey("conventions")) return files.subList(at, files.size());
        }
        return files;
    }

    /**
     * What comes from another file than the pack's own, such as {@code checks/tests} or {@code agents/tester}, with
     * that file.
     */
    static Map<String, String> elsewhere(Mapping whole) {
        var files = new LinkedHashMap<String, String>();
        var own = whole.place().file();
        whole.entries().forEach((key, entry) -> {
            var all = new LinkedHashMap<String, String>();
            if (entry.value() instanceof Items list) list.items().forEach(item -> all.put(key + "/"
                    + name(item).orElse(item.path()), item.place().file()));
            else if (entry.value() instanceof Mapping map) map.entries().forEach((name, of) -> all.put(key + "/" + name,
                    of.key().file()));
            else all.put(key, entry.value().place().file());
            all.values().removeIf(own::equals);
            files.putAll(all);
        });
        return files;
    }
}
