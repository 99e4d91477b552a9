package llmswarm.plan;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import llmswarm.config.yaml.Located;
import llmswarm.config.yaml.Located.Form;
import llmswarm.config.yaml.Nearest;

/**
 * The keys of a plan as they were meant: {@code depends_on}, {@code needs} and their like are taken for the key that
 * they stand for. What stands for nothing is told, as an order of tasks that is lost lets all of them start at once.
 */
final class PlanKeys {
    /** What {@link PlanPatch} knows besides. */
    static final String DROP = "drop";
    /** What a person says in a file; a planner plans for the parts that there are. */
    private static final String PARTS = "parts";
    private static final Map<String, List<String>> KNOWN = Map.of(
            "", List.of("stack", "name", "summary", "requirements", "contracts", "tasks", "checks", "unclear",
            "background", DROP),
            "requirements", List.of("id", "text", "lines"), "contracts", List.of("name", "kind", "text"),
            "tasks", List.of("id", "title", "agent", "description", "requirements", "lines", "files", "size",
            "dependsOn", "provides", "uses"),
            "checks", List.of("name", "run"), "unclear", List.of("question", "assumption", "requirements", "lines"));
    private static final Set<String> LISTS = Set.of("requirements", "contracts", "tasks", "checks", "unclear",
            "background", "lines", "files", "dependsOn", "provides", "uses", "run");
    /** Words by which other tools' plans say what a task waits for. */
    private static final Set<String> WAITS = Set.of("dependencies", "dependency", "depends", "dependson", "dependon",
            "dependsupon", "deps", "requires", "needs", "prerequisites", "blockedby", "predecessors", "waitsfor",
            "after");

    private final Set<String> taken = new LinkedHashSet<>();
    private final List<String> unknown = new ArrayList<>(), lost = new ArrayList<>();
    private final boolean person;

    /**
     * A document with the keys as they were meant.
     *
     * @param taken   what was read as another key, a sentence each
     * @param unknown keys that stand for nothing and were left out, a sentence each
     * @param lost    the same where work would be lost with them, such as tasks within a task
     */
    record Meant(Located node, List<String> taken, List<String> unknown, List<String> lost) {
        /** The document as JSON. */
        JsonNode json() {
            return PlanKeys.json(node);
        }
    }

    private PlanKeys(boolean person) {
        this.person = person;
    }

    /** Those of a model's answer, which may be a change of a plan. */
    static Meant of(Located answer) {
        return new PlanKeys(false).meant(answer);
    }

    /** Those of a file that a person wrote; what stands for nothing is left there. */
    static Meant ofFile(Located file) {
        return new PlanKeys(true).meant(file);
    }

    private Meant meant(Located node) {
        var read = node instanceof Located.Mapping top ? mapping(unwrapped(top), "") : node;
        return new Meant(read, List.copyOf(taken), List.copyOf(unknown), List.copyOf(lost));
    }

    /** A plan that stands alone in another object, such as {@code {"plan": {...}}}. */
    private static Located.Mapping unwrapped(Located.Mapping top) {
        if (top.entries().size() != 1) return top;
        var only = top.entries().values().iterator().next().value();
        return only instanceof Located.Mapping inner && inner.entries().keySet().containsAll(List.of("stack", "tasks"))
                ? inner : top;
    }

    private Located.Mapping mapping(Located.Mapping map, String level) {
        var known = KNOWN.get(level);
        var entries = new LinkedHashMap<String, Located.Entry>();
        map.entries().forEach((key, entry) -> {
            if (known.contains(key)) entries.put(key, read(entry, level, key));
        });
        map.entries().forEach((key, entry) -> {
            if (known.contains(key) || level.isEmpty() && key.equals(PARTS) && !person) return;
            var meant = meant(level, key).filter(name -> !entries.containsKey(name)
                    || isEmpty(entries.get(name).value()));
            if (meant.isPresent()) {
                entries.put(meant.get(), read(entry, level, meant.get()));
                if (!isEmpty(entry.value())) taken.add("the plan's '%s' was read as '%s'".formatted(key, meant.get()));
            } else if (person) {
                entries.put(key, entry);
            } else if (!isEmpty(entry.value())) {
                tell(map, level, key, entry.value());
            }
        });
        return new Located.Mapping(map.place(), map.path(), entries);
    }

    private static Optional<String> meant(String level, String key) {
        if (level.equals("tasks") && WAITS.contains(letters(key))) return Optional.of("dependsOn");
        return KNOWN.get(level).stream().filter(known -> one(known).equals(one(key))).findFirst();
    }

    private static String letters(String key) {
        return key.toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "");
    }

    /** Of one and of several. */
    private static String one(String key) {
        return letters(key).replaceFirst("s$", "");
    }

    private Located.Entry read(Located.Entry entry, String level, String key) {
        return new Located.Entry(entry.key(), value(entry.value(), level, key));
    }

    private Located value(Located value, String level, String key) {
        if (person && LISTS.contains(key) && isNull(value)) {
            return new Located.Items(value.place(), value.path(), List.of());
        }
        if (!level.isEmpty() || !KNOWN.containsKey(key) || !(value instanceof Located.Items list)) return value;
        return new Located.Items(list.place(), list.path(), list.items().stream()
                .map(item -> item instanceof Located.Mapping entry ? mapping(entry, key) : item).toList());
    }

    private void tell(Located.Mapping map, String level, String key, Located value) {
        var where = map.path().isEmpty() ? "the plan" : map.path();
        var sentence = "%s: %s".formatted(where, Nearest.unknown("key", key, "Known keys", KNOWN.get(level)));
        boolean structured = value instanceof Located.Mapping || value instanceof Located.Items list
                && list.items().stream().anyMatch(Located.Mapping.class::isInstance);
        (structured ? lost : unknown).add(sentence);
    }

    private static boolean isNull(Located value) {
        return value instanceof Located.Scalar scalar && scalar.form() == Form.NULL;
    }

    private static boolean isEmpty(Located value) {
        return switch (value) {
            case Located.Scalar scalar -> scalar.form() == Form.NULL || scalar.text().isBlank();
            case Located.Items list -> list.items().isEmpty();
            case Located.Mapping map -> map.entries().isEmpty();
        };
    }

    private static JsonNode json(Located node) {
        var make = JsonNodeFactory.instance;
        return switch (node) {
            case Located.Mapping map -> {
                var object = make.objectNode();
                map.entries().forEach((key, entry) -> object.set(key, json(entry.value())));
                yield object;
            }
            case Located.Items list -> make.arrayNode().addAll(list.items().stream().map(PlanKeys::json).toList());
            case Located.Scalar scalar -> switch (scalar.form()) {
                case NULL -> make.nullNode();
                case BOOLEAN -> make.booleanNode(scalar.text().equals("true"));
                case NUMBER -> make.numberNode(new BigDecimal(scalar.text()));
                case PLAIN, QUOTED, BLOCK -> make.textNode(scalar.text());
            };
        };
    }
}
