package answers;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import answers.edit.EditOutcome;
import answers.edit.NumberedLines;
import answers.edit.SearchReplace;

/** The sentences about the edits of an answer, fit to be sent back to the model. */
final class EditFaults {
    private static final int MOST_EXPLAINED = 10, MOST_COMPARED = 5, MOST_SEARCHED = 12, MOST_LINES = 5;

    private int explained;

    String unfinished(FileEdit edit, Optional<String> path) {
        var place = path.map("'%s': "::formatted).orElse("") + block(edit);
        return switch (edit.block().ending()) {
            case CUT_OFF -> "the answer ends inside " + path.map("'%s'"::formatted).orElse(block(edit));
            case TWO_DIVIDERS -> ("%s can be read in several ways, because its text holds lines of '=' signs; "
                    + "write its three markers with nine signs each").formatted(place);
            case NO_MARKER, MARKER -> "%s has no line '%s'"
                    .formatted(place, edit.block().divider() < 0 ? "=======" : ">>>>>>> REPLACE");
        };
    }

    String nameless(FileEdit edit) {
        return "%s names no file; put a line with the path above it".formatted(block(edit));
    }

    String noFile(FileEdit edit, String path) {
        return "'%s': %s changes this file, but it does not exist yet; give it whole".formatted(path, block(edit));
    }

    String repeats(FileEdit edit, String path) {
        return "'%s': %s searches for nothing and adds most of the file once more; give the whole file without markers"
                .formatted(path, block(edit));
    }

    static String tooMany(int most) {
        return "only the first %d blocks were read; give a file that changes this much whole".formatted(most);
    }

    /** So that the model sends only the others again. */
    static String applied(List<String> names) {
        if (names.size() == 1) return names.getFirst() + " was applied; do not send it again";
        return "%s and %s were applied; do not send them again"
                .formatted(String.join(", ", names.subList(0, names.size() - 1)), names.getLast());
    }

    String unapplied(FileEdit edit, SearchReplace change, String path, EditOutcome.Unapplied why,
            Map<String, List<String>> texts) {
        return "'%s': ".formatted(path) + switch (why) {
            case EditOutcome.Ambiguous(var at) ->
                    "the search text of %s is found at %s; add lines around it until it is found only once"
                            .formatted(block(edit), lines(at));
            case EditOutcome.Shortened(var line) ->
                    "%s leaves lines out with '%s', and they would be lost; write every line"
                            .formatted(block(edit), line);
            case EditOutcome.NotFound() ->
                    "the search text of %s is not in the file%s"
                            .formatted(block(edit), explanation(change, path, texts));
        };
    }

    /** Only the first failures show their lines, as an answer may hold nothing else; what takes long, fewer of them. */
    private String explanation(SearchReplace change, String path, Map<String, List<String>> texts) {
        if (explained++ >= MOST_EXPLAINED) return "";
        var already = change.already(texts.get(path)).map("; what it would put there is at line %d already"::formatted);
        var elsewhere = texts.keySet().stream()
                .filter(other -> !other.equals(path) && change.in(texts.get(other)) instanceof EditOutcome.Applied)
                .findFirst().map("; but it is in '%s'"::formatted);
        var nearest = Optional.of(change).filter(first -> explained <= MOST_COMPARED)
                .flatMap(first -> first.nearest(texts.get(path)))
                .map(lines -> "\ndid you mean %s of '%s'?\n%s".formatted(range(lines), path, lines.numbered()));
        return already.orElse("") + elsewhere.orElse("") + searched(change) + nearest.orElse("");
    }

    private static String searched(SearchReplace change) {
        var lines = change.search();
        int shown = lines.size() > MOST_SEARCHED ? MOST_SEARCHED - 1 : lines.size();
        var more = shown < lines.size() ? "\n  (%d more lines)".formatted(lines.size() - shown) : "";
        return lines.stream().limit(shown).map(line -> "\n" + ("  | " + line).stripTrailing())
                .collect(Collectors.joining("", ":", more));
    }

    private static String block(FileEdit edit) {
        return "block " + edit.number();
    }

    private static String range(NumberedLines lines) {
        return lines.from() == lines.to() ? "line " + lines.from()
                : "lines %d to %d".formatted(lines.from(), lines.to());
    }

    private static String lines(List<Integer> at) {
        var last = at.size() > MOST_LINES ? "others" : String.valueOf(at.getLast());
        var first = at.stream().limit(Math.min(at.size() - 1, MOST_LINES)).map(String::valueOf);
        return "lines %s and %s".formatted(first.collect(Collectors.joining(", ")), last);
    }
}
