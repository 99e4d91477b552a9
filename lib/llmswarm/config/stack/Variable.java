//DEPS com.google.re2j:re2j:1.8
package llmswarm.config.stack;

import java.util.List;
import java.util.Optional;

import com.google.re2j.Pattern;

/**
 * A value a user may set with {@code --set name=value}.
 *
 * @param usual   the value where the user sets none, in which variables that stand before it may be named; without it
 *                the user has to say one
 * @param type    what every value is
 * @param choices the values there are; any, when empty
 * @param pattern what a value matches from its beginning to its end
 * @param chosen  what the user set, which is no template
 */
public record Variable(Optional<String> usual, String help, Type type, List<String> choices,
                       Optional<Pattern> pattern, Optional<String> chosen) {
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,12}(\\.[0-9]{1,12})?");

    public Variable {
        choices = List.copyOf(choices);
    }

    /** What values are. */
    public enum Type { TEXT, NUMBER, FLAG }

    /** The same with that value. */
    Variable choosing(String value) {
        return new Variable(usual, help, type, choices, pattern, Optional.of(value));
    }

    /** Some value that fits, unless a pattern says otherwise. */
    String sample() {
        if (!choices.isEmpty()) return choices.getFirst();
        return switch (type) {
            case TEXT -> "x";
            case NUMBER -> "1";
            case FLAG -> "true";
        };
    }

    /** Whether it may have that value. */
    public boolean takes(String value) {
        return isOf(type, value) && (choices.isEmpty() || choices.contains(value))
                && pattern.map(form -> form.matches(value)).orElse(true);
    }

    static boolean isOf(Type type, String value) {
        return switch (type) {
            case TEXT -> true;
            case NUMBER -> NUMBER.matches(value);
            case FLAG -> value.equals("true") || value.equals("false");
        };
    }

    /** What it takes, for sentences: {@code a number}, {@code one of small, large}. */
    public String takes() {
        if (!choices.isEmpty()) return (choices.size() == 1 ? "" : "one of ") + String.join(", ", choices);
        var kind = spoken(type);
        return pattern.map(form -> kind + " that matches " + form).orElse(kind);
    }

    static String spoken(Type type) {
        return switch (type) {
            case TEXT -> "a text";
            case NUMBER -> "a number";
            case FLAG -> "true or false";
        };
    }
}
