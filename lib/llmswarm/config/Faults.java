package llmswarm.config;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import llmswarm.guard.Stop;

/** Collects every fault of every file, so that a person reads them all at once; a sentence that repeats is kept once. */
public final class Faults {
    private final Set<String> sentences = new LinkedHashSet<>();

    /** Notes a fault; the sentence is printed behind its place. */
    public void add(Place place, String sentence) {
        add(place.toString(), sentence);
    }

    /** Notes a fault of something that has a path instead of a place in a file, such as {@code tasks[2].agent}. */
    public void add(String where, String sentence) {
        sentences.add(where + ": " + sentence);
    }

    public boolean isEmpty() {
        return sentences.isEmpty();
    }

    /** The faults in the order they were found. */
    public List<String> sentences() {
        return List.copyOf(sentences);
    }

    /** Throws {@link Stop} with all faults, exit code 2, if there are any. */
    public void stopIfAny() {
        if (!sentences.isEmpty()) throw Stop.usage(sentences());
    }
}
