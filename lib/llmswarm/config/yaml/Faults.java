package llmswarm.config.yaml;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

import llmswarm.guard.Stop;

/**
 * Collects every fault of every file, so that a person reads them all at once; a sentence that repeats is kept once.
 * Each is known by what it makes unusable, so that what is not used hinders nobody.
 */
public final class Faults {
    /** By sentence, where it is and what it makes unusable. */
    private final SequencedMap<String, Told> sentences;
    private final String subject;

    private record Told(Place place, Set<String> subjects) {
    }

    public Faults() {
        this(new LinkedHashMap<>(), "");
    }

    private Faults(SequencedMap<String, Told> sentences, String subject) {
        this.sentences = sentences;
        this.subject = subject;
    }

    /** The same collection, in which every fault that is added makes that thing unusable, such as {@code stack x}. */
    public Faults of(String kind, String name) {
        return new Faults(sentences, subject(kind, name));
    }

    /** How a thing is named in a collection. */
    public static String subject(String kind, String name) {
        return kind + " " + name;
    }

    /** Notes a fault; the sentence is printed behind its place. */
    public void add(Place place, String sentence) {
        tell(place, place + ": " + sentence);
    }

    /** Notes a fault of something that has a path instead of a place in a file, such as {@code tasks[2].agent}. */
    public void add(String where, String sentence) {
        tell(Place.file(where), where + ": " + sentence);
    }

    private void tell(Place place, String sentence) {
        sentences.computeIfAbsent(sentence, first -> new Told(place, new TreeSet<>())).subjects().add(subject);
    }

    /**
     * Takes over what was found of files that are read together: what stands in one of another thing, and is no fault
     * of that thing alone, comes out of their being together.
     *
     * @param found  of all files
     * @param own    how places of this thing's own files begin
     * @param reason where the thing names the other one
     */
    public void addTogether(Faults found, String own, Mention reason) {
        found.sentences.forEach((sentence, told) -> {
            if (told.place().file().startsWith(own)) tell(told.place(), sentence);
            else if (!sentences.containsKey(sentence)) add(reason.place(), "together with '%s': %s".formatted(
                    reason.name(), sentence));
        });
    }

    public boolean isEmpty() {
        return sentences.isEmpty();
    }

    /** The faults, the files in the order in which they were read, those of a file in the order of its lines. */
    public List<String> sentences() {
        return sentences(subject -> true);
    }

    /** Those that make one of these things unusable. */
    public List<String> sentences(Predicate<String> subjects) {
        var files = sentences.values().stream().map(told -> told.place().file()).distinct().toList();
        return sentences.entrySet().stream().filter(fault -> fault.getValue().subjects().stream().anyMatch(subjects))
                .sorted(Comparator.comparing((Map.Entry<String, Told> fault) -> fault.getValue().place(),
                Comparator.<Place>comparingInt(place -> files.indexOf(place.file())).thenComparingInt(Place::line)
                        .thenComparingInt(Place::column))).map(Map.Entry::getKey).toList();
    }

    /** Throws {@link Stop} with all faults, exit code 2, if there are any. */
    public void stopIfAny() {
        if (!sentences.isEmpty()) throw Stop.usage(sentences());
    }
}
