package llmswarm.run.look;

import java.util.Optional;

/** One thing that an agent wishes to see before it writes. */
public sealed interface Look {
    /** The wish as a line of an answer, the same for wishes that mean the same. */
    String line();

    /**
     * Lines of a text, counted from 1.
     *
     * @param last at least as large as the first
     */
    record Lines(int first, int last) {
        @Override
        public String toString() {
            return first + "-" + last;
        }
    }

    /** @param within a folder, or a pattern of paths; empty for the whole project */
    record Files(String within) implements Look {
        @Override
        public String line() {
            return Word.LIST.of(within);
        }
    }

    /** @param lines empty for the whole file */
    record Text(String path, Optional<Lines> lines) implements Look {
        @Override
        public String line() {
            return Word.SHOW.of(path + lines.map(some -> " " + some).orElse(""));
        }
    }

    /** @param words that stand in a line, in this order, whatever the case of their letters */
    record Search(String words) implements Look {
        @Override
        public String line() {
            return Word.SEARCH.of(words);
        }
    }

    /** Lines of the specification. */
    record Specification(Lines lines) implements Look {
        @Override
        public String line() {
            return Word.SPEC.of(lines.toString());
        }
    }

    /** What a check of the stack says of the files as they stand. */
    record Check(String name) implements Look {
        @Override
        public String line() {
            return Word.CHECK.of(name);
        }
    }

    /** A question that the planner answers. */
    record Question(String words) implements Look {
        @Override
        public String line() {
            return Word.ASK.of(words);
        }
    }

    /** With which a line of an answer begins. */
    enum Word {
        LIST, SHOW, SEARCH, SPEC, CHECK, ASK;

        private String of(String argument) {
            return "%s: %s".formatted(name(), argument).strip();
        }
    }
}
