package llmswarm.check;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.google.re2j.Pattern;
import llmswarm.config.yaml.Nearest;
import llmswarm.plan.Plan;

/**
 * Which name a planned contract promises. People call a thing by more than its name: where only one name can be meant,
 * it is that one; where none can or several, the contract is in doubt, and nothing is looked for.
 */
final class ContractNames {
    private static final Set<String> SMALL =
            Set.of("a", "an", "the", "of", "for", "in", "on", "to", "with", "and", "or", "by");
    private static final Pattern PARTS = Pattern.compile("\\s*[()\u2013\u2014;]\\s*|[:,]\\s+|\\s-\\s+|\\n");
    private static final Pattern WORDS = Pattern.compile("(?:\\{[^}]*\\}|<[^>]*>|\\S)+");
    private static final Pattern AROUND = Pattern.compile("^[`'\"*\u2018\u201c]+|[`'\"*\u2019\u201d.,:;!?]+$");
    /** A name has no more words. */
    private static final int MOST = 3;

    /** What a contract promises. */
    sealed interface Promise {
        /**
         * A name to look for.
         *
         * @param name    to compare
         * @param written as the contract has it
         */
        record Known(String name, String written) implements Promise {
        }

        /** No name that could be looked for; the reason is a sentence that says how it is mended. */
        record Doubtful(String reason) implements Promise {
        }
    }

    private final String kind;
    private final ContractPatterns patterns;
    /** Whether no ordinary word can be a name, so that a name is known wherever it stands. */
    private final boolean telling;

    ContractNames(String kind, ContractPatterns patterns) {
        this.kind = kind;
        this.patterns = patterns;
        this.telling = !patterns.canBe("word");
    }

    /** Whether a plan means this kind: {@code table}, {@code Tables} and {@code database table} are one. */
    static boolean same(String kind, String planned) {
        var words = planned.replaceAll("\\(.*", "").strip().toLowerCase(Locale.ROOT);
        var own = kind.strip().toLowerCase(Locale.ROOT);
        return Stream.of(own, own + "s").anyMatch(name -> words.equals(name) || words.endsWith(" " + name));
    }

    /** The first name in it by the pack's pattern for promises, else its name, else what its name and text can mean. */
    Promise of(Plan.Contract contract) {
        var name = contract.name().strip();
        var stated = patterns.stated(contract);
        if (stated.isPresent()) return stated.get();
        if (!patterns.tellNames()) return known(name);
        var made = patterns.made(contract.text());
        if (patterns.canBe(name) && !isKind(name) && !(patterns.severalAtOnce() && !made.isEmpty())) {
            var other = contradiction(name, contract.text(), made);
            return other.<Promise>map(found -> new Promise.Doubtful(
                    "its name is '%s', its text has the %s '%s'; name and text have to say the same"
                            .formatted(name, kind, found))).orElseGet(() -> known(name));
        }
        var called = names(name);
        if (telling) pairs(words(name)).forEach(pair -> called.putIfAbsent(patterns.normal(pair), pair));
        var both = new LinkedHashMap<>(made);
        both.keySet().retainAll(called.keySet());
        if (both.size() == 1) return only(both);
        if (made.size() == 1 || !made.isEmpty() && patterns.severalAtOnce()) return only(made);
        if (called.size() == 1 && made.isEmpty() && !patterns.severalAtOnce()) return only(called);
        return called.isEmpty() && telling ? told(name, contract.text()) : doubtful();
    }

    /** The text tells the name: it has only one, begins with it, or has only one that holds the contract's name. */
    private Promise told(String name, String text) {
        var told = names(text);
        if (told.size() == 1) return only(told);
        var beginning = beginning(text);
        if (beginning.isPresent()) return known(beginning.get());
        told.values().removeIf(written -> !words(written).contains(name));
        return told.size() == 1 ? only(told) : doubtful();
    }

