package jinja.value;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Attributes, entries and parts of values. */
public final class Access {
    private Access() {
    }

    /** {@code of.name}: what Python has by that name, else the entry. */
    public static Object attribute(Object of, String name) {
        var found = own(of, name);
        if (!(found instanceof Undefined)) return found;
        return of instanceof Map<?, ?> map && map.containsKey(name) ? map.get(name) : found;
    }

    /** {@code of[key]}: the entry, else what Python has by that name. */
    public static Object entry(Object of, Object key) {
        if (of instanceof Map<?, ?> map && map.containsKey(key)) return map.get(key);
        if (key instanceof String name) return own(of, name);
        if (of instanceof Undefined undefined) throw undefined.fault();
        if (JinjaValues.isNumber(key) && !(key instanceof Double) && (of instanceof List<?> || of instanceof String)) {
            long length = JinjaValues.length(of);
            long at = (long) JinjaValues.number(key);
            at = at < 0 ? at + length : at;
            if (at >= 0 && at < length) {
                if (of instanceof List<?> list) return list.get((int) at);
                var text = (String) of;
                int from = text.offsetByCodePoints(0, (int) at);
                return Character.toString(text.codePointAt(from));
            }
        }
        return new Undefined("entry %s of a %s".formatted(JinjaValues.shown(key), JinjaValues.type(of)));
    }

    /** The path of a filter's {@code attribute}: names and places with dots between them. */
    public static Object path(Object of, Object path) {
        if (!(path instanceof String text)) return entry(of, path);
        var value = of;
        for (var part : text.split("\\.")) {
            value = part.matches("\\d{1,9}") ? entry(value, Long.valueOf(part)) : entry(value, part);
        }
        return value;
    }

    /** Every step-th entry or character, as Python counts them; bounds that are null are the ends. */
    public static Object slice(Object of, Object from, Object to, Object step) {
        if (of instanceof Undefined undefined) throw undefined.fault();
        if (!(of instanceof List<?>) && !(of instanceof String)) {
            throw TemplateFault.of("a %s has no parts", JinjaValues.type(of));
        }
        var characters = of instanceof String text ? text.codePoints().toArray() : null;
        int length = (int) JinjaValues.length(of), by = step == null ? 1 : JinjaValues.integer(step);
        if (by == 0) throw TemplateFault.of("the step of a slice is 0");
        int least = by > 0 ? 0 : -1, most = by > 0 ? length : length - 1;
        int begin = from == null ? by > 0 ? 0 : length - 1 : bound(JinjaValues.integer(from), length, least, most);
        int end = to == null ? by > 0 ? length : -1 : bound(JinjaValues.integer(to), length, least, most);
        var part = new ArrayList<>();
        var text = new StringBuilder();
        for (long i = begin; by > 0 ? i < end : i > end; i += by) {
            if (characters != null) text.appendCodePoint(characters[(int) i]);
            else part.add(((List<?>) of).get((int) i));
        }
        if (characters != null) return text.toString();
        return of instanceof Tuple ? new Tuple(part) : part;
    }

    private static int bound(int at, int length, int least, int most) {
        return Math.clamp(at < 0 ? (long) at + length : at, least, most);
    }

    private static Object own(Object of, String name) {
        if (of instanceof Undefined undefined) throw undefined.fault();
        if (name.startsWith("_")) throw TemplateFault.of("'%s' may not be used", name);
        if (of instanceof Attributes attributes) return attributes.attribute(name);
        Callable method = switch (of) {
            case String text -> StringMethods.of(text, name);
            case Map<?, ?> map -> ContainerMethods.of(map, name);
            case List<?> list -> ContainerMethods.of(list, name);
            case null, default -> null;
        };
        return method != null ? method : new Undefined("'%s' of a %s".formatted(name, JinjaValues.type(of)));
    }
}
