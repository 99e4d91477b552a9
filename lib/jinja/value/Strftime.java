package jinja.value;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** A time by a format of C's {@code strftime}, in the words of the C locale. */
public final class Strftime {
    private static final Pattern DIRECTIVE = Pattern.compile("%(-?)(.|$)", Pattern.DOTALL);
    private static final Map<String, String> PATTERNS = Map.ofEntries(Map.entry("a", "EEE"), Map.entry("A", "EEEE"),
            Map.entry("b", "MMM"), Map.entry("h", "MMM"), Map.entry("B", "MMMM"), Map.entry("d", "dd"),
            Map.entry("m", "MM"), Map.entry("y", "uu"), Map.entry("Y", "uuuu"), Map.entry("H", "HH"),
            Map.entry("I", "hh"), Map.entry("M", "mm"), Map.entry("S", "ss"), Map.entry("p", "a"),
            Map.entry("j", "DDD"), Map.entry("f", "SSSSSS"), Map.entry("e", "ppd"), Map.entry("F", "uuuu-MM-dd"),
            Map.entry("T", "HH:mm:ss"), Map.entry("R", "HH:mm"), Map.entry("D", "MM/dd/uu"),
            Map.entry("x", "MM/dd/uu"), Map.entry("X", "HH:mm:ss"), Map.entry("c", "EEE MMM ppd HH:mm:ss uuuu"));

    private Strftime() {
    }

    /** Throws {@link TemplateFault} for a directive that is not known. */
    public static String format(String format, LocalDateTime time) {
        var out = new StringBuilder();
        int from = 0;
        for (var found = DIRECTIVE.matcher(format); found.find(); from = found.end()) {
            out.append(format, from, found.start()).append(meant(found.group(1), found.group(2), time));
        }
        return RenderingLimits.text(out.append(format, from, format.length()));
    }

    private static String meant(String sign, String directive, LocalDateTime time) {
        return switch (directive) {
            case "%" -> "%";
            case "n" -> "\n";
            case "t" -> "\t";
            case "Z", "z" -> "";
            case "w" -> Integer.toString(time.getDayOfWeek().getValue() % 7);
            default -> {
                var pattern = PATTERNS.get(directive);
                if (pattern == null) throw TemplateFault.of("'strftime_now' does not know '%%%s'", directive);
                var text = DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).format(time);
                yield sign.isEmpty() ? text : text.replaceFirst("^[0 ]+(?=.)", "");
            }
        };
    }
}
