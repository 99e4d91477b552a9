package jinja.value;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;

/** The methods of Python's texts, whose characters are code points. */
public final class StringMethods {
    private StringMethods() {
    }

    /** Null when a text has none of that name. */
    static Callable of(String text, String name) {
        return switch (name) {
            case "upper" -> _ -> text.toUpperCase(Locale.ROOT);
            case "lower", "casefold" -> _ -> text.toLowerCase(Locale.ROOT);
            case "title" -> _ -> title(text);
            case "capitalize" -> _ -> capitalized(text);
            case "swapcase" -> _ -> mapped(text, c -> Character.isUpperCase(c) ? Character.toLowerCase(c)
                    : Character.toUpperCase(c));
            case "strip" -> arguments -> stripped(text, arguments.get(0, "chars", null), true, true);
            case "lstrip" -> arguments -> stripped(text, arguments.get(0, "chars", null), true, false);
            case "rstrip" -> arguments -> stripped(text, arguments.get(0, "chars", null), false, true);
            case "startswith" -> arguments -> fixes(arguments).stream().anyMatch(within(text, arguments)::startsWith);
            case "endswith" -> arguments -> fixes(arguments).stream().anyMatch(within(text, arguments)::endsWith);
            case "removeprefix" -> arguments -> {
                var prefix = arguments.text(0, "prefix");
                return text.startsWith(prefix) ? text.substring(prefix.length()) : text;
            };
            case "removesuffix" -> arguments -> {
                var suffix = arguments.text(0, "suffix");
                return text.endsWith(suffix) ? text.substring(0, text.length() - suffix.length()) : text;
            };
            case "split" -> arguments -> Splits.split(text, arguments.get(0, "sep", null),
                    arguments.number(1, "maxsplit", -1));
            case "rsplit" -> arguments -> Splits.fromTheEnd(text, arguments.get(0, "sep", null),
                    arguments.number(1, "maxsplit", -1));
            case "splitlines" -> arguments -> Splits.lines(text, arguments.flag(0, "keepends"));
            case "partition" -> arguments -> parted(text, arguments.text(0, "sep"), false);
            case "rpartition" -> arguments -> parted(text, arguments.text(0, "sep"), true);
            case "join" -> arguments -> joined(text, JinjaValues.items(arguments.get(0, "iterable")));
            case "replace" -> arguments -> replaced(text, arguments.text(0, "old"), arguments.text(1, "new"),
                    arguments.number(2, "count", -1));
            case "find" -> arguments -> place(text, text.indexOf(arguments.text(0, "sub"), text.offsetByCodePoints(0,
                    Math.clamp(arguments.number(1, "start", 0), 0, (int) JinjaValues.length(text)))));
            case "rfind" -> arguments -> place(text, text.lastIndexOf(arguments.text(0, "sub")));
            case "index" -> arguments -> there(place(text, text.indexOf(arguments.text(0, "sub"))));
            case "rindex" -> arguments -> there(place(text, text.lastIndexOf(arguments.text(0, "sub"))));
            case "count" -> arguments -> count(text, arguments.text(0, "sub"));
            case "center" -> arguments -> padded(text, arguments, true, true);
            case "ljust" -> arguments -> padded(text, arguments, false, true);
            case "rjust" -> arguments -> padded(text, arguments, true, false);
            case "zfill" -> arguments -> zeros(text, arguments.number(0, "width", 0));
            case "format" -> arguments -> Formats.braces(text, arguments);
            case "isdigit", "isdecimal", "isnumeric" -> _ -> all(text, Character::isDigit);
            case "isalpha" -> _ -> all(text, Character::isLetter);
            case "isalnum" -> _ -> all(text, Character::isLetterOrDigit);
            case "isspace" -> _ -> all(text, StringMethods::blank);
            case "isupper" -> _ -> text.chars().anyMatch(Character::isUpperCase)
                    && text.chars().noneMatch(Character::isLowerCase);
            case "islower" -> _ -> text.chars().anyMatch(Character::isLowerCase)
                    && text.chars().noneMatch(Character::isUpperCase);
            default -> null;
        };
    }

    /** What Python takes for a blank: also some that are none in Java, and the other way round. */
    static boolean blank(int c) {
        return Character.isSpaceChar(c) || c >= '\t' && c <= '\r' || c >= 0x1C && c <= 0x1F || c == 0x85;
    }