    private Promise known(String written) {
        return new Promise.Known(patterns.normal(written), written);
    }

    private static Promise only(Map<String, String> names) {
        var first = names.entrySet().iterator().next();
        return new Promise.Known(first.getKey(), first.getValue());
    }

    private Promise doubtful() {
        var form = patterns.form().map(String::strip)
                .orElse("named by the exact name that stands in the files, and by nothing else");
        return new Promise.Doubtful("a contract of kind %s is %s".formatted(kind, form));
    }

    /** A name like that one, but another, which the text makes or begins with, where it has not that one itself. */
    private Optional<String> contradiction(String name, String text, Map<String, String> made) {
        var normal = patterns.normal(name);
        if (made.containsKey(normal) || telling && names(text).containsKey(normal) || speaksOf(name, text)) {
            return Optional.empty();
        }
        return Stream.concat(made.values().stream(), beginning(text).stream())
                .filter(other -> alike(name, other)).findFirst();
    }

    /** Whether a text has the name itself, as a call or written as no ordinary word is. */
    private static boolean speaksOf(String name, String text) {
        var more = name.matches("[a-z]+|[A-Z][a-z]*") ? "\\s*\\(" : "(?:[^\\w$]|$)";
        return Pattern.compile("(?:^|[^\\w$])" + Pattern.quote(name) + more).matcher(text).find();
    }

    private static boolean alike(String a, String b) {
        return a.contains(b) || b.contains(a) || words(a).stream().anyMatch(words(b)::contains)
                || !Nearest.hint(a, List.of(b)).isEmpty();
    }

    private Optional<String> beginning(String text) {
        if (!telling) return Optional.empty();
        var words = words(PARTS.split(text.strip(), 2)[0]);
        return Stream.iterate(Math.min(MOST, words.size()), count -> count > 0, count -> count - 1)
                .map(count -> String.join(" ", words.subList(0, count))).filter(patterns::canBe).findFirst();
    }

    /** What can be a name, compared to written: of a telling kind anywhere, else in the first part that has any. */
    private Map<String, String> names(String text) {
        var all = new LinkedHashMap<String, String>();
        for (var part : PARTS.split(text)) {
            if (!telling && !all.isEmpty()) break;
            var words = words(part);
            for (int count = MOST; count > 0; count--) {
                for (int i = 0; i + count <= words.size(); i++) {
                    name(words.subList(i, i + count)).ifPresent(name -> all.putIfAbsent(patterns.normal(name), name));
                }
            }
        }
        return all;
    }

    /** Names of two words with others between them: one contract may speak of several. */
    private List<String> pairs(List<String> words) {
        return IntStream.range(0, words.size()).boxed()
                .flatMap(i -> words.subList(i + 1, words.size()).stream().map(word -> words.get(i) + " " + word))
                .filter(patterns::canBe).toList();
    }

    /** A word that begins a sentence or stands in capitals may be meant in small letters. */
    private Optional<String> name(List<String> words) {
        var name = String.join(" ", words);
        var small = name.toLowerCase(Locale.ROOT);
        if (words.stream().anyMatch(this::isKind) || SMALL.contains(small)) return Optional.empty();
        var plain = name.substring(1).equals(small.substring(1)) || name.equals(name.toUpperCase(Locale.ROOT));
        if (patterns.canBe(name)) return Optional.of(name);
        return Optional.of(small).filter(meant -> plain && patterns.canBe(meant));
    }

    private boolean isKind(String word) {
        return words(kind).stream().anyMatch(own -> word.equalsIgnoreCase(own) || word.equalsIgnoreCase(own + "s"));
    }

    private static List<String> words(String text) {
        var found = WORDS.matcher(text);
        return Stream.iterate(found.find(), more -> more, more -> found.find())
                .map(more -> AROUND.matcher(found.group()).replaceAll("")).filter(word -> !word.isEmpty()).toList();
    }
}
