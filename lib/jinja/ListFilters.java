package jinja;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import jinja.value.Access;
import jinja.value.Arguments;
import jinja.value.JinjaArithmetic;
import jinja.value.ContainerMethods;
import jinja.value.RenderingLimits;
import jinja.value.TemplateFault;
import jinja.value.Undefined;
import jinja.value.JinjaValues;

/** Filters that take lists, texts or dicts for what they hold. */
final class ListFilters {
    private ListFilters() {
    }

    static Object apply(String name, Object value, Arguments arguments) {
        return switch (name) {
            case "batch" -> batches(JinjaValues.items(value), arguments);
            case "dictsort" -> sortedDict(value, arguments);
            case "first" -> end(JinjaValues.items(value), true);
            case "last" -> end(JinjaValues.items(value), false);
            case "items" -> value instanceof Undefined ? List.of() : pairs(value);
            case "join" -> joined(value, arguments);
            case "list" -> JinjaValues.items(value);
            case "map" -> mapped(JinjaValues.items(value), arguments);
            case "max" -> extreme(JinjaValues.items(value), arguments, 1);
            case "min" -> extreme(JinjaValues.items(value), arguments, -1);
            case "reject" -> chosen(JinjaValues.items(value), arguments, false, false);
            case "rejectattr" -> chosen(JinjaValues.items(value), arguments, true, false);
            case "select" -> chosen(JinjaValues.items(value), arguments, false, true);
            case "selectattr" -> chosen(JinjaValues.items(value), arguments, true, true);
            case "reverse" -> reversed(value);
            case "sort" -> sorted(JinjaValues.items(value), arguments);
            case "sum" -> sum(JinjaValues.items(value), arguments);
            case "unique" -> unique(JinjaValues.items(value), arguments);
            default -> throw TemplateFault.of("the filter '%s' is not known", name);
        };
    }

    private static Object end(List<Object> items, boolean first) {
        if (items.isEmpty()) return new Undefined("the %s entry of nothing".formatted(first ? "first" : "last"));
        return first ? items.getFirst() : items.getLast();
    }

    private static List<Object> pairs(Object value) {
        if (!(value instanceof Map<?, ?> map)) throw TemplateFault.of("a %s has no pairs", JinjaValues.type(value));
        return ContainerMethods.pairs(map);
    }

    private static Object joined(Object value, Arguments arguments) {
        var between = JinjaValues.text(arguments.get(0, "d", ""));
        var path = arguments.get(1, "attribute", null);
        var texts = JinjaValues.items(value).stream()
                .map(item -> JinjaValues.text(path == null ? item : Access.path(item, path))).toList();
        RenderingLimits.characters(texts.stream().mapToLong(text -> text.length() + between.length()).sum());
        return texts.stream().collect(Collectors.joining(between));
    }

    private static Object mapped(List<Object> items, Arguments arguments) {
        if (!arguments.has(Integer.MAX_VALUE, "attribute")) {
            return Filters.each(items, arguments.text(0, "name"), arguments);
        }
        var path = arguments.get(Integer.MAX_VALUE, "attribute");
        boolean has = arguments.has(Integer.MAX_VALUE, "default");
        var absent = arguments.get(Integer.MAX_VALUE, "default", null);
        var made = new ArrayList<>();
        for (var item : items) {
            var found = Access.path(item, path);
            made.add(has && found instanceof Undefined ? absent : found);
        }
        return made;
    }

    private static Object chosen(List<Object> items, Arguments arguments, boolean byAttribute, boolean taken) {
        var path = byAttribute ? arguments.get(0, "attribute") : null;
        int first = byAttribute ? 1 : 0;
        var test = arguments.has(first, "") ? arguments.text(first, "") : null;
        var rest = arguments.from(first + 1);
        var made = new ArrayList<>();
        for (var item : items) {
            var looked = byAttribute ? Access.path(item, path) : item;
            if ((test == null ? JinjaValues.truth(looked) : Tests.holds(test, looked, rest)) == taken) made.add(item);
        }
        return made;
    }

    private static Object reversed(Object value) {
        if (value instanceof String text) return new StringBuilder(text).reverse().toString();
        var items = JinjaValues.items(value);
        Collections.reverse(items);
        return items;
    }

    private static UnaryOperator<Object> key(Object path, boolean caseSensitive) {
        return item -> {
            var found = path == null ? item : Access.path(item, path);
            return !caseSensitive && found instanceof String text ? text.toLowerCase(Locale.ROOT) : found;
        };
    }

    private static Object sorted(List<Object> items, Arguments arguments) {
        boolean backwards = arguments.flag(0, "reverse"), cased = arguments.flag(1, "case_sensitive");
        var key = key(arguments.get(2, "attribute", null), cased);
        Comparator<Object> order = (a, b) -> JinjaValues.compare(key.apply(a), key.apply(b));
        var sorted = new ArrayList<>(items);
        sorted.sort(backwards ? order.reversed() : order);
        return sorted;
    }

    private static Object sortedDict(Object value, Arguments arguments) {
        boolean cased = arguments.flag(0, "case_sensitive");
        boolean byValue = arguments.text(1, "by", "key").equals("value");
        boolean backwards = arguments.flag(2, "reverse");
        var key = key(byValue ? 1L : 0L, cased);
        Comparator<Object> order = (a, b) -> JinjaValues.compare(key.apply(a), key.apply(b));
        var sorted = pairs(value);
        sorted.sort(backwards ? order.reversed() : order);
        return sorted;
    }

    private static Object extreme(List<Object> items, Arguments arguments, int sign) {
        var key = key(arguments.get(1, "attribute", null), arguments.flag(0, "case_sensitive"));
        Object found = new Undefined("the largest or least of nothing");
        for (var item : items) {
            if (found instanceof Undefined || JinjaValues.compare(key.apply(item), key.apply(found)) * sign > 0) {
                found = item;
            }
        }
        return found;
    }

    private static Object sum(List<Object> items, Arguments arguments) {
        var path = arguments.get(0, "attribute", null);
        var sum = arguments.get(1, "start", 0L);
        for (var item : items) sum = JinjaArithmetic.binary("+", sum, path == null ? item : Access.path(item, path));
        return sum;
    }

    private static Object unique(List<Object> items, Arguments arguments) {
        var key = key(arguments.get(1, "attribute", null), arguments.flag(0, "case_sensitive"));
        var seen = new ArrayList<>();
        var made = new ArrayList<>();
        for (var item : items) {
            if (JinjaValues.contains(seen, key.apply(item))) continue;
            seen.add(key.apply(item));
            made.add(item);
        }
        return made;
    }

    private static Object batches(List<Object> items, Arguments arguments) {
        int size = arguments.number(0, "linecount", 0);
        if (size < 1) throw TemplateFault.of("'batch' wants a size");
        var fill = arguments.get(1, "fill_with", null);
        var made = new ArrayList<>();
        for (int from = 0; from < items.size(); from += size) {
            var batch = new ArrayList<>(items.subList(from, Math.min(items.size(), from + size)));
            while (fill != null && batch.size() < size) batch.add(fill);
            made.add(batch);
        }
        return made;
    }
}
