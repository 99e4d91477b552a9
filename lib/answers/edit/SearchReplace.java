package answers.edit;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Lines to look for in a text, and the lines that take their place. */
public record SearchReplace(List<String> search, List<String> replace) {
    public SearchReplace {
        search = List.copyOf(search);
        replace = List.copyOf(replace);
    }

    /** Whether there is nothing to look for, so that the lines go to the end of the text. */
    public boolean appends() {
        return search.stream().allMatch(String::isBlank);
    }

    /** The text with the edit made, or why it cannot be made. */
    public EditOutcome in(List<String> text) {
        if (appends()) {
            var added = replace.stream().map(line -> line + lineEnd(text));
            return new EditOutcome.Applied(Stream.concat(text.stream(), added).toList());
        }
        var omission = Omission.in(this, text);
        if (omission.isPresent()) return new EditOutcome.Shortened(omission.get());
        for (var spelling : spellings()) {
            var found = Occurrence.of(spelling, text);
            if (found.size() > 1) return new EditOutcome.Ambiguous(found.stream().map(Occurrence::line).toList());
            if (!found.isEmpty()) return found.getFirst().replaced(text);
        }
        return PartOfLines.of(spellings().getLast(), text).map(part -> part.replaced(text))
                .orElseGet(EditOutcome.NotFound::new);
    }

    /** What stands behind a line of the text: files with CRLF are split at LF, so that their lines keep the CR. */
    static String lineEnd(List<String> text) {
        return !text.isEmpty() && text.getFirst().endsWith("\r") ? "\r" : "";
    }

    /** The lines of the text that the search text may have been meant to be. */
    public Optional<NumberedLines> nearest(List<String> text) {
        return ClosestLines.to(spellings().getLast().search, text);
    }

    /** The line, counted from 1, at which the text has the replacement already. */
    public Optional<Integer> already(List<String> text) {
        var made = new SearchReplace(spellings().getLast().replace, List.of());
        return made.appends() ? Optional.empty() : Occurrence.of(made, text).stream().findFirst().map(Occurrence::line);
    }

    /** As it was written, then without a fence between the markers and without line numbers. */
    private List<SearchReplace> spellings() {
        var bare = isFenced(search) && (replace.isEmpty() || isFenced(replace))
                ? Optional.of(new SearchReplace(inside(search), inside(replace))) : Optional.<SearchReplace>empty();
        var plain = LineNumbers.removed(bare.orElse(this));
        return Stream.of(Optional.of(this), bare, plain).flatMap(Optional::stream).toList();
    }

    private static boolean isFenced(List<String> lines) {
        return lines.size() > 2 && lines.getFirst().startsWith("```") && lines.getLast().strip().equals("```");
    }

    private static List<String> inside(List<String> fenced) {
        return fenced.isEmpty() ? fenced : fenced.subList(1, fenced.size() - 1);
    }
}
