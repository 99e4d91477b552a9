package llmswarm.config.yaml;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystems;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/** What a single value of a file may be read as; each method tells what it must be and returns nothing if it is not. */
public final class Values {
    /** Takes a sentence that begins with a verb: {@code must be ...}. */
    @FunctionalInterface
    public interface Trouble {
        void tell(String sentence);

        /** Tells it and returns nothing. */
        default <T> Optional<T> none(String sentence) {
            tell(sentence);
            return Optional.empty();
        }
    }

    /** How names are made, for sentences. */
    public static final String NAME_RULE = "lower-case letters, digits and single hyphens, at most 64 characters";

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,9}"), NUMBER =
            Pattern.compile("-?[0-9]{1,12}(\\.[0-9]{1,12})?");
    private static final Pattern DURATION = Pattern.compile("([1-9][0-9]{0,5})(s|m|h)");
    private static final Pattern AGE = Pattern.compile("([1-9][0-9]{0,3})(h|d)");
    private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{0,6})([mg])b?");
    private static final Pattern RELATIVE = Pattern.compile("[^/\\\\\\pC:][^\\\\\\pC:]*");
    private static final Pattern PROGRAM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.+-]{0,63}");
    private static final Pattern COMPLETIONS = Pattern.compile("/chat/completions/*$");
    private static final Pattern VARIABLE = Pattern.compile("[A-Z_][A-Z0-9_]*");
    private static final Pattern SECRET =
            Pattern.compile("^(sk|pk|gsk|xai|hf|AIza|ghp)[-_A-Za-z0-9]{8,}|^[A-Za-z0-9_-]{32,}$");

    private Values() {
    }

    /** Text that is not blank. */
    public static Optional<String> text(Located.Scalar value, Trouble trouble) {
        return value.text().isBlank() ? trouble.none("must not be empty.") : Optional.of(value.text());
    }

    /** A kebab-case name of at most 64 characters. */
    public static Optional<String> name(Located.Scalar value, Trouble trouble) {
        return isName(value.text()) ? Optional.of(value.text())
            : trouble.none("must be a name of %s, not '%s'.".formatted(NAME_RULE, value.text()));
    }

    /** Whether the text is a kebab-case name of at most 64 characters. */
    public static boolean isName(String text) {
        return text.length() <= 64 && NAME.matches(text);
    }

    /** A whole number within the bounds. */
    public static Optional<Integer> whole(Located.Scalar value, int least, int most, Trouble trouble) {
        if (WHOLE.matches(value.text())) {
            var number = Integer.parseInt(value.text());
            if (number >= least && number <= most) return Optional.of(number);
        }
        return trouble.none("must be a whole number from %d to %d, not '%s'.".formatted(least, most, value.text()));
    }

    /** A number within the bounds. */
    public static Optional<Double> number(Located.Scalar value, double least, double most, Trouble trouble) {
        if (NUMBER.matches(value.text())) {
            var number = Double.parseDouble(value.text());
            if (number >= least && number <= most) return Optional.of(number);
        }
        return trouble.none("must be a number from %s to %s, not '%s'.".formatted(plain(least), plain(most),
                value.text()));
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? String.valueOf((long) number) : String.valueOf(number);
    }

    /** {@code true} or {@code false}; the other words of YAML 1.1 for them are refused, because they surprise. */
    public static Optional<Boolean> flag(Located.Scalar value, Trouble trouble) {
        return switch (value.form() == Located.Form.BOOLEAN ? value.text() : "") {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> trouble.none("must be true or false, not '%s'.".formatted(value.text()));
        };
    }

    /** One of the enum's names, in lower case with hyphens. */
    public static <E extends Enum<E>> Optional<E> choice(Located.Scalar value, Class<E> type, Trouble trouble) {
        var names = Arrays.stream(type.getEnumConstants()).map(Values::written).toList();
        var at = names.indexOf(value.text());
        return at >= 0 ? Optional.of(type.getEnumConstants()[at])
            : trouble.none("must be %s, not '%s'%s".formatted(or(names), value.text(),
            sentenceEnd(Nearest.hint(value.text(), names))));
    }

    private static String written(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String or(List<String> names) {
        return String.join(" or ", String.join(", ", names.subList(0, names.size() - 1)), names.getLast());
    }

    private static String sentenceEnd(String hint) {
        return hint.isEmpty() ? "." : hint;
    }

    /** A duration of whole seconds, minutes or hours. */
    public static Optional<Duration> duration(Located.Scalar value, Trouble trouble) {
        var duration = duration(value.text());
        return duration.isPresent() ? duration
                : trouble.none("must be a duration such as 90s, 5m or 1h, not '%s'.".formatted(value.text()));
    }

    /** The same as a text; empty where it is none. */
    public static Optional<Duration> duration(String text) {
        return DURATION.matches(text) ? Optional.of(Duration.parse("PT" + text.toUpperCase(Locale.ROOT)))
                : Optional.empty();
    }

    /** How old something is, in whole hours or days. */
    public static Optional<Duration> age(Located.Scalar value, Trouble trouble) {
        var age = AGE.matcher(value.text());
        if (!age.matches()) return trouble.none("must be an age such as 7d or 12h, not '%s'.".formatted(value.text()));
        var number = Integer.parseInt(age.group(1));
        return Optional.of(age.group(2).equals("d") ? Duration.ofDays(number) : Duration.ofHours(number));
    }

    /** A number of bytes, in megabytes or gigabytes of 1024. */
    public static Optional<Long> size(Located.Scalar value, Trouble trouble) {
        var size = SIZE.matcher(value.text().toLowerCase(Locale.ROOT));
        return size.matches() ? Optional.of(Long.parseLong(size.group(1)) << (size.group(2).equals("g") ? 30 : 20))
                : trouble.none("must be a size such as 512m or 8g, not '%s'.".formatted(value.text()));
    }

    /** The address of a server, without a password in it. */
    public static Optional<URI> address(Located.Scalar value, Trouble trouble) {
        try {
            var uri = new URI(value.text());
            if (uri.getUserInfo() != null) {
                return trouble.none("must not hold a user name or password; 'api-key-env' names the variable that holds a key.");
            }
            if (uri.getPath() != null && COMPLETIONS.matcher(uri.getPath()).find()) {
                return trouble.none("must end before '/chat/completions', which is added to it, not '%s'.".formatted(value.text()));
            }
            var bare = uri.getQuery() == null && uri.getFragment() == null;
            if (bare && uri.getHost() != null && List.of("http", "https")
                    .contains(uri.getScheme())) return Optional.of(uri);
        } catch (URISyntaxException told) {
            // the sentence below says what it must be
        }
        return trouble.none("must be an address such as http://localhost:1234/v1, not '%s'.".formatted(value.text()));
    }

    /** The name of an environment variable; a key itself is refused without repeating it. */
    public static Optional<String> variable(Located.Scalar value, Trouble trouble) {
        if (VARIABLE.matches(value.text())) return Optional.of(value.text());
        if (SECRET.matcher(value.text()).find()) {
            return trouble.none("seems to hold a key itself; put the key into an environment variable and write that variable's name "
                + "here, such as OPENAI_API_KEY.");
        }
        return trouble.none("must be the name of an environment variable such as OPENAI_API_KEY, not '%s'.".formatted(value.text()));
    }

    /** The name of a program as it is found on the PATH. */
    public static Optional<String> program(Located.Scalar value, Trouble trouble) {
        return PROGRAM.matches(value.text()) ? Optional.of(value.text())
            : trouble.none("must be the name of a program on the PATH, such as gcc, not '%s'.".formatted(value.text()));
    }

    /** A path inside the project; {@code guard} looks closer when it is used. */
    public static Optional<String> relative(Located.Scalar value, Trouble trouble) {
        return RELATIVE.matches(value.text()) && !List.of(value.text().split("/")).contains("..")
                ? Optional.of(value.text())
            : trouble.none("must be a path inside the project with / between its parts, not '%s'.".formatted(value.text()));
    }

    /** A pattern of paths, as {@link java.nio.file.FileSystem#getPathMatcher} reads {@code glob:}. */
    public static Optional<String> glob(Located.Scalar value, Trouble trouble) {
        try {
            FileSystems.getDefault().getPathMatcher("glob:" + value.text());
            return text(value, trouble);
        } catch (java.util.regex.PatternSyntaxException wrong) {
            return trouble.none("must be a pattern of paths such as **/*.txt, not '%s'.".formatted(value.text()));
        }
    }

    /** A regular expression that matches in linear time (RE2) and has the named groups. */
    public static Optional<Pattern> pattern(Located.Scalar value, List<String> groups, Trouble trouble) {
        try {
            var pattern = Pattern.compile(value.text());
            if (pattern.namedGroups().keySet().containsAll(groups)) return Optional.of(pattern);
            return trouble.none("must have the named %s %s.".formatted(groups.size() == 1 ? "group" : "groups",
                String.join(" and ", groups.stream().map("(?<%s>...)"::formatted).toList())));
        } catch (PatternSyntaxException wrong) {
            return trouble.none("is not a regular expression of the linear-time kind (RE2, without look-around and back-references): "
                + "%s `%s`.".formatted(wrong.getDescription(), wrong.getPattern()));
        }
    }
}
