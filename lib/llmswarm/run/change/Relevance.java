package llmswarm.run.change;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Ranks files by the words that they share with a question: by Okapi BM25 (Robertson and Zaragoza, 2009), with the
 * parts of names such as {@code parseLine} counting as words, and what the question names by its path before all else.
 */
final class Relevance {
    private static final double SATURATION = 1.2, LENGTH = 0.75;
    /** A word of a path is worth several in the text. */
    private static final int PATH = 3, LARGEST = 100_000;
    /** What a question names by its path, or by its name alone, comes before what only has its words. */
    static final double NAMED = 1e6, CALLED = 1e3;
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}_$]+");
    private static final Pattern PART = Pattern.compile("[\\p{Lu}]+(?=\\p{Lu}\\p{Ll})|\\p{Lu}?\\p{Ll}+|\\p{Lu}+|\\p{N}+|[^\\p{L}\\p{N}_$]");

    /** How often each word is in a file. */
    record Counted(String path, Map<String, Integer> words, int length) {
    }

    /** A file and how much it has to do with a question; above 0. */
    record Scored(String path, double score) {
    }

    private final List<Counted> files;
    private final Map<String, Integer> holders = new HashMap<>();
    private final double usual;

    /** @param files counted, in the order of their paths */
    Relevance(Collection<Counted> files) {
        this.files = List.copyOf(files);
        files.forEach(file -> file.words.keySet().forEach(word -> holders.merge(word, 1, Integer::sum)));
        usual = files.stream().mapToInt(Counted::length).average().orElse(1);
    }

    /** The words of a file. */
    static Counted counted(String path, String text) {
        var words = new HashMap<String, Integer>();
        words(text.substring(0, Math.min(LARGEST, text.length()))).forEach(word -> words.merge(word, 1, Integer::sum));
        words(path).forEach(word -> words.merge(word, PATH, Integer::sum));
        return new Counted(path, words, words.values().stream().mapToInt(count -> count).sum());
    }

    /** The files that share a word with the question, the most relevant first. */
    List<Scored> ranked(String question) {
        var asked = words(question).distinct().filter(holders::containsKey).toList();
        return files.stream().map(file -> new Scored(file.path, score(file, asked) + named(file.path, question)))
                .filter(file -> file.score > 0)
                .sorted(Comparator.comparingDouble(Scored::score).reversed().thenComparing(Scored::path)).toList();
    }

    private double score(Counted file, List<String> asked) {
        double score = 0;
        for (var word : asked) {
            int count = file.words.getOrDefault(word, 0);
            if (count == 0) continue;
            int holding = holders.get(word);
            double rare = Math.log(1 + (files.size() - holding + 0.5) / (holding + 0.5));
            double norm = SATURATION * (1 - LENGTH + LENGTH * file.length / usual);
            score += rare * count * (SATURATION + 1) / (count + norm);
        }
        return score;
    }

    private static double named(String path, String question) {
        if (stands(path, question)) return NAMED;
        var name = path.substring(path.lastIndexOf('/') + 1);
        return name.indexOf('.') > 0 && stands(name, question) ? CALLED : 0;
    }

    private static boolean stands(String name, String text) {
        return text.contains(name) && Pattern.compile("(?<![\\w/.-])" + Pattern.quote(name) + "(?![\\w-])").matcher(text)
                .find();
    }

    /** Names as they stand and in their parts, in lower case and without the s of a plural. */
    private static Stream<String> words(String text) {
        return NAME.matcher(text).results().flatMap(found -> {
            var name = found.group();
            var parts = PART.matcher(name).results().map(part -> part.group()).collect(Collectors.toList());
            if (parts.size() > 1) parts.add(name);
            return parts.stream();
        }).map(word -> word.toLowerCase(Locale.ROOT)).filter(word -> word.length() > 1).map(Relevance::singular);
    }

    private static String singular(String word) {
        return word.length() > 3 && word.endsWith("s") && !word.endsWith("ss") ? word.substring(0, word.length() - 1)
                : word;
    }
}
