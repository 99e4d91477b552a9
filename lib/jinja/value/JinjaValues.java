package jinja.value;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Python's values: None is null, numbers are Long and Double, and there are Boolean, String, List, {@link Tuple}, Map,
 * {@link Callable} and {@link Undefined}.
 */
public final class JinjaValues {
    private JinjaValues() {
    }

    /** A value of Java as one of a template; throws {@link TemplateFault} for one of another kind. */
    public static Object taken(Object value) {
        return switch (value) {
            case null -> null;
            case Integer number -> number.longValue();
            case Long _, Double _, Boolean _, String _ -> value;
            case List<?> list -> list.stream().map(JinjaValues::taken).collect(Collectors.toCollection(ArrayList::new));
            case Map<?, ?> map -> {
                var taken = new LinkedHashMap<>();
                map.forEach((key, one) -> taken.put(taken(key), taken(one)));
                yield taken;
            }
            default -> throw TemplateFault.of("a template takes no %s", value.getClass().getName());
        };
    }

    /** Whether Python takes it for true. */
    public static boolean truth(Object value) {
        return switch (value) {
            case null -> false;
            case Undefined _ -> false;
            case Boolean flag -> flag;
            case Long number -> number != 0;
            case Double number -> number != 0;
            case String text -> !text.isEmpty();
            case List<?> list -> !list.isEmpty();
            case Map<?, ?> map -> !map.isEmpty();
            default -> true;
        };
    }

    /** What Python calls its type. */
    public static String type(Object value) {
        return switch (value) {
            case null -> "None";
            case Undefined _ -> "undefined";
            case Boolean _ -> "bool";
            case Long _ -> "int";
            case Double _ -> "float";
            case String _ -> "str";
            case Tuple _ -> "tuple";
            case List<?> _ -> "list";
            case Map<?, ?> _ -> "dict";
            case Callable _ -> "function";
            default -> "namespace or loop";
        };
    }

    /** As {@code str} has it. */
    public static String text(Object value) {
        return switch (value) {
            case String text -> text;
            case Undefined _ -> "";
            case null, default -> shown(value);
        };
    }

    /** As {@code repr} has it. */
    public static String shown(Object value) {
        return switch (value) {
            case null -> "None";
            case Boolean flag -> flag ? "True" : "False";
            case Double number -> decimal(number);
            case String text -> quoted(text);
            case Undefined _ -> "Undefined";
            case Tuple tuple -> tuple.size() == 1 ? "(" + shown(tuple.getFirst()) + ",)" : "(" + joined(tuple) + ")";
            case List<?> list -> "[" + joined(list) + "]";
            case Map<?, ?> map -> map.entrySet().stream().map(entry -> shown(entry.getKey()) + ": "
                    + shown(entry.getValue())).collect(Collectors.joining(", ", "{", "}"));
            case Long number -> number.toString();
            default -> throw TemplateFault.of("a %s has no text", type(value));
        };
    }

    private static String joined(List<?> list) {
        return list.stream().map(JinjaValues::shown).collect(Collectors.joining(", "));
    }

    static String decimal(double number) {
        if (Double.isNaN(number)) return "nan";
        if (Double.isInfinite(number)) return number > 0 ? "inf" : "-inf";
        double size = Math.abs(number);
        if (size != 0 && (size < 1e-4 || size >= 1e16)) {
            var parts = new BigDecimal(Double.toString(number)).stripTrailingZeros();
            int exponent = parts.precision() - parts.scale() - 1;
            return "%se%s%02d".formatted(parts.movePointLeft(exponent).toPlainString(), exponent < 0 ? "-" : "+",
                    Math.abs(exponent));
        }
        var plain = new BigDecimal(Double.toString(number)).stripTrailingZeros().toPlainString();
        return plain.contains(".") ? plain : plain + ".0";
    }

