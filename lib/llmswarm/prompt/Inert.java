package llmswarm.prompt;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Template data without behaviour: maps, lists, strings, truth values and numbers; records become maps. A template
 * could otherwise call any public method of what it is given (tried: {@code {{p.delete}}} deleted a file).
 */
final class Inert {
    private static final int DEPTH = 16;

    private Inert() {
    }

    /** A copy of the data; an object of any other kind is a fault of the program. */
    static Map<String, Object> of(Map<String, ?> data) {
        return map(data, "", 0);
    }

    private static Object copy(Object value, String path, int depth) {
        if (depth > DEPTH) throw new IllegalArgumentException("template data '%s' is nested too deep".formatted(path));
        return switch (value) {
            case String text -> text;
            case Boolean truth -> truth;
            case Integer number -> number;
            case Long number -> number;
            case Double number -> number;
            case Map<?, ?> map -> map(map, path, depth);
            case List<?> list -> list(list, path, depth);
            case Record record -> record(record, path, depth);
            case null -> throw new IllegalArgumentException("template data '%s' is null".formatted(path));
            default -> throw new IllegalArgumentException("template data '%s' must not be a %s".formatted(path,
                    value.getClass().getName()));
        };
    }

    private static Map<String, Object> map(Map<?, ?> map, String path, int depth) {
        var copy = new LinkedHashMap<String, Object>();
        map.forEach((key, value) -> copy.put((String) key,
                copy(value, path.isEmpty() ? (String) key : path + "." + key, depth + 1)));
        return copy;
    }

    private static List<Object> list(List<?> list, String path, int depth) {
        var copy = new ArrayList<>(list.size());
        for (var item : list) copy.add(copy(item, path + "[" + copy.size() + "]", depth + 1));
        return copy;
    }

    private static Map<String, Object> record(Record record, String path, int depth) {
        var copy = new LinkedHashMap<String, Object>();
        Arrays.stream(record.getClass().getRecordComponents()).forEach(part ->
            copy.put(part.getName(), copy(value(record, part), path + "." + part.getName(), depth + 1)));
        return copy;
    }

    private static Object value(Record record, RecordComponent part) {
        try {
            part.getAccessor().setAccessible(true);
            return part.getAccessor().invoke(record);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalArgumentException("record " + record.getClass().getName() + " cannot be read", impossible);
        }
    }
}
