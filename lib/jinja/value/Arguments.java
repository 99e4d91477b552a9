package jinja.value;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What something is called with; knows what was asked for, so that nothing is overlooked. */
public final class Arguments {
    private final List<Object> positional;
    private final Map<String, Object> named;
    private final Set<Object> used = new HashSet<>();

    private final Object caller;

    /** @param caller the body of a {@code call} block; null outside of one */
    public Arguments(List<Object> positional, Map<String, Object> named, Object caller) {
        this.positional = positional;
        this.named = named;
        this.caller = caller;
    }

    /** Whether there is one at that place or of that name. */
    public boolean has(int index, String name) {
        return index < positional.size() || named.containsKey(name);
    }

    /** The one at that place or of that name; a name that is no word stands for none. */
    public Object get(int index, String name, Object absent) {
        if (index < positional.size()) {
            used.add(index);
            return positional.get(index);
        }
        if (!named.containsKey(name)) return absent;
        used.add(name);
        return named.get(name);
    }

    /** The same, where it must be there. */
    public Object get(int index, String name) {
        if (!has(index, name)) throw TemplateFault.of("an argument is missing: '%s'", name);
        return get(index, name, null);
    }

    /** A text that must be there. */
    public String text(int index, String name) {
        return text(index, name, null);
    }

    /** A text; {@code absent} is null when it must be there. */
    public String text(int index, String name, String absent) {
        var value = absent == null ? get(index, name) : get(index, name, absent);
        if (value instanceof String text) return text;
        throw TemplateFault.of("'%s' must be a text, not %s", name, JinjaValues.type(value));
    }

    /** A whole number; None counts as absent. */
    public int number(int index, String name, int absent) {
        var value = get(index, name, (long) absent);
        if (value == null) return absent;
        return JinjaValues.integer(value);
    }

    /** Whether it is there and true, as Python takes it. */
    public boolean flag(int index, String name) {
        return JinjaValues.truth(get(index, name, false));
    }

    /** Those without a name from that place on. */
    public List<Object> rest(int from) {
        for (int i = from; i < positional.size(); i++) used.add(i);
        return positional.size() <= from ? List.of() : positional.subList(from, positional.size());
    }

    /** Those with a name. */
    public Map<String, Object> allNamed() {
        used.addAll(named.keySet());
        return named;
    }

    /** Those named ones that nobody asked for yet. */
    public Map<String, Object> others() {
        var others = new LinkedHashMap<>(named);
        others.keySet().removeIf(used::contains);
        used.addAll(others.keySet());
        return others;
    }

    /** The body of the {@code call} block that calls; null outside of one. */
    public Object caller() {
        return caller;
    }

    /** What a filter or test named in a text is called with: those after the first ones. */
    public Arguments from(int first) {
        return new Arguments(rest(first), allNamed(), null);
    }

    /** Throws when there are more than were asked for. */
    public void end() {
        for (var name : named.keySet()) {
            if (!used.contains(name)) throw TemplateFault.of("an argument is not known: '%s'", name);
        }
        for (int i = 0; i < positional.size(); i++) {
            if (!used.contains(i)) throw TemplateFault.of("there are too many arguments");
        }
    }
}
