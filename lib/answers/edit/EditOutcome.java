package answers.edit;

import java.util.List;

/** What became of an edit; line numbers count from 1. */
public sealed interface EditOutcome {
    /** The edit is made; these are the lines of the new text. */
    record Applied(List<String> lines) implements EditOutcome {
        public Applied {
            lines = List.copyOf(lines);
        }
    }

    /** The edit is not made. */
    sealed interface Unapplied extends EditOutcome {
    }

    /** The search text is at each of these lines, and nothing says which is meant. */
    record Ambiguous(List<Integer> at) implements Unapplied {
        public Ambiguous {
            at = List.copyOf(at);
        }
    }

    /** The search text is not in the text. */
    record NotFound() implements Unapplied {
    }

    /** The edit leaves lines out, which would be lost; {@code line} is the one that says so. */
    record Shortened(String line) implements Unapplied {
    }
}
