package answers.edit;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** How lines from a model become lines of a file that is indented otherwise: in one way for all of them. */
sealed interface IndentShift {
    /** The line as it belongs into the file; empty when it cannot be moved like the others. */
    Optional<String> moved(String line);

    /** The file's lines begin with these blanks, too. */
    record In(String by) implements IndentShift {
        @Override
        public Optional<String> moved(String line) {
            return Optional.of(line.isBlank() ? line : by + line);
        }
    }

    /** The file's lines lack these blanks. */
    record Out(String by) implements IndentShift {
        @Override
        public Optional<String> moved(String line) {
            if (line.isBlank()) return Optional.of(line);
            return line.startsWith(by) ? Optional.of(line.substring(by.length())) : Optional.empty();
        }
    }

    /** The file has a tab for each so many of the model's blanks, which is how models write most languages. */
    record Tabs(int width) implements IndentShift {
        @Override
        public Optional<String> moved(String line) {
            var before = before(line);
            int blanks = before.replace("\t", " ".repeat(width)).length();
            var tabs = "\t".repeat(blanks / width) + " ".repeat(blanks % width);
            return Optional.of(tabs + line.substring(before.length()));
        }
    }

    /** The way that leads from each given line to the found one; the first of them is not blank. */
    static Optional<IndentShift> between(List<String> given, List<String> found) {
        var from = before(given.getFirst());
        var to = before(found.getFirst());
        var blanks = to.length() >= from.length() ? new In(to.substring(0, to.length() - from.length()))
                : new Out(from.substring(0, from.length() - to.length()));
        return Stream.<IndentShift>of(blanks, new Tabs(4), new Tabs(2), new Tabs(8))
                .filter(shift -> shift.leads(given, found)).findFirst();
    }

    private boolean leads(List<String> given, List<String> found) {
        return IntStream.range(0, given.size()).filter(i -> !given.get(i).isBlank()).allMatch(i ->
                moved(given.get(i)).map(IndentShift::before).filter(before(found.get(i))::equals).isPresent());
    }

    private static String before(String line) {
        return line.substring(0, line.length() - line.stripLeading().length());
    }
}
