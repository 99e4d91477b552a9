package llmswarm.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

import answers.JsonAnswer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import llmswarm.config.yaml.Faults;
import llmswarm.config.yaml.Located;
import llmswarm.config.yaml.Nearest;
import llmswarm.plan.PlanReader.Read;
import text.Unreadable;

/**
 * Changes a plan by an answer in the plan's own form that gives only what changes. An entry of a list takes the place
 * of the entry with its key, or stands behind the others; a key it leaves out keeps its value; {@code drop} takes
 * entries away first.
 */
public final class PlanPatch {
    private static final String DROP = PlanKeys.DROP, BACKGROUND = "background";
    private static final List<String> TEXTS = List.of("stack", "name", "summary");
    /** The lists of a plan, and by what their entries are told apart. */
    private static final Map<String, String> KEYS = keys();

    /**
     * What a change came to.
     *
     * @param json the whole plan with the change in it, to be shown and changed again; where the answer could not be
     *             followed, the plan as it was
     * @param read the same as a plan, or its faults
     */
    public record Changed(String json, Read read) {
    }

    private final ObjectNode plan;
    private final ObjectNode change;
    private final List<String> faults = new ArrayList<>();

    private PlanPatch(ObjectNode plan, ObjectNode change) {
        this.plan = plan;
        this.change = change;
    }

    private static Map<String, String> keys() {
        var keys = new LinkedHashMap<String, String>();
        keys.put("requirements", "id");
        keys.put("contracts", "name");
        keys.put("tasks", "id");
        keys.put("checks", "name");
        keys.put("unclear", "question");
        return keys;
    }

    /**
     * Follows an answer; one that is a whole plan is taken whole.
     *
     * @param old a plan as JSON, or an answer with one in it, also one that is no usable plan yet
     */
    public static Changed apply(String old, String answer) {
        return Unreadable.or("the plan", fault -> new Changed(old, new Read(Optional.empty(), List.of(fault))),
                () -> followed(old, answer));
    }

    private static Changed followed(String old, String answer) {
        var given = meant(answer);
        if (given.isEmpty()) return new Changed(old, PlanReader.read(answer));
        var meant = given.get();
        var change = (ObjectNode) meant.json();
        var plan = meant(old).map(before -> (ObjectNode) before.json());
        if (plan.isEmpty() || isWhole(change)) {
            // What would be lost is asked for again as a whole.
            return new Changed(meant.lost().isEmpty() ? change.toString() : "", PlanReader.read(answer));
        }
        if (!meant.lost().isEmpty()) return new Changed(plan.get().toString(), PlanReader.read(answer));
        var changed = new PlanPatch(plan.get(), change).changed();
        return new Changed(changed.json(), changed.read().with(meant));
    }

    /** The object in an answer; empty where none can be read. */
    private static Optional<PlanKeys.Meant> meant(String answer) {
        var unreadable = new Faults();
        return Located.json(JsonAnswer.in(answer), "the plan", unreadable).filter(node -> unreadable.isEmpty() && PlanBounds.faults(node).isEmpty())
                .map(PlanKeys::of).filter(meant -> meant.node() instanceof Located.Mapping);
    }

    private static boolean isWhole(ObjectNode answer) {
        return TEXTS.stream().allMatch(answer::has)
                && Stream.of("contracts", "tasks").allMatch(answer::has);
    }

    private Changed changed() {
        var was = plan.toString();
        if (Stream.of(Stream.of(DROP, BACKGROUND), TEXTS.stream(), KEYS.keySet().stream()).flatMap(keys -> keys)
                .noneMatch(change::has)) {
            faults.add("the answer changes nothing: it has none of the keys %s, %s, %s and %s"
                    .formatted(String.join(", ", TEXTS), String.join(", ", KEYS.keySet()), BACKGROUND, DROP));
        }
        drop();
        TEXTS.stream().filter(change::hasNonNull).forEach(key -> plan.set(key, change.get(key)));
        KEYS.keySet().stream().filter(change::hasNonNull).forEach(this::list);
        if (change.hasNonNull(BACKGROUND)) plan.set(BACKGROUND, change.get(BACKGROUND));
        if (!faults.isEmpty()) return new Changed(was, new Read(Optional.empty(), PlanBounds.told(faults)));
        var json = plan.toString();
        return new Changed(json, PlanReader.read(json));
    }

    private void drop() {
        if (!change.hasNonNull(DROP)) return;
        if (!(change.get(DROP) instanceof ObjectNode lists)) {
            faults.add("drop: must be a map such as {\"tasks\": [\"id\"]}");
            return;
        }
        for (var entry : lists.properties()) {
            var list = entry.getKey();
            if (!entry.getValue().isArray()) faults.add("drop.%s: must be a list of strings".formatted(list));
            else if (KEYS.containsKey(list)) entry.getValue().forEach(name -> drop(list, name.asText()));
            else faults.add("drop.%s: there is no such list; there are %s".formatted(list,
                    String.join(", ", KEYS.keySet())));
        }
    }

    private void drop(String list, String name) {
        var entries = plan.path(list) instanceof ArrayNode there ? there : plan.arrayNode();
        var known = new TreeSet<String>();
        entries.forEach(entry -> known.add(key(list, entry)));
        if (known.contains(name)) entries.removeIf(entry -> key(list, entry).equals(name));
        else faults.add("drop.%s: there is no '%s'%s".formatted(list, name, Nearest.hint(name, known)));
    }

    private static String key(String list, JsonNode entry) {
        return entry.path(KEYS.get(list)).asText("");
    }

    private void list(String list) {
        if (!(change.get(list) instanceof ArrayNode entries) || plan.has(list) && !plan.get(list).isArray()) {
            plan.set(list, change.get(list));
            return;
        }
        var seen = new HashSet<String>();
        for (int i = 0; i < entries.size(); i++) {
            var key = key(list, entries.get(i));
            if (key.isEmpty()) {
                faults.add("%s[%d]: missing key '%s', which tells the entry that is changed"
                        .formatted(list, i, KEYS.get(list)));
            } else if (!seen.add(key)) faults.add("%s[%d]: '%s' is there twice".formatted(list, i, key));
            else entry(plan.withArray(list), list, key, (ObjectNode) entries.get(i));
        }
    }

    /** Where an old plan has a key twice, one entry is left. */
    private static void entry(ArrayNode entries, String list, String key, ObjectNode given) {
        ObjectNode first = null;
        for (var old = entries.iterator(); old.hasNext(); ) {
            var entry = old.next();
            if (!key(list, entry).equals(key)) continue;
            if (first == null) first = (ObjectNode) entry;
            else old.remove();
        }
        if (first == null) first = entries.addObject();
        for (var value : given.properties()) {
            if (!value.getValue().isNull()) first.set(value.getKey(), value.getValue());
        }
    }
}
