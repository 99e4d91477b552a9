package answers.edit;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** How far lines from a model stand from where they belong: the same for all lines, or it is no such relation. */
sealed interface IndentShift {
    /** The line as it belongs into the file; empty when it cannot be moved like the others. */
    Optional<String> moved(String line);

    /** The file's lines begin with that much more. */
    record In(String by) implements IndentShift {
        @Override
        public Optional<String> moved(String line) {
            return Optional.of(line.isBlank() ? line : by + line);
        }
    }

    /** The file's lines begin with that much less. */
    record Out(String by) implements IndentShift {
        @Override
        public Optional<String> moved(String line) {
            if (line.isBlank()) return Optional.of(line);
            return line.startsWith(by) ? Optional.of(line.substring(by.length())) : Optional.empty();
        }
    }

    /** The file has a tab for so many of the model's blanks. */
    record Tabs(int width) implements IndentShift {
        @Override
        public Optional<String> moved(String line) {
            var before = before(line);
            int blanks = before.replace("\t", " ".repeat(width)).length();
            return Optional.of("\t".repeat(blanks / width) + " ".repeat(blanks % width) + line.substring(before.length()));
        }
    }

    /** The file has so many blanks for a tab of the model's. */
    record Blanks(int width) implements IndentShift {
        @Override
        public Optional<String> moved(String line) {
            var before = before(line);
            return Optional.of(before.replace("\t", " ".repeat(width)) + line.substring(before.length()));
        }
    }

    /** The relation that holds for each two of the lines that are not blank. */
    static Optional<IndentShift> between(List<String> given, List<String> found) {
        for (int i = 0; i < given.size(); i++) {
            if (given.get(i).isBlank()) continue;
            return first(before(given.get(i)), before(found.get(i)), given, found);
        }
        return Optional.of(new In(""));
    }

    private static Optional<IndentShift> first(String given, String found, List<String> all, List<String> others) {
        IndentShift shift = found.length() >= given.length() ? new In(found.substring(0, found.length() - given.length()))
                : new Out(given.substring(0, given.length() - found.length()));
        if (holds(shift, all, others)) return Optional.of(shift);
        return IntStream.of(4, 2, 8, 3).boxed().<IndentShift>mapMulti((width, to) -> {
            to.accept(new Tabs(width));
            to.accept(new Blanks(width));
        }).filter(indent -> holds(indent, all, others)).findFirst();
    }

    private static boolean holds(IndentShift indent, List<String> given, List<String> found) {
        return IntStream.range(0, given.size()).filter(i -> !given.get(i).isBlank())
                .allMatch(i -> indent.moved(given.get(i)).map(IndentShift::before).filter(before(found.get(i))::equals).isPresent());
    }

    private static String before(String line) {
        return line.substring(0, line.length() - line.stripLeading().length());
    }
}
