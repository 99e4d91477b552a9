package llmswarm.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import llmswarm.config.yaml.Located;

/** How much a plan may hold: more than any project needs, and so little that all of it is checked at once. */
final class PlanBounds {
    /** Entries of one list, and of all lists together. */
    static final int LIST = 2_000, ALL = 50_000;
    /** Characters of what others point at. */
    static final int NAME = 1_000;
    /** Faults that are told. */
    static final int TOLD = 30;
    private static final Set<String> NAMES = Set.of("id", "name", "kind", "agent", "stack", "root");
    /** Words of a command may be whole scripts. */
    private static final String COMMAND = "run";

    private final List<String> faults = new ArrayList<>();
    private int entries;

    private PlanBounds() {
    }

    /** One sentence for each bound that a plan, or a change of one, is beyond. */
    static List<String> faults(Located plan) {
        var bounds = new PlanBounds();
        bounds.look("", plan);
        if (bounds.entries > ALL) bounds.faults.add("the plan: its lists have %d entries, and %d are the most".formatted(
                bounds.entries, ALL));
        return told(bounds.faults);
    }

    /** The first faults, and how many more there are. */
    static List<String> told(List<String> faults) {
        if (faults.size() <= TOLD) return faults;
        var told = new ArrayList<>(faults.subList(0, TOLD));
        told.add("and %d more".formatted(faults.size() - TOLD));
        return told;
    }

    private void look(String key, Located value) {
        switch (value) {
            case Located.Mapping map -> map.entries().forEach((name, entry) -> look(name, entry.value()));
            case Located.Items list -> {
                entries += list.items().size();
                if (list.items().size() > LIST) faults.add("%s: it has %d entries, and %d are the most".formatted(
                        list.path(), list.items().size(), LIST));
                for (var item : list.items()) {
                    if (item instanceof Located.Scalar && !key.equals(COMMAND)) name(item);
                    else look("", item);
                }
            }
            case Located.Scalar scalar -> {
                if (NAMES.contains(key)) name(scalar);
            }
        }
    }

    private void name(Located value) {
        if (value instanceof Located.Scalar scalar && scalar.text().length() > NAME) faults.add(
                "%s: it has %d characters, and %d are the most".formatted(scalar.path(), scalar.text().length(), NAME));
    }
}
