package llmswarm.guard;

import java.io.IOException;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import text.Folding;

/**
 * The names that tools obey on sight, from {@code obeyed.yaml}. That file comes with the program's classes and from
 * nowhere else, as a folder of configuration could name less.
 */
final class ObeyedNames {
    private static final String FILE = "/obeyed.yaml";
    private static final Pattern PLAIN = Pattern.compile("[^/*]+/?");
    private static final String DEEP = "**/";
    private static final String HIDDEN = "many tools obey files whose names begin with a dot";

    /** What the file holds; names and folders are divided by white space. */
    private record Listed(String harmless, List<Entry> obeyed) {
    }

    private record Entry(String because, String names, String unless, String called) {
        Kind kind() {
            var first = each(names).findFirst().orElseThrow().replaceFirst("^/", "").replace("*", "x");
            var said = called == null ? List.<String>of() : List.of(called.strip().split("\\s*,\\s*"));
            return new Kind(because, Names.of(names), first, words(unless), said);
        }
    }

    /**
     * Names with one reason.
     *
     * @param example one of them, without a choice
     * @param unless  folders below which the names are in their right place
     * @param called  what texts say for them
     */
    record Kind(String because, Names names, String example, List<String> unless, List<String> called) {
        boolean holds(String folded) {
            return names.hold(folded) && Arrays.stream(folded.split("/")).noneMatch(unless::contains);
        }
    }

    /** Whole names of files and folders, which is most, are looked up; only the others cost a search. */
    record Names(Set<String> files, Set<String> folders, Pattern others) {
        static Names of(String text) {
            var plain = each(text).filter(PLAIN.asMatchPredicate()).map(name -> Folding.of(name, Normalizer.Form.NFKC))
                .collect(Collectors.partitioningBy(name -> name.endsWith("/"), Collectors.toSet()));
            var folders = plain.get(true).stream().map(name -> name.substring(0, name.length() - 1))
                    .collect(Collectors.toSet());
            return new Names(plain.get(false), folders, pattern(each(text).filter(PLAIN.asMatchPredicate().negate())));
        }

        boolean hold(String folded) {
            var parts = folded.split("/");
            return !folded.endsWith("/") && files.contains(parts[parts.length - 1]) || Arrays.stream(parts)
                    .anyMatch(folders::contains)
                || others.matcher(folded).find();
        }
    }

    private static final class Bundled {
        private static final ObeyedNames NAMES = read();
    }

    private final Pattern harmless;
    /** The names of all kinds: nearly every path is none of them, and is judged by one look. */
    private final Names all;
    private final List<Kind> kinds;

    private ObeyedNames(Listed listed) {
        harmless = pattern(each(listed.harmless()));
        all = Names.of(listed.obeyed().stream().map(Entry::names).collect(Collectors.joining(" ")));
        kinds = listed.obeyed().stream().map(Entry::kind).toList();
    }

    /** Those that came with the program; without them nothing can be judged. */
    static ObeyedNames bundled() {
        return Bundled.NAMES;
    }

    private static ObeyedNames read() {
        try (var in = ObeyedNames.class.getResourceAsStream(FILE)) {
            if (in == null) throw new IllegalStateException("the program came without " + FILE);
            return new ObeyedNames(new YAMLMapper().readValue(in, Listed.class));
        } catch (IOException broken) {
            throw new IllegalStateException("the program's file %s cannot be read".formatted(FILE), broken);
        }
    }

    List<Kind> kinds() {
        return kinds;
    }

    /** Whether one of the kinds may hold for the path, folded as below. */
    boolean hold(String folded) {
        return all.hold(folded);
    }

    /** Why the path, folded and with a slash at its end when it is a folder, may not be written; ends a sentence. */
    Optional<String> because(String folded) {
        var kind = hold(folded) ? kinds.stream().filter(k -> k.holds(folded)).findFirst().map(Kind::because)
                : Optional.<String>empty();
        return kind.isPresent() || !hidden(folded) ? kind : Optional.of(HIDDEN);
    }

    /** Whether a part of the path begins with a dot and is not among the harmless ones. */
    private boolean hidden(String folded) {
        for (int part = 0; part >= 0 && part < folded.length(); part = next(folded, part)) {
            if (folded.charAt(part) == '.' && !harmless.matcher(folded.substring(part)).lookingAt()) return true;
        }
        return false;
    }

    private static int next(String folded, int part) {
        int slash = folded.indexOf('/', part);
        return slash < 0 ? -1 : slash + 1;
    }

    /**
     * Whether the name is one of those that may be written all the same: its path, a folder above it, or either behind
     * a double star, in a folder or in the whole project.
     */
    static boolean allowed(String name, Collection<String> allow) {
        return allow.stream().anyMatch(entry -> {
            int below = entry.indexOf("/" + DEEP) + 1;
            return name.startsWith(entry.substring(0, below)) && allowed(name.substring(below), entry.substring(below));
        });
    }

    private static boolean allowed(String name, String entry) {
        boolean deep = entry.startsWith(DEEP);
        var rest = deep ? entry.substring(DEEP.length()) : entry;
        if (rest.isEmpty()) return false;
        if (name.equals(rest) || rest.endsWith("/") && name.startsWith(rest)) return true;
        return deep && (rest.endsWith("/") ? name.contains("/" + rest) : name.endsWith("/" + rest));
    }

    private static List<String> words(String text) {
        return text == null ? List.of() : List.of(text.strip().split("\\s+"));
    }

    /** The names with each of their choices made. */
    private static Stream<String> each(String text) {
        return words(text).stream().flatMap(ObeyedNames::chosen);
    }

    private static Stream<String> chosen(String name) {
        int open = name.indexOf('{'), close = name.indexOf('}');
        if (open < 0) return Stream.of(name);
        return Arrays.stream(name.substring(open + 1, close).split(",", -1))
            .flatMap(choice -> chosen(name.substring(0, open) + choice + name.substring(close + 1)));
    }

    /** Matches what begins where a part of a path does. */
    private static Pattern pattern(Stream<String> names) {
        var each = Stream.concat(Stream.of("(?!)"), names.map(ObeyedNames::expression));
        return Pattern.compile("(?:^|/)(?:%s)".formatted(each.collect(Collectors.joining("|"))));
    }

    /**
     * A folder goes on or ends there, a file ends there; a star at the beginning of a part stands for at least one
     * letter.
     */
    private static String expression(String name) {
        var top = name.startsWith("/");
        var parts = Arrays.stream((top ? name.substring(1) : name).split("/")).map(ObeyedNames::part);
        return (top ? "(?<!/)" : "") + parts.collect(Collectors.joining("/")) + (name.endsWith("/") ? "(?:/|$)" : "$");
    }

    private static String part(String part) {
        var between = Folding.of(part, Normalizer.Form.NFKC).split("\\*", -1);
        var quoted = Arrays.stream(between).map(Pattern::quote).collect(Collectors.joining("[^/]*"));
        return part.startsWith("*") ? "[^/]" + quoted : quoted;
    }
}