    private static String quoted(String text) {
        char quote = text.contains("'") && !text.contains("\"") ? '"' : '\'';
        var out = new StringBuilder().append(quote);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c == quote) out.append('\\').append(quote);
                    else if (c < ' ' || c >= 0x7F && c < 0xA0) out.append("\\x%02x".formatted(c));
                    else out.appendCodePoint(c);
                }
            }
        });
        return out.append(quote).toString();
    }

    /** Whether it can be computed with; a truth can. */
    public static boolean isNumber(Object value) {
        return value instanceof Long || value instanceof Double || value instanceof Boolean;
    }

    /** A number, a truth counting as 0 or 1. */
    public static double number(Object value) {
        return switch (value) {
            case Long number -> number;
            case Double number -> number;
            case Boolean flag -> flag ? 1 : 0;
            case Undefined undefined -> throw undefined.fault();
            case null, default -> throw TemplateFault.of("a number was expected, not %s", type(value));
        };
    }

    /** A whole number, cut to the range of int. */
    public static int integer(Object value) {
        if (value instanceof Double || !isNumber(value)) {
            throw TemplateFault.of("a whole number was expected, not %s", type(value));
        }
        return Math.clamp((long) number(value), Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    /** Whether Python finds them equal. */
    public static boolean equal(Object a, Object b) {
        if (isNumber(a) && isNumber(b)) return number(a) == number(b);
        if (a instanceof Undefined) return b instanceof Undefined;
        if (a instanceof List<?> one && b instanceof List<?> two) {
            if (a instanceof Tuple != b instanceof Tuple || one.size() != two.size()) return false;
            for (int i = 0; i < one.size(); i++) {
                if (!equal(one.get(i), two.get(i))) return false;
            }
            return true;
        }
        if (a instanceof Map<?, ?> one && b instanceof Map<?, ?> two) {
            return one.size() == two.size() && one.entrySet().stream().allMatch(entry ->
                    two.containsKey(entry.getKey()) && equal(entry.getValue(), two.get(entry.getKey())));
        }
        return Objects.equals(a, b);
    }

    /** Below, above or zero, as Python orders them; throws {@link TemplateFault} where it does not. */
    public static int compare(Object a, Object b) {
        if (isNumber(a) && isNumber(b)) return Double.compare(number(a), number(b));
        if (a instanceof String one && b instanceof String two) {
            return Arrays.compare(one.codePoints().toArray(), two.codePoints().toArray());
        }
        if (a instanceof List<?> one && b instanceof List<?> two && a instanceof Tuple == b instanceof Tuple) {
            for (int i = 0; i < Math.min(one.size(), two.size()); i++) {
                if (!equal(one.get(i), two.get(i))) return compare(one.get(i), two.get(i));
            }
            return Integer.compare(one.size(), two.size());
        }
        if (a instanceof Undefined undefined) throw undefined.fault();
        if (b instanceof Undefined undefined) throw undefined.fault();
        throw TemplateFault.of("%s and %s cannot be compared", type(a), type(b));
    }

    /** What a loop goes over: entries, characters, keys; nothing where nothing is defined. */
    public static List<Object> items(Object value) {
        return switch (value) {
            case List<?> list -> new ArrayList<>(list);
            case Map<?, ?> map -> new ArrayList<>(map.keySet());
            case String text -> {
                RenderingLimits.entries(length(text));
                yield new ArrayList<>(text.codePoints().mapToObj(Character::toString).toList());
            }
            case Undefined _ -> List.of();
            case null, default -> throw TemplateFault.of("%s has no entries to go over", type(value));
        };
    }

    /** Characters or entries; none where nothing is defined. */
    public static long length(Object value) {
        return switch (value) {
            case String text -> text.codePointCount(0, text.length());
            case List<?> list -> list.size();
            case Map<?, ?> map -> map.size();
            case Undefined _ -> 0;
            case null, default -> throw TemplateFault.of("%s has no length", type(value));
        };
    }

    /** Whether {@code value in container} holds. */
    public static boolean contains(Object container, Object value) {
        return switch (container) {
            case String text when value instanceof String part -> text.contains(part);
            case String _ -> throw TemplateFault.of("a text was expected before 'in', not %s", type(value));
            case Map<?, ?> map -> map.containsKey(value);
            case null, default -> items(container).stream().anyMatch(each -> equal(each, value));
        };
    }
}
