package jinja.value;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Texts with places for values: {@code '%s' % x} and {@code '{}'.format(x)}. */
public final class Formats {
    private static final Pattern PERCENT =
            Pattern.compile("%(?:\\((\\w+)\\))?([-+ 0]*)(\\d{1,4})?(?:\\.(\\d{1,3}))?(.|$)", Pattern.DOTALL);
    private static final Pattern BRACES =
            Pattern.compile("\\{\\{|}}|\\{(\\w*)(?::([-+ 0<>]*)(\\d{1,4})?(,)?(?:\\.(\\d{1,3}))?([sdf])?)?}|[{}]");

    private Formats() {
    }

    /** @param values one, a tuple of them, or a dict for places with names */
    public static String percent(String format, Object values) {
        var all = values instanceof Tuple several ? several : null;
        var out = new StringBuilder();
        int from = 0, used = 0;
        for (var place = PERCENT.matcher(format); place.find(); from = place.end()) {
            out.append(format, from, place.start());
            var kind = place.group(5);
            if (kind.equals("%")) {
                out.append('%');
                continue;
            }
            Object value;
            if (place.group(1) != null) {
                if (!(values instanceof Map<?, ?> map)) throw TemplateFault.of("a dict is expected after '%%'");
                value = Access.entry(map, place.group(1));
            } else {
                if (used >= (all == null ? 1 : all.size())) throw TemplateFault.of("'%%' has too few values");
                value = all == null ? values : all.get(used);
                used++;
            }
            out.append(shown(value, kind, place.group(2), place.group(3), place.group(4), false));
        }
        if (!(values instanceof Map<?, ?>) && used < (all == null ? 1 : all.size())) {
            throw TemplateFault.of("'%%' has too many values");
        }
        return RenderingLimits.text(out.append(format, from, format.length()));
    }

    static String braces(String format, Arguments arguments) {
        var out = new StringBuilder();
        var positional = arguments.rest(0);
        var named = arguments.allNamed();
        int from = 0, next = 0;
        for (var place = BRACES.matcher(format); place.find(); from = place.end()) {
            out.append(format, from, place.start());
            if (place.group().length() == 1) throw TemplateFault.of("'format' does not know the form of '%s'", format);
            if (place.group(1) == null) {
                out.append(place.group().charAt(0));
                continue;
            }
            var name = place.group(1);
            if (!name.matches("\\d{0,4}") ? !named.containsKey(name)
                    : (name.isEmpty() ? next : Integer.parseInt(name)) >= positional.size()) {
                throw TemplateFault.of("'format' has no value for '{%s}'", name);
            }
            var value = !name.matches("\\d{0,4}") ? named.get(name)
                    : positional.get(name.isEmpty() ? next++ : Integer.parseInt(name));
            var flags = place.group(2) == null ? "" : place.group(2);
            var kind = place.group(6) != null ? place.group(6) : place.group(5) != null ? "f" : "s";
            // numbers stand at the right unless it says otherwise, texts at the left
            boolean left = flags.contains("<") || !JinjaValues.isNumber(value) && !flags.contains(">");
            out.append(shown(value, kind, flags.replaceAll("[<>]", "") + (left ? "-" : ""), place.group(3),
                    place.group(5), place.group(4) != null));
        }
        return RenderingLimits.text(out.append(format, from, format.length()));
    }

    private static String shown(Object value, String kind, String flags, String width, String precision,
            boolean grouped) {
        int digits = precision == null ? 6 : Integer.parseInt(precision);
        var text = switch (kind) {
            case "s" -> cut(grouped && value instanceof Long ? String.format(Locale.ROOT, "%,d", value)
                    : JinjaValues.text(value), precision);
            case "r" -> cut(JinjaValues.shown(value), precision);
            case "d", "i" -> String.format(Locale.ROOT, grouped ? "%,d" : "%d", (long) JinjaValues.number(value));
            case "f", "F" -> new BigDecimal(JinjaValues.number(value))
                    .setScale(digits, RoundingMode.HALF_EVEN).toPlainString();
            case "x" -> Long.toHexString(JinjaValues.integer(value));
            default -> throw TemplateFault.of("'%%%s' is not known", kind);
        };
        if (flags.contains("+") && List.of("d", "i", "f").contains(kind) && !text.startsWith("-")) text = "+" + text;
        int lacking = width == null ? 0 : (int) Math.max(0, Integer.parseInt(width) - JinjaValues.length(text));
        if (flags.contains("-")) return text + " ".repeat(lacking);
        if (!flags.contains("0") || kind.equals("s")) return " ".repeat(lacking) + text;
        int sign = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
        return text.substring(0, sign) + "0".repeat(lacking) + text.substring(sign);
    }

    private static String cut(String text, String precision) {
        return precision == null || JinjaValues.length(text) <= Integer.parseInt(precision) ? text
                : text.substring(0, text.offsetByCodePoints(0, Integer.parseInt(precision)));
    }
}
