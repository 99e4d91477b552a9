package answers.edit;

import java.util.List;

/** What became of an {@link SearchReplace}; line numbers count from 1. */
public sealed interface EditOutcome {
    /**
     * The edit is made.
     *
     * @param line where it begins in the new text
     */
    record Applied(List<String> lines, int line) implements EditOutcome {
        public Applied {
            lines = List.copyOf(lines);
        }
    }

    /** Why it is not made. */
    sealed interface Refused extends EditOutcome {
    }

    /** The search text fits at each of these lines, and nothing says which is meant. */
    record Ambiguous(List<Integer> at) implements Refused {
        public Ambiguous {
            at = List.copyOf(at);
        }
    }

    /** The search text is not there. */
    record Absent() implements Refused {
    }

    /** The replacement leaves lines out, which would be lost; {@code line} is the one that says so. */
    record Shortened(String line) implements Refused {
    }
}
