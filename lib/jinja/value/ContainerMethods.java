package jinja.value;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The methods of Python's lists and dicts that change nothing; the sandbox of Jinja allows no others. */
public final class ContainerMethods {
    private static final List<String> CHANGING = List.of("append", "clear", "extend", "insert", "pop", "popitem",
            "remove", "reverse", "setdefault", "sort", "update");

    private ContainerMethods() {
    }

    /** Null when a dict has none of that name. */
    static Callable of(Map<?, ?> map, String name) {
        return switch (name) {
            case "items" -> _ -> pairs(map);
            case "keys" -> _ -> new ArrayList<Object>(map.keySet());
            case "values" -> _ -> new ArrayList<Object>(map.values());
            case "get" -> arguments -> {
                var absent = arguments.get(1, "default", null);
                var key = arguments.get(0, "key");
                return map.containsKey(key) ? map.get(key) : absent;
            };
            case "copy" -> _ -> new LinkedHashMap<>(map);
            default -> CHANGING.contains(name) && !map.containsKey(name) ? changing(name) : null;
        };
    }

    /** Null when a list has none of that name. */
    static Callable of(List<?> list, String name) {
        return switch (name) {
            case "index" -> arguments -> {
                var wanted = arguments.get(0, "value");
                for (int i = 0; i < list.size(); i++) {
                    if (JinjaValues.equal(list.get(i), wanted)) return (long) i;
                }
                throw TemplateFault.of("%s is not in the list", JinjaValues.shown(wanted));
            };
            case "count" -> arguments -> {
                var wanted = arguments.get(0, "value");
                return list.stream().filter(each -> JinjaValues.equal(each, wanted)).count();
            };
            case "copy" -> _ -> new ArrayList<Object>(list);
            default -> CHANGING.contains(name) ? changing(name) : null;
        };
    }

    /** Keys and values, two by two. */
    public static List<Object> pairs(Map<?, ?> map) {
        var pairs = new ArrayList<>();
        map.forEach((key, value) -> {
            var pair = new ArrayList<Object>();
            pair.add(key);
            pair.add(value);
            pairs.add(new Tuple(pair));
        });
        return pairs;
    }

    private static Callable changing(String name) {
        return _ -> {
            throw TemplateFault.of("'%s' changes a value, which a template may not", name);
        };
    }
}
