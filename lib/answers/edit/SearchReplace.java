package answers.edit;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Lines to look for in a text, and the lines that take their place. They need not be written exactly, but however their
 * inexactness is read, they must fit in one place only.
 */
public record SearchReplace(List<String> search, List<String> replace) {
    public SearchReplace {
        search = List.copyOf(search);
        replace = List.copyOf(replace);
    }

    /** Whether there is nothing to look for, so that the lines go to the end of the text. */
    public boolean appends() {
        return search.stream().allMatch(String::isBlank);
    }

    /** The text with the edit made, or why it cannot be. */
    public EditOutcome in(List<String> text) {
        if (appends()) {
            var added = replace.stream().map(line -> line + ending(text));
            return new EditOutcome.Applied(Stream.concat(text.stream(), added).toList(), text.size() + 1);
        }
        var shortened = Elision.unpaired(this, text);
        if (shortened.isPresent()) return new EditOutcome.Shortened(shortened.get());
        for (var form : forms()) {
            var found = Trimming.found(form, text);
            if (!found.isEmpty()) return one(found, text);
        }
        return forms().stream().flatMap(form -> Elision.in(form, text).or(() -> Drift.in(form, text)).stream()).findFirst().orElseGet(EditOutcome.Absent::new);
    }

    private static EditOutcome one(List<Trimming> found, List<String> text) {
        var lines = found.stream().flatMap(trimming -> trimming.lines().stream()).distinct().sorted().toList();
        if (lines.size() > 1) return new EditOutcome.Ambiguous(lines);
        var only = found.getFirst();
        return only.places().getFirst().edited(only.edit(), text).orElseGet(EditOutcome.Absent::new);
    }

    /** What a new line of the text ends in: files with CRLF are split at LF, so that their lines keep the CR. */
    static String ending(List<String> text) {
        return !text.isEmpty() && text.getFirst().endsWith("\r") ? "\r" : "";
    }

    /** The lines of the text that the search text may have been meant to be. */
    public Optional<NumberedLines> nearest(List<String> text) {
        return ClosestLines.to(forms().getLast().search, text);
    }

    /** The line, counted from 1, at which the text has the replacement already. */
    public Optional<Integer> already(List<String> text) {
        var lines = forms().getLast().replace;
        return lines.stream().allMatch(String::isBlank) ? Optional.empty() : Occurrence.of(lines, text).stream().findFirst().map(Occurrence::line);
    }

    /** What the model wrote, then that without a fence within the markers or without line numbers. */
    private List<SearchReplace> forms() {
        var bare = unfenced().orElse(this);
        return Stream.of(Optional.of(this), unfenced(), LineNumbers.without(bare)).flatMap(Optional::stream).toList();
    }

    private Optional<SearchReplace> unfenced() {
        if (!fenced(search) || !fenced(replace) && !replace.isEmpty()) return Optional.empty();
        return Optional.of(new SearchReplace(search.subList(1, search.size() - 1), replace.isEmpty() ? replace : replace.subList(1, replace.size() - 1)));
    }

    private static boolean fenced(List<String> lines) {
        return lines.size() > 2 && lines.getFirst().startsWith("```") && lines.getLast().strip().equals("```");
    }
}
