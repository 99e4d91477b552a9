package jinja;

import java.util.List;
import java.util.Locale;
import java.util.Map;

import jinja.value.Arguments;
import jinja.value.JinjaArithmetic;
import jinja.value.Callable;
import jinja.value.TemplateFault;
import jinja.value.Undefined;
import jinja.value.JinjaValues;

/** What can stand after {@code is}. */
final class Tests {
    private Tests() {
    }

    /** Throws {@link TemplateFault} for a test that is not known. */
    static boolean holds(String name, Object value, Arguments arguments) {
        boolean holds = switch (name) {
            case "defined" -> !(value instanceof Undefined);
            case "undefined" -> value instanceof Undefined;
            case "none" -> value == null;
            case "true" -> Boolean.TRUE.equals(value);
            case "false" -> Boolean.FALSE.equals(value);
            case "boolean" -> value instanceof Boolean;
            case "integer" -> value instanceof Long;
            case "float" -> value instanceof Double;
            case "number" -> JinjaValues.isNumber(value);
            case "string" -> value instanceof String;
            case "mapping" -> value instanceof Map;
            case "sequence", "iterable" -> value instanceof String || value instanceof List || value instanceof Map
                    || value instanceof Undefined;
            case "callable" -> value instanceof Callable;
            case "lower" -> cased(JinjaValues.text(value), true);
            case "upper" -> cased(JinjaValues.text(value), false);
            case "odd" -> JinjaValues.number(value) % 2 != 0;
            case "even" -> JinjaValues.number(value) % 2 == 0;
            case "divisibleby" -> JinjaValues.number(value) % JinjaValues.number(arguments.get(0, "num")) == 0;
            case "in" -> JinjaValues.contains(arguments.get(0, "seq"), value);
            case "sameas" -> value == arguments.get(0, "other") || value != null && !(value instanceof List)
                    && !(value instanceof Map) && value.equals(arguments.get(0, "other"));
            case "eq", "equalto", "==" -> JinjaArithmetic.holds("==", value, arguments.get(0, "other"));
            case "ne", "!=" -> JinjaArithmetic.holds("!=", value, arguments.get(0, "other"));
            case "lt", "lessthan", "<" -> JinjaArithmetic.holds("<", value, arguments.get(0, "other"));
            case "le", "<=" -> JinjaArithmetic.holds("<=", value, arguments.get(0, "other"));
            case "gt", "greaterthan", ">" -> JinjaArithmetic.holds(">", value, arguments.get(0, "other"));
            case "ge", ">=" -> JinjaArithmetic.holds(">=", value, arguments.get(0, "other"));
            default -> throw TemplateFault.of("the test '%s' is not known", name);
        };
        arguments.end();
        return holds;
    }

    private static boolean cased(String text, boolean lower) {
        var same = lower ? text.toLowerCase(Locale.ROOT) : text.toUpperCase(Locale.ROOT);
        return same.equals(text) && !text.toLowerCase(Locale.ROOT).equals(text.toUpperCase(Locale.ROOT));
    }
}