    /** @param characters a text; null for blanks */
    public static String stripped(String text, Object characters, boolean left, boolean right) {
        if (characters != null && !(characters instanceof String)) {
            throw TemplateFault.of("characters to strip must be a text, not %s", JinjaValues.type(characters));
        }
        IntPredicate goes = characters == null ? StringMethods::blank : c -> ((String) characters).indexOf(c) >= 0;
        int from = 0, to = text.length();
        while (left && from < to && goes.test(text.codePointAt(from))) {
            from += Character.charCount(text.codePointAt(from));
        }
        while (right && from < to && goes.test(text.codePointBefore(to))) {
            to -= Character.charCount(text.codePointBefore(to));
        }
        return text.substring(from, to);
    }

    /** The first letter large, the others small. */
    public static String capitalized(String text) {
        if (text.isEmpty()) return text;
        int second = text.offsetByCodePoints(0, 1);
        return Character.toString(Character.toTitleCase(text.codePointAt(0)))
                + text.substring(second).toLowerCase(Locale.ROOT);
    }

    /** All of them, or the first so many where the count is not negative. */
    public static String replaced(String text, String old, String by, int count) {
        if (count == 0 || old.isEmpty() && text.isEmpty()) return count == 0 ? text : by;
        var out = new StringBuilder();
        int from = 0;
        for (int done = 0; count < 0 || done < count; done++) {
            // nothing stands before each character, and after the last one
            int at = !old.isEmpty() ? text.indexOf(old, from) : done == 0 ? 0 : from >= text.length() ? -1
                    : text.offsetByCodePoints(from, 1);
            if (at < 0) break;
            RenderingLimits.text(out.append(text, from, at).append(by));
            from = at + old.length();
        }
        return out.append(text, from, text.length()).toString();
    }

    /** The entries, which must be texts, with this one between them. */
    static String joined(String between, List<Object> items) {
        for (var item : items) {
            if (!(item instanceof String)) throw TemplateFault.of("texts can be joined, not %s", JinjaValues.type(item));
        }
        RenderingLimits.characters(items.stream().mapToLong(item -> ((String) item).length() + between.length()).sum());
        return items.stream().map(String.class::cast).collect(Collectors.joining(between));
    }

    /** In the middle of so many blanks, on both sides or on one. */
    public static String padded(String text, Arguments arguments, boolean before, boolean after) {
        int width = arguments.number(0, "width", 80);
        RenderingLimits.characters(width);
        int lacking = (int) Math.max(0, width - JinjaValues.length(text));
        int left = before ? after ? lacking / 2 + (lacking & width & 1) : lacking : 0;
        var fill = arguments.text(1, "fillchar", " ");
        return fill.repeat(left) + text + fill.repeat(lacking - left);
    }

    private static String within(String text, Arguments arguments) {
        return arguments.has(1, "start") ? (String) Access.slice(text, arguments.get(1, "start"),
                arguments.get(2, "end", null), null) : text;
    }

    private static List<String> fixes(Arguments arguments) {
        var fix = arguments.get(0, "prefix");
        if (fix instanceof Tuple several) return several.stream().map(JinjaValues::text).toList();
        return List.of(arguments.text(0, "prefix"));
    }

    private static String title(String text) {
        boolean[] inWord = new boolean[1];
        return mapped(text, c -> {
            int shown = inWord[0] ? Character.toLowerCase(c) : Character.toTitleCase(c);
            inWord[0] = Character.isLetter(c);
            return shown;
        });
    }

    private static String mapped(String text, IntUnaryOperator change) {
        var out = new StringBuilder();
        text.codePoints().map(change).forEach(out::appendCodePoint);
        return out.toString();
    }

    private static Object parted(String text, String separator, boolean last) {
        int at = last ? text.lastIndexOf(separator) : text.indexOf(separator);
        var parts = at < 0 ? last ? List.of("", "", text) : List.of(text, "", "")
                : List.of(text.substring(0, at), separator, text.substring(at + separator.length()));
        return new Tuple(new ArrayList<>(parts));
    }

    private static Object place(String text, int at) {
        return at < 0 ? -1L : (long) text.codePointCount(0, at);
    }

    private static Object there(Object place) {
        if (place.equals(-1L)) throw TemplateFault.of("the text to find is not there");
        return place;
    }

    private static Object count(String text, String part) {
        if (part.isEmpty()) return JinjaValues.length(text) + 1;
        return (long) Splits.split(text, part, -1).size() - 1;
    }

    private static String zeros(String text, int width) {
        RenderingLimits.characters(width);
        var sign = text.startsWith("-") || text.startsWith("+") ? text.substring(0, 1) : "";
        return sign + "0".repeat((int) Math.max(0, width - JinjaValues.length(text))) + text.substring(sign.length());
    }

    private static boolean all(String text, IntPredicate kind) {
        return !text.isEmpty() && text.codePoints().allMatch(kind);
    }
}
