package llmswarm.guard;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import text.Printable;

/**
 * Replaces secrets with {@code [redacted]}: those with a known shape, and the values of environment variables whose
 * names
 * say that they are secret, also as programs encode them. Time grows with the length of the text only: every repetition
 * is
 * bounded or possessive.
 */
public final class Redactor {
    private static final String REDACTED = "[redacted]";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A secret's shape; its last group is replaced. Text with none of the hints is not searched. */
    private record Shape(List<String> hints, Pattern pattern, Predicate<String> secret) {
        Shape(String hints, String regex, Predicate<String> secret) {
            this(List.of(hints.split(" ")), Pattern.compile(regex), secret);
        }

        boolean mayBeIn(String text) {
            return hints.stream().anyMatch(text::contains);
        }
    }

    private static final Predicate<String> ANY = text -> true;
    /** The user of the token that stands in most documentation of such tokens, with the id 1234567890. */
    private static final String JOHN_DOE = "eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9l";
    /** How the key begins that every emulator of Azure's storage has. */
    private static final String EMULATOR = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/";
    /** No letter or digit stands before it; a word's boundary is none where a combining mark stands before. */
    private static final String BEGIN = "(?<!\\w)";
    private static final List<Shape> SHAPES = List.of(
            new Shape("sk- pk- rk-", BEGIN + "((?:sk|pk|rk)-[\\w-]{20,}+)", Redactor::random),
            new Shape("k_live_ k_test_", BEGIN + "((?:sk|rk)_(?:live|test)_\\w{16,}+)", ANY),
            new Shape("gsk_ xai- tvly- r8_ nvapi-", BEGIN + "((?:gsk_|xai-|tvly-|r8_|nvapi-)[\\w-]{20,}+)",
            Redactor::random),
            new Shape("gh github_pat_ glpat-", BEGIN
            + "(gh[pousr]_[A-Za-z0-9]{30,}+|github_pat_\\w{30,}+|glpat-[\\w-]{20,}+)", ANY),
            new Shape("hf_", BEGIN + "(hf_[A-Za-z0-9]{30,}+)", ANY),
            new Shape("_", BEGIN + "([a-z]{3}_[A-Za-z0-9]{36}+)(?!\\w)", Redactor::hasDigit),
            new Shape("AKIA ASIA", BEGIN + "((?:AKIA|ASIA)[A-Z0-9]{16})(?!\\w)", key -> !key.endsWith("EXAMPLE")),
            new Shape("AIza", BEGIN + "(AIza[\\w-]{35,}+)", ANY),
            new Shape("xox xapp-", BEGIN + "(xox[a-z]-[A-Za-z0-9-]{10,}+|xapp-[A-Za-z0-9-]{20,}+)", Redactor::hasDigit),
            new Shape("SG. hvs. hvb. hvr. ya29.", BEGIN
            + "(SG\\.[\\w-]{16,32}\\.[\\w-]{30,}+|hv[sbr]\\.[\\w-]{24,}+|ya29\\.[\\w-]{30,}+)",
                    Redactor::random),
            new Shape("_v1_ pypi-AgE dckr_pat_ shp", BEGIN
                    + "(do[opr]_v1_[a-f0-9]{64}|pypi-AgE[\\w-]{50,}+|dckr_pat_[\\w-]{20,}+"
                    + "|shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32})(?!\\w)", Redactor::hasDigit),
            new Shape("whsec_ tskey- ATATT3 AGE-", BEGIN
                    + "(whsec_[A-Za-z0-9+/]{24,}+=*+|tskey-[a-z]{3,20}-\\w{8,40}+-\\w{16,}+|ATATT3[\\w=-]{50,}+"
                    + "|AGE-SECRET-KEY-1[02-9AC-HJ-NP-Z]{58})(?!\\w)", Redactor::hasDigit),
            new Shape("AccountKey=", BEGIN + "AccountKey=([A-Za-z0-9+/]{40,}+=*+)", key -> hasDigit(key)
            && !key.startsWith(EMULATOR)),
            new Shape("hooks.slack.com/services/",
                    "hooks\\.slack\\.com/services/(T\\w{6,20}+/B\\w{6,20}+/[A-Za-z0-9]{16,}+)",
                    Redactor::hasDigitAtItsEnd),
            new Shape("eyJ", BEGIN + "(eyJ[\\w-]{10,}+\\.eyJ[\\w-]{10,}+\\.[\\w-]{10,}+)", token ->
            !token.contains(JOHN_DOE)),
            new Shape("earer EARER", BEGIN + "(?i)bearer\\s{1,4}+([\\w.~+/=-]{16,}+)", Redactor::hasDigit),
            new Shape("uthorization UTHORIZATION",
                    BEGIN + "(?i)authorization[\"']?\\s{0,4}+[:=]\\s{0,4}+[\"']?(?:basic|token)\\s{1,4}+([\\w.~+/=-]{12,}+)", ANY),
            new Shape("?key= &key= token= key= secret= password= signature= sig=",
                    "(?i)[?&](?:api[_-]?key|key|token|access[_-]?token|secret|password|signature|sig)=([\\w.~%+/=-]{16,200}+)", Redactor::random),
            new Shape("://", "://([\\w.~%+=-]{16,200}+)@", Redactor::random),
            new Shape("://", "://([^\\s/?#:@\"'<>]{0,100}+):(?!\\1@)([^\\s/?#@\"'<>]{1,200}+)@", Redactor::password));
    /** What stands for a password in templates and examples. */
    private static final Pattern PLACEHOLDER = Pattern.compile("[${%\\[*].*|x+|\\.+");
    private static final Pattern PEM = Pattern.compile("-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----");
    private static final Pattern PEM_END = Pattern.compile("-----END [A-Z0-9 ]{0,45}-----");
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/=]{40,}+");

    /** Characters of an END line, and of what can stand between a BEGIN line and the key. */
    private static final int MOST_END = 60, MOST_HEAD = 2000;

    private final SecretValues secrets;
    /** The secret values in all their forms, the longest first; those on several lines of base64 apart. */
    private final List<String> forms, wrapped;

    /** @param environment names and values, such as {@code System.getenv()} */
    public Redactor(Map<String, String> environment) {
        this(environment, Set.of());
    }

    /** @param named variables that hold a key, whatever they are called */
    public Redactor(Map<String, String> environment, Collection<String> named) {
        secrets = new SecretValues(environment, named);
        forms = longestFirst(Disguises::of);
        wrapped = longestFirst(Disguises::wrapped);
    }

    private List<String> longestFirst(Function<String, Set<String>> disguises) {
        return secrets.values().stream().flatMap(value -> disguises.apply(value).stream()).distinct()
                .sorted(Comparator.comparing(String::length).reversed().thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    /** Those that may be in the text. */
    private Stream<String> formsFor(String text) {
        return Disguises.isWrapped(text) ? Stream.concat(wrapped.stream(), forms.stream()) : forms.stream();
    }

    /** The names of the variables whose values are replaced. */
    public SortedSet<String> guarded() {
        return secrets.guarded();
    }

    /** The names of variables that hold a secret too short or too common to be replaced: texts would be spoilt. */
    public SortedSet<String> common() {
        return secrets.common();
    }

    /** The text with every secret replaced; applying it twice changes nothing more. */
    public Redacted redact(String text) {
        return new Redacted(clean(text));
    }

    /** Whether a text came back from a model with a mark where it held a secret before. */
    public boolean isLost(String before, String after) {
        return after.contains(REDACTED) && !before.contains(REDACTED) && !clean(before).equals(before);
    }

    /** Replaces every secret in the texts and the fields' names of the JSON, in place; tells whether there was one. */
    public boolean redact(JsonNode json) {
        return JsonSecrets.clean(json, this::clean);
    }

    /** A line of JSON without secrets, and with nothing hidden in it. */
    public Redacted json(String line) {
        try {
            var json = JSON.readTree(line);
            redact(json);
            return new Redacted(Printable.json(json.toString()));
        } catch (JsonProcessingException none) {
            return redact(line);
        }
    }

    /** For text that arrives in pieces. */
    public RedactedStream stream() {
        return new RedactedStream(this);
    }

    private String clean(String text) {
        for (var form : formsFor(text).toList()) text = text.replace(form, REDACTED);
        text = withoutPrivateKeys(text);
        for (var shape : SHAPES) if (shape.mayBeIn(text)) text = shape.pattern.matcher(text)
                .replaceAll(found -> replacement(shape, found));
        return text;
    }

    /** Whether the text may end amidst a secret value. */
    boolean endsWithin(String text) {
        return formsFor(text).anyMatch(form -> {
            for (int from = Math.max(0, text.length() - form.length() + 1); from < text.length(); from++) {
                if (text.charAt(from) == form.charAt(0)
                        && text.regionMatches(from, form, 0, text.length() - from)) return true;
            }
            return false;
        });
    }

    private static String replacement(Shape shape, MatchResult found) {
        int last = found.groupCount();
        if (!shape.secret.test(found.group(last))) return Matcher.quoteReplacement(found.group());
        var before = found.group().substring(0, found.start(last) - found.start());
        var after = found.group().substring(found.end(last) - found.start());
        return Matcher.quoteReplacement(before + REDACTED + after);
    }

    /**
     * The places that private keys take, or lines that only look for such: from a BEGIN line to where it is clear what
     * is there. The end
     * of the last lies behind the text as long as its END line has not come, and it is not clear either that no key
     * follows.
     */
    static List<Span> privateKeys(String text) {
        var begin = PEM.matcher(text);
        var spans = new ArrayList<Span>();
        while (begin.find()) {
            int end = text.indexOf("-----", begin.end());
            var closing = PEM_END.matcher(text).region(Math.max(end, begin.end()), text.length());
            var open = end < 0 ? text.length() - begin.end() <= MOST_HEAD || BASE64.matcher(text)
                    .region(begin.end(), text.length()).find()
                    : text.length() - end < MOST_END && !closing.lookingAt();
            spans.add(new Span(begin.start(), open ? Integer.MAX_VALUE : end < 0 ? begin.end() : closing.lookingAt()
                    ? closing.end() : end));
        }
        return spans;
    }

    /** From one character to before another. */
    record Span(int from, int to) {
        boolean isParted(int at) {
            return from < at && at < to;
        }
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

    /** As addresses in documentation end in a row of X. */
    private static boolean hasDigitAtItsEnd(String path) {
        return hasDigit(path.substring(path.lastIndexOf('/')));
    }

    private static boolean hasDigit(String text) {
        return text.chars().anyMatch(c -> c >= '0' && c <= '9');
    }

    private static boolean password(String text) {
        return !PLACEHOLDER.matcher(text).matches() && !SecretValues.isExample(text);
    }
}
