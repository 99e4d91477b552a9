package llmswarm.guard;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.stream.Stream;

/** A value between the quotation marks of JSON, Python or HTML, in the ways in which their writers differ. */
final class Quoted {
    /** What writers of JSON number so that it can stand in HTML: Go the first three, PHP each on demand, .NET all. */
    private static final List<String> ON_DEMAND = List.of("<>", "&", "'", "\"", "+`");

    private Quoted() {
    }

    /** With any of the characters that can stand as they are written by their numbers, in small or capital digits. */
    static Stream<String> json(String value) {
        return choices(0).flatMap(numbered -> Stream.<IntPredicate>of(c -> c < ' ', c -> c < ' ' || c >= 0x7F)
            .flatMap(always -> Stream.of("\\u%04x", "\\u%04X").map(number ->
                escaped(value, "\\\"\b\f\n\r\t", "\\\"bfnrt", c -> numbered.indexOf(c) >= 0, always, number))))
            .flatMap(text -> Stream.of(text, text.replace("/", "\\/"))).distinct();
    }

    /** Each choice of those on demand, from one of them on. */
    private static Stream<String> choices(int from) {
        if (from == ON_DEMAND.size()) return Stream.of("");
        return choices(from + 1).flatMap(rest -> Stream.of(rest, ON_DEMAND.get(from) + rest));
    }

    /** As {@code repr} and {@code ascii} write text, and {@code repr} its bytes in UTF-8. */
    static Stream<String> python(String value) {
        var bytes = new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        IntPredicate none = c -> false, control = c -> c < ' ' || c == 0x7F, other = c -> c < ' ' || c >= 0x7F;
        return Stream.of(escaped(value, "\\\n\r\t", "\\nrt", none, control, null),
                escaped(value, "\\\n\r\t", "\\nrt", none, other, null),
            escaped(bytes, "\\\n\r\t", "\\nrt", none, other, null))
            .flatMap(text -> Stream.of(text, text.replace("'", "\\'")));
    }

    /** With quotation marks as they are, by name or by number. */
    static Stream<String> html(String value) {
        var text = value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        return Stream.of("\"", "&quot;", "&#34;", "&#x22;").map(quote -> text.replace("\"", quote))
            .flatMap(half -> Stream.of("'", "&#39;", "&#039;", "&#x27;", "&apos;")
            .map(quote -> half.replace("'", quote))).distinct();
    }

    /**
     * Each of the plain characters behind a backslash as the letter at the same place, and others by their numbers.
     *
     * @param first  what is numbered even if it has a letter
     * @param number for each unit of UTF-16; null for the shortest of Python's
     */
    private static String escaped(String value, String plain, String letters, IntPredicate first, IntPredicate others,
            String number) {
        var text = new StringBuilder();
        value.codePoints().forEach(c -> {
            int letter = plain.indexOf(c);
            if (letter >= 0 && !first.test(c)) text.append('\\').append(letters.charAt(letter));
            else if (!first.test(c) && !others.test(c)) text.appendCodePoint(c);
            else if (number == null) text.append(String.format(Locale.ROOT, c > 0xFFFF ? "\\U%08x" : c > 0xFF
                    ? "\\u%04x" : "\\x%02x", c));
            else for (var unit : Character.toChars(c)) text.append(String.format(Locale.ROOT, number, (int) unit));
        });
        return text.toString();
    }
}
