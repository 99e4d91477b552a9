package llmswarm.prompt;

import java.util.Map;

/** Values as the inside of string literals, so that what a planner wrote cannot end the literal it stands in. */
public final class Literal {
    /** What {@code {{name.json}}} ends with. */
    static final String JSON = "json";

    private Literal() {
    }

    /** The text as it stands between double quotes in JSON, TOML and many programming languages. */
    public static String json(String text) {
        var inside = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            switch (c) {
                case '"', '\\' -> inside.append('\\').appendCodePoint(c);
                case '\n' -> inside.append("\\n");
                case '\r' -> inside.append("\\r");
                case '\t' -> inside.append("\\t");
                default -> {
                    if (c < 0x20 || c >= 0x7F && c < 0xA0 || c == 0x2028
                            || c == 0x2029) inside.append("\\u%04x".formatted(c));
                    else inside.appendCodePoint(c >= 0xD800 && c <= 0xDFFF ? 0xFFFD : c);
                }
            }
        });
        return inside.toString();
    }

    /** The value of a variable, also by its name with {@code .json} behind it; null where there is none. */
    public static String of(Map<String, String> variables, String name) {
        var plain = name.endsWith("." + JSON) ? name.substring(0, name.length() - JSON.length() - 1) : name;
        var value = variables.get(plain);
        return value == null || plain.equals(name) ? value : json(value);
    }
}
