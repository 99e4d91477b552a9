package llmswarm.config.yaml;

import java.util.LinkedHashMap;
import java.util.List;
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
    /** By sentence, what it makes unusable. */
    private final SequencedMap<String, Set<String>> sentences;
    private final String subject;

    public Faults() {
        this(new LinkedHashMap<>(), "");
    }

    private Faults(SequencedMap<String, Set<String>> sentences, String subject) {
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
        add(place.toString(), sentence);
    }

    /** Notes a fault of something that has a path instead of a place in a file, such as {@code tasks[2].agent}. */
    public void add(String where, String sentence) {
        sentences.computeIfAbsent(where + ": " + sentence, first -> new TreeSet<>()).add(subject);
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
        found.sentences().forEach(sentence -> {
            if (sentence.startsWith(own)) sentences.computeIfAbsent(sentence, first -> new TreeSet<>()).add(subject);
            else if (!sentences.containsKey(sentence)) add(reason.place(), "together with '%s': %s".formatted(
                    reason.name(), sentence));
        });
    }

    public boolean isEmpty() {
        return sentences.isEmpty();
    }

    /** The faults in the order they were found. */
    public List<String> sentences() {
        return List.copyOf(sentences.keySet());
    }

    /** Those that make one of these things unusable. */
    public List<String> sentences(Predicate<String> subjects) {
        return sentences.entrySet().stream().filter(fault -> fault.getValue().stream().anyMatch(subjects))
                .map(SequencedMap.Entry::getKey).toList();
    }

    /** Throws {@link Stop} with all faults, exit code 2, if there are any. */
    public void stopIfAny() {
        if (!sentences.isEmpty()) throw Stop.usage(sentences());
    }
}
