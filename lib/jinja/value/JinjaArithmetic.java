package jinja.value;

import java.util.ArrayList;
import java.util.List;

/** Python's operators. */
public final class JinjaArithmetic {
    private JinjaArithmetic() {
    }

    /** The number, or its negative for {@code -}. */
    public static Object sign(String operator, Object value) {
        if (!JinjaValues.isNumber(value)) throw unsupported(operator, value, value);
        if (value instanceof Double number) return operator.equals("-") ? -number : number;
        return operator.equals("-") ? -whole(value) : whole(value);
    }

    /** Whether {@code ==}, {@code !=}, {@code <}, {@code <=}, {@code >} or {@code >=} holds. */
    public static boolean holds(String operator, Object a, Object b) {
        return switch (operator) {
            case "==" -> JinjaValues.equal(a, b);
            case "!=" -> !JinjaValues.equal(a, b);
            case "<" -> JinjaValues.compare(a, b) < 0;
            case "<=" -> JinjaValues.compare(a, b) <= 0;
            case ">" -> JinjaValues.compare(a, b) > 0;
            default -> JinjaValues.compare(a, b) >= 0;
        };
    }

    /** The result of {@code ~ + - * / // % **}; throws {@link TemplateFault} where Python throws. */
    public static Object binary(String operator, Object a, Object b) {
        if (operator.equals("~")) return joined(JinjaValues.text(a), JinjaValues.text(b));
        if (a instanceof Undefined undefined) throw undefined.fault();
        if (operator.equals("%") && a instanceof String format) return Formats.percent(format, b);
        if (b instanceof Undefined undefined) throw undefined.fault();
        if (operator.equals("+") && a instanceof String one && b instanceof String two) return joined(one, two);
        if (operator.equals("+") && a instanceof List<?> one && b instanceof List<?> two
                && a instanceof Tuple == b instanceof Tuple) {
            RenderingLimits.entries((long) one.size() + two.size());
            var both = new ArrayList<Object>(one);
            both.addAll(two);
            return a instanceof Tuple ? new Tuple(both) : both;
        }
        if (operator.equals("*") && b instanceof Long count && !JinjaValues.isNumber(a)) return repeated(a, count);
        if (operator.equals("*") && a instanceof Long count && !JinjaValues.isNumber(b)) return repeated(b, count);
        if (!JinjaValues.isNumber(a) || !JinjaValues.isNumber(b)) throw unsupported(operator, a, b);
        try {
            return a instanceof Double || b instanceof Double || operator.equals("/")
                    ? decimal(operator, JinjaValues.number(a), JinjaValues.number(b))
                    : whole(operator, whole(a), whole(b));
        } catch (ArithmeticException beyond) {
            throw TemplateFault.of("'%s' of %s and %s has no result", operator, JinjaValues.shown(a), JinjaValues.shown(b));
        }
    }

    private static long whole(Object value) {
        return value instanceof Long number ? number : (long) JinjaValues.number(value);
    }

    private static Object whole(String operator, long a, long b) {
        return switch (operator) {
            case "+" -> Math.addExact(a, b);
            case "-" -> Math.subtractExact(a, b);
            case "*" -> Math.multiplyExact(a, b);
            case "//" -> Math.floorDivExact(a, b);
            case "%" -> Math.floorMod(a, b);
            default -> {
                if (b < 0) yield Math.pow(a, b);
                double size = Math.pow(a, b);
                if (Math.abs(size) >= 1L << 53) throw new ArithmeticException();
                yield (long) size;
            }
        };
    }

    private static Object decimal(String operator, double a, double b) {
        if (b == 0 && List.of("/", "//", "%").contains(operator)) throw new ArithmeticException();
        return switch (operator) {
            case "+" -> a + b;
            case "-" -> a - b;
            case "*" -> a * b;
            case "/" -> a / b;
            case "//" -> Math.floor(a / b);
            case "%" -> a - b * Math.floor(a / b);
            default -> Math.pow(a, b);
        };
    }

    private static String joined(String a, String b) {
        RenderingLimits.characters((long) a.length() + b.length());
        return a + b;
    }

    private static Object repeated(Object value, long count) {
        long times = Math.max(0, count);
        if (value instanceof String text) {
            RenderingLimits.characters(Math.multiplyHigh(times, text.length()) != 0 ? Long.MAX_VALUE
                    : times * text.length());
            return text.repeat((int) (text.isEmpty() ? 0 : times));
        }
        if (!(value instanceof List<?> list)) throw unsupported("*", value, count);
        RenderingLimits.entries(Math.min(times, Integer.MAX_VALUE) * list.size());
        var all = new ArrayList<>();
        for (long i = 0; i < (list.isEmpty() ? 0 : times); i++) all.addAll(list);
        return list instanceof Tuple ? new Tuple(all) : all;
    }

    private static TemplateFault unsupported(String operator, Object a, Object b) {
        if (a instanceof Undefined undefined) return undefined.fault();
        return TemplateFault.of("'%s' cannot be done with %s and %s", operator, JinjaValues.type(a), JinjaValues.type(b));
    }
}
