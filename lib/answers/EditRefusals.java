package answers;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import answers.edit.SearchReplace;
import answers.edit.NumberedLines;
import answers.edit.EditOutcome;

/** What to tell the model about each edit that could not be made. */
final class EditRefusals {
    private static final int EXPLAINED = 10, SHOWN = 12, MOST = 5;

    private final Map<String, List<String>> texts;
    private int explained;

    EditRefusals(Map<String, List<String>> texts) {
        this.texts = texts;
    }

    /** Those of one edit; only the first failures show their lines, as an answer may hold nothing else. */
    Of of(int number, FileEdit edit) {
        return new Of(number, edit);
    }

    /** So that the model sends only the others again. */
    static String applied(List<String> names) {
        return names.size() == 1 ? names.getFirst() + " was applied; do not send it again"
                : "%s and %s were applied; do not send them again".formatted(String.join(", ", names.subList(0, names.size() - 1)), names.getLast());
    }

    final class Of {
        private final int number;
        private final FileEdit edit;

        private Of(int number, FileEdit edit) {
            this.number = number;
            this.edit = edit;
        }

        private String block() {
            return (edit.diff() ? "change " : "block ") + number;
        }

        private static String place(Optional<String> path) {
            return path.map("'%s': "::formatted).orElse("");
        }

        String named(String path) {
            return "%s ('%s')".formatted(block(), path);
        }

        String unfinished(Optional<String> path) {
            if (edit.end() == EditMarks.End.CUT_OFF) return "the answer ends inside " + path.map("'%s'"::formatted).orElse(block());
            return "%s%s has no line '%s'".formatted(place(path), block(), edit.readings().isEmpty() ? "=======" : ">>>>>>> REPLACE");
        }

        String nameless(List<String> fitting) {
            var fits = fitting.isEmpty() ? edit.appends() ? "" : ", and its search text is in no file of the task"
                    : ", and its search text is in " + fitting.stream().map("'%s'"::formatted).collect(Collectors.joining(" and "));
            return "%s names no file%s; put a line with the path above it%s".formatted(block(), fits, fitting.isEmpty() && !edit.appends() ? searched(edit.readings().getFirst()) : "");
        }

        String absentFile(String path) {
            return "'%s': %s changes this file, but it does not exist yet; give it whole".formatted(path, block());
        }

        String placeless(String path) {
            return "'%s': %s does not say where its lines belong; give some lines around them".formatted(path, block());
        }

        String repeats(String path) {
            return "'%s': %s searches for nothing and adds most of the file once more; give the whole file without markers".formatted(path, block());
        }

        String unclear(Optional<String> path) {
            return "%s%s can be read in several ways, because its text holds lines of '=' signs; write its three markers with nine signs each".formatted(place(path), block());
        }

        String refused(String path, SearchReplace reading, EditOutcome.Refused result) {
            return "'%s': ".formatted(path) + switch (result) {
                case EditOutcome.Ambiguous(var at) -> "the search text of %s is found at %s; add lines around it until it is found only once".formatted(block(), lines(at));
                case EditOutcome.Shortened(var line) -> "%s leaves lines out with '%s', and they would be lost; write every line".formatted(block(), line);
                case EditOutcome.Absent absent -> absent(path, reading);
            };
        }

        private String absent(String path, SearchReplace reading) {
            var sentence = "the search text of %s is not in the file".formatted(block());
            if (explained++ >= EXPLAINED) return sentence;
            var text = texts.get(path);
            var already = reading.already(text).map("; what it would put there is at line %d already"::formatted).orElse("");
            var nearest = reading.nearest(text).map(lines -> "\ndid you mean %s of '%s'?\n%s".formatted(range(lines), path, lines.numbered())).orElse("");
            return sentence + already + elsewhere(path, reading) + searched(reading) + nearest;
        }

        private String elsewhere(String path, SearchReplace reading) {
            return texts.keySet().stream().filter(other -> !other.equals(path) && reading.in(texts.get(other)) instanceof EditOutcome.Applied)
                    .findFirst().map("; but it is in '%s'"::formatted).orElse("");
        }
    }

    private static String searched(SearchReplace reading) {
        var lines = reading.search();
        int shown = lines.size() > SHOWN ? SHOWN - 1 : lines.size();
        return ":" + lines.stream().limit(shown).map(line -> "\n" + ("  | " + line).stripTrailing()).collect(Collectors.joining())
                + (shown < lines.size() ? "\n  (%d more lines)".formatted(lines.size() - shown) : "");
    }

    private static String range(NumberedLines lines) {
        return lines.from() == lines.to() ? "line " + lines.from() : "lines %d to %d".formatted(lines.from(), lines.to());
    }

    private static String lines(List<Integer> at) {
        var last = at.size() > MOST ? "others" : String.valueOf(at.getLast());
        return "lines %s and %s".formatted(at.stream().limit(Math.min(at.size() - 1, MOST)).map(String::valueOf).collect(Collectors.joining(", ")), last);
    }
}
