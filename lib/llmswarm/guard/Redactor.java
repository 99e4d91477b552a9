package llmswarm.guard;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Function;
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
 * names say that they are secret, also as programs encode them. Time grows with the length of the text only: every
 * repetition is bounded or possessive.
 */
public final class Redactor {
    private static final String REDACTED = "[redacted]";
    private static final ObjectMapper JSON = new ObjectMapper();

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

    /** Whether a text holds more secrets than the one in whose place it comes. */
    public boolean isBrought(String before, String after) {
        var brought = secretsIn(after);
        return brought > 0 && brought > secretsIn(before);
    }

    private int secretsIn(String text) {
        var clean = clean(text);
        return clean.equals(text) ? 0 : marks(clean) - marks(text);
    }

    private static int marks(String text) {
        int marks = 0;
        for (int at = text.indexOf(REDACTED); at >= 0; at = text.indexOf(REDACTED, at + 1)) marks++;
        return marks;
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
        for (var shape : SecretShape.ALL) if (shape.mayBeIn(text)) text = shape.pattern().matcher(text)
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

    private static String replacement(SecretShape shape, MatchResult found) {
        int last = found.groupCount();
        if (!shape.secret().test(found.group(last))) return Matcher.quoteReplacement(found.group());
        var before = found.group().substring(0, found.start(last) - found.start());
        var after = found.group().substring(found.end(last) - found.start());
        return Matcher.quoteReplacement(before + REDACTED + after);
    }

    /**
     * The places that private keys take, or lines that only look for such: from a BEGIN line to where it is clear what
     * is there. The end of the last lies behind the text as long as its END line has not come, and it is not clear
     * either that no key follows.
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
}
