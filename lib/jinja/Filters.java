package jinja;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import jinja.value.Access;
import jinja.value.Arguments;
import jinja.value.Formats;
import jinja.value.Json;
import jinja.value.RenderingLimits;
import jinja.value.StringMethods;
import jinja.value.TemplateFault;
import jinja.value.Tuple;
import jinja.value.Undefined;
import jinja.value.JinjaValues;

/** What can stand after {@code |}; those that take lists are in {@link ListFilters}. */
final class Filters {
    private static final Pattern WORD = Pattern.compile("[-\\s({\\[<]+|[^-\\s({\\[<]+");
    private static final Pattern WORD_CHARACTERS = Pattern.compile("[\\p{L}\\p{N}_]+");

    private Filters() {
    }

    /** Throws {@link TemplateFault} for a filter that is not known. */
    static Object apply(String name, Object value, Arguments arguments) {
        var result = switch (name) {
            case "abs" -> value instanceof Double number ? (Object) Math.abs(number)
                    : Math.abs((long) JinjaValues.number(value));
            case "attr" -> value instanceof Map ? new Undefined("'%s'".formatted(arguments.text(0, "name")))
                    : Access.attribute(value, arguments.text(0, "name"));
            case "capitalize" -> StringMethods.capitalized(JinjaValues.text(value));
            case "center" -> StringMethods.padded(JinjaValues.text(value), arguments, true, true);
            case "count", "length" -> JinjaValues.length(value);
            case "d", "default" -> {
                var absent = arguments.get(0, "default_value", "");
                boolean orFalse = arguments.flag(1, "boolean");
                yield value instanceof Undefined || orFalse && !JinjaValues.truth(value) ? absent : value;
            }
            case "e", "escape", "forceescape" -> JinjaValues.text(value).replace("&", "&amp;").replace("<", "&lt;")
                    .replace(">", "&gt;").replace("'", "&#39;").replace("\"", "&#34;");
            case "float" -> decimal(value, arguments);
            case "format" -> format(JinjaValues.text(value), arguments);
            case "indent" -> indented(JinjaValues.text(value), arguments);
            case "int" -> whole(value, arguments);
            case "lower" -> JinjaValues.text(value).toLowerCase(Locale.ROOT);
            case "upper" -> JinjaValues.text(value).toUpperCase(Locale.ROOT);
            case "replace" -> StringMethods.replaced(JinjaValues.text(value), JinjaValues.text(arguments.get(0, "old")),
                    JinjaValues.text(arguments.get(1, "new")), arguments.number(2, "count", -1));
            case "round" -> rounded(value, arguments);
            case "safe", "string" -> JinjaValues.text(value);
            case "title" -> WORD.matcher(JinjaValues.text(value)).results()
                    .map(word -> word.group().substring(0, 1).toUpperCase(Locale.ROOT)
                            + word.group().substring(1).toLowerCase(Locale.ROOT)).collect(Collectors.joining());
            case "tojson" -> json(value, arguments);
            case "trim" -> StringMethods.stripped(JinjaValues.text(value), arguments.get(0, "chars", null), true, true);
            case "wordcount" -> WORD_CHARACTERS.matcher(JinjaValues.text(value)).results().count();
            default -> ListFilters.apply(name, value, arguments);
        };
        arguments.end();
        return result;
    }

    private static Object format(String format, Arguments arguments) {
        var named = arguments.allNamed();
        var positional = arguments.rest(0);
        if (!named.isEmpty() && !positional.isEmpty()) {
            throw TemplateFault.of("'format' takes values with names or without");
        }
        return Formats.percent(format, named.isEmpty() ? new Tuple(positional) : named);
    }

    private static Object decimal(Object value, Arguments arguments) {
        var absent = arguments.get(0, "default", 0.0);
        if (JinjaValues.isNumber(value)) return JinjaValues.number(value);
        try {
            return value instanceof String text ? (Object) Double.parseDouble(text.strip()) : absent;
        } catch (NumberFormatException none) {
            return absent;
        }
    }

    private static Object whole(Object value, Arguments arguments) {
        var absent = arguments.get(0, "default", 0L);
        int base = arguments.number(1, "base", 10);
        if (JinjaValues.isNumber(value)) return (long) JinjaValues.number(value);
        if (!(value instanceof String text)) return absent;
        try {
            var digits = text.strip().replace("_", "");
            return Long.parseLong(base == 16 ? digits.replaceFirst("^0[xX]", "") : digits, base);
        } catch (NumberFormatException maybeDecimal) {
            try {
                return (long) Double.parseDouble(text.strip());
            } catch (NumberFormatException none) {
                return absent;
            }
        }
    }

    private static Object rounded(Object value, Arguments arguments) {
        int precision = arguments.number(0, "precision", 0);
        var mode = switch (arguments.text(1, "method", "common")) {
            case "common" -> RoundingMode.HALF_EVEN;
            case "ceil" -> RoundingMode.CEILING;
            case "floor" -> RoundingMode.FLOOR;
            default -> throw TemplateFault.of("'round' knows common, ceil and floor");
        };
        if (mode == RoundingMode.HALF_EVEN && value instanceof Long number && precision >= 0) return number;
        return new BigDecimal(JinjaValues.number(value)).setScale(precision, mode).doubleValue();
    }

    /** All lines but the first, and those that are empty. */
    private static Object indented(String text, Arguments arguments) {
        var width = arguments.get(0, "width", 4L);
        boolean first = arguments.flag(1, "first"), blank = arguments.flag(2, "blank");
        var indent = width instanceof String by ? by : " ".repeat(Math.clamp(JinjaValues.integer(width), 0, 1000));
        var lines = text.split("\n", -1);
        var out = new StringBuilder(first ? indent : "").append(lines[0]);
        for (int i = 1; i < lines.length; i++) {
            out.append('\n').append(lines[i].isEmpty() && !blank ? "" : indent).append(lines[i]);
            RenderingLimits.characters(out.length());
        }
        return out.toString();
    }

    /** With the arguments that Transformers gives it. */
    private static Object json(Object value, Arguments arguments) {
        boolean ascii = arguments.flag(0, "ensure_ascii");
        var indent = arguments.get(1, "indent", null);
        var separators = arguments.get(2, "separators", null);
        boolean sorted = arguments.flag(3, "sort_keys");
        var marks = separators == null ? List.<Object>of(indent == null ? ", " : ",", ": ") : JinjaValues.items(separators);
        if (marks.size() != 2) throw TemplateFault.of("'separators' are two texts");
        return new Json(indent == null ? null : indent instanceof String by ? by
                : " ".repeat(Math.clamp(JinjaValues.integer(indent), 0, 100)), JinjaValues.text(marks.get(0)),
                JinjaValues.text(marks.get(1)), sorted, ascii).text(value);
    }

    /** What a name of a filter in a text does with each entry. */
    static List<Object> each(List<Object> items, String name, Arguments arguments) {
        var rest = arguments.from(1);
        var made = new ArrayList<>();
        for (var item : items) made.add(apply(name, item, rest));
        return Collections.unmodifiableList(made);
    }
}
