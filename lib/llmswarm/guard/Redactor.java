package llmswarm.guard;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces secrets with {@code [redacted]}: those with a known shape, and the values of environment variables whose names
 * say that they are secret. Time grows with the length of the text only: every repetition is bounded or possessive.
 */
public final class Redactor {
    private static final String REDACTED = "[redacted]";
    private static final int SHORTEST_VALUE = 8;
    private static final Pattern SECRET_NAME = Pattern.compile("(?i).*(KEY|KEYS|TOKEN|SECRET|PASSWORD|PASSWD|PASSPHRASE|_PASS|_PWD|_PAT)");

    /** A secret's shape; what is replaced is its last group. Text with none of the hints is not searched, which is most text. */
    private record Shape(List<String> hints, Pattern pattern, Predicate<String> secret) {
        Shape(String hints, String regex, Predicate<String> secret) {
            this(List.of(hints.split(" ")), Pattern.compile(regex), secret);
        }

        boolean mayBeIn(String text) {
            return hints.stream().anyMatch(text::contains);
        }
    }

    private static final Predicate<String> ANY = text -> true;
    private static final List<Shape> SHAPES = List.of(
            new Shape("sk- pk- rk-", "\\b((?:sk|pk|rk)-[\\w-]{20,}+)", Redactor::random),
            new Shape("k_live_ k_test_", "\\b((?:sk|rk)_(?:live|test)_\\w{16,}+)", ANY),
            new Shape("gsk_ xai- tvly- r8_ nvapi-", "\\b((?:gsk_|xai-|tvly-|r8_|nvapi-)[\\w-]{20,}+)", Redactor::random),
            new Shape("gh github_pat_ glpat-", "\\b(gh[pousr]_[A-Za-z0-9]{30,}+|github_pat_\\w{30,}+|glpat-[\\w-]{20,}+)", ANY),
            new Shape("hf_", "\\b(hf_[A-Za-z0-9]{30,}+)", ANY),
            new Shape("_", "\\b([a-z]{3}_[A-Za-z0-9]{36}+)\\b", Redactor::hasDigit),
            new Shape("AKIA ASIA", "\\b((?:AKIA|ASIA)[A-Z0-9]{16})\\b", ANY),
            new Shape("AIza", "\\b(AIza[\\w-]{35,}+)", ANY),
            new Shape("xox xapp-", "\\b(xox[a-z]-[A-Za-z0-9-]{10,}+|xapp-[A-Za-z0-9-]{20,}+)", Redactor::hasDigit),
            new Shape("eyJ", "\\b(eyJ[\\w-]{10,}+\\.eyJ[\\w-]{10,}+\\.[\\w-]{10,}+)", ANY),
            new Shape("earer EARER", "(?i)\\bbearer\\s{1,4}+([\\w.~+/=-]{16,}+)", Redactor::hasDigit),
            new Shape("uthorization UTHORIZATION",
                    "(?i)\\bauthorization[\"']?\\s{0,4}+[:=]\\s{0,4}+[\"']?(?:basic|token)\\s{1,4}+([\\w.~+/=-]{12,}+)", ANY),
            new Shape("://", "://([^\\s/?#:@\"'<>]{0,100}+):(?!\\1@)([^\\s/?#@\"'<>]{1,200}+)@", Redactor::password));
    /** What stands for a password in templates and examples. */
    private static final Pattern PLACEHOLDER = Pattern.compile("[${%\\[*].*|x+|\\.+");
    private static final Set<String> EXAMPLES = Set.of("password", "passwd", "pass", "secret", "changeme", "example", "token", "pwd",
            "user", "username", "admin", "root", "test", "guest", "postgres", "your-password", "your_password", "mypassword");

    private static final Pattern PEM = Pattern.compile("-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----");
    private static final Pattern PEM_END = Pattern.compile("-----END [A-Z0-9 ]{0,45}-----");
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/=]{40,}+");

    private final List<String> values;

    /** @param environment names and values, such as {@code System.getenv()}; values below 8 characters are too common to replace */
    public Redactor(Map<String, String> environment) {
        values = environment.entrySet().stream()
                .filter(e -> SECRET_NAME.matcher(e.getKey()).matches())
                .map(e -> e.getValue().strip())
                .filter(v -> v.length() >= SHORTEST_VALUE)
                .distinct()
                .sorted(Comparator.comparing(String::length).reversed().thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    /** The text with every secret replaced; applying it twice changes nothing more. */
    public String redact(String text) {
        for (var value : values) text = text.replace(value, REDACTED);
        text = withoutPrivateKeys(text);
        for (var shape : SHAPES) if (shape.mayBeIn(text)) text = shape.pattern.matcher(text).replaceAll(found -> replacement(shape, found));
        return text;
    }

    private static String replacement(Shape shape, MatchResult found) {
        int last = found.groupCount();
        if (!shape.secret.test(found.group(last))) return Matcher.quoteReplacement(found.group());
        var before = found.group().substring(0, found.start(last) - found.start());
        var after = found.group().substring(found.end(last) - found.start());
        return Matcher.quoteReplacement(before + REDACTED + after);
    }

    /** From the BEGIN line to the END line; code that only looks for such lines has no key between them. */
    private static String withoutPrivateKeys(String text) {
        if (!text.contains("-----BEGIN ")) return text;
        var begin = PEM.matcher(text);
        var kept = new StringBuilder();
        int done = 0;
        while (begin.find(done)) {
            int end = text.indexOf("-----", begin.end());
            var key = BASE64.matcher(text).region(begin.end(), end < 0 ? text.length() : end);
            int last = -1;
            while (key.find()) last = key.end();
            kept.append(text, done, last < 0 ? begin.end() : begin.start());
            done = begin.end();
            if (last < 0) continue;
            kept.append(REDACTED);
            var closing = PEM_END.matcher(text).region(end < 0 ? text.length() : end, text.length());
            done = closing.lookingAt() ? closing.end() : last;
        }
        return kept.append(text, done, text.length()).toString();
    }

    /** Names such as those of style classes have the same letters, but no long run with digits in it. */
    private static boolean random(String text) {
        for (var run : text.split("[-_]")) if (run.length() >= 12 && hasDigit(run)) return true;
        return false;
    }

    private static boolean hasDigit(String text) {
        return text.chars().anyMatch(c -> c >= '0' && c <= '9');
    }

    private static boolean password(String text) {
        return !PLACEHOLDER.matcher(text).matches() && !EXAMPLES.contains(text.toLowerCase(Locale.ROOT));
    }
}
