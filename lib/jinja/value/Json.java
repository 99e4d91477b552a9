package jinja.value;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Values as JSON, with the blanks that Python's {@code json.dumps} sets; characters that are not ASCII stay. */
public final class Json {
    private final String indent;
    private final String between;
    private final String colon;
    private final boolean sorted;
    private final boolean ascii;

    /**
     * @param indent  what each depth is indented by; null for one line
     * @param between stands between entries, {@code colon} between key and value
     */
    public Json(String indent, String between, String colon, boolean sorted, boolean ascii) {
        this.indent = indent;
        this.between = between;
        this.colon = colon;
        this.sorted = sorted;
        this.ascii = ascii;
    }

    /** Throws {@link TemplateFault} for a value that JSON has not. */
    public String text(Object value) {
        var out = new StringBuilder();
        write(value, 0, out);
        return RenderingLimits.text(out);
    }

    private void write(Object value, int depth, StringBuilder out) {
        switch (value) {
            case null -> out.append("null");
            case Boolean flag -> out.append(flag);
            case Long number -> out.append(number);
            case Double number -> out.append(JinjaValues.decimal(number).replace("nan", "NaN").replace("inf", "Infinity"));
            case String text -> quote(text, out);
            case List<?> list -> {
                out.append('[');
                boolean first = true;
                for (var item : list) {
                    separate(first, depth + 1, out);
                    first = false;
                    write(item, depth + 1, out);
                }
                end(list.isEmpty(), depth, out);
                out.append(']');
            }
            case Map<?, ?> map -> {
                out.append('{');
                boolean first = true;
                for (var entry : (sorted ? new TreeMap<>(map) : map).entrySet()) {
                    separate(first, depth + 1, out);
                    first = false;
                    quote(entry.getKey() instanceof String name ? name : text(entry.getKey()), out);
                    out.append(colon);
                    write(entry.getValue(), depth + 1, out);
                }
                end(map.isEmpty(), depth, out);
                out.append('}');
            }
            default -> throw TemplateFault.of("%s is no JSON", JinjaValues.type(value));
        }
        RenderingLimits.characters(out.length());
    }

    private void separate(boolean first, int depth, StringBuilder out) {
        if (!first) out.append(between);
        if (indent != null) out.append('\n').append(indent.repeat(depth));
    }

    private void end(boolean empty, int depth, StringBuilder out) {
        if (indent != null && !empty) out.append('\n').append(indent.repeat(depth));
    }

    private void quote(String text, StringBuilder out) {
        out.append('"');
        text.chars().forEach(c -> {
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                default -> {
                    if (c < ' ' || ascii && c > '~') out.append("\\u%04x".formatted(c));
                    else out.append((char) c);
                }
            }
        });
        out.append('"');
    }
}
