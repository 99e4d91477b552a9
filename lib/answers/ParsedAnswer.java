package answers;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * What an answer gives: only files that were declared and that the policy lets be written.
 *
 * @param files   whole texts by path, also of files that the answer only edits; each line ends in a line feed, and a
 *                file that was edited keeps its carriage returns
 * @param deleted paths of files that are no longer needed
 * @param dropped paths of files that were given but not taken, as nobody declared them
 * @param faults  sentences fit to be sent back to the model, some of several lines; with any the answer is not whole
 * @param applied how many search/replace blocks were applied
 */
public record ParsedAnswer(SequencedMap<String, String> files, List<String> deleted,
        List<String> dropped, List<String> faults, int applied) {
    public ParsedAnswer {
        deleted = List.copyOf(deleted);
        files = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(files));
        dropped = List.copyOf(dropped);
        faults = List.copyOf(faults);
    }

    /** One that holds nothing, because of that fault. */
    static ParsedAnswer nothing(String fault) {
        return new ParsedAnswer(new LinkedHashMap<>(), List.of(), List.of(), List.of(fault), 0);
    }
}
