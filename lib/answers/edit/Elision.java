package answers.edit;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Lines such as {@code ...} that stand for lines left out: between them each piece must be found by itself, in order. */
final class Elision {
    private static final List<String> COMMENTS = List.of("#", "//", "/*", "<!--", "--", ";", "%", "{/*");
    private static final List<String> CLOSINGS = List.of("*/", "-->", "*/}");
    private static final List<String> TALK = List.of("existing", "rest of", "the rest", "unchanged", "remaining", "same as", "other ", "keep ");

    private Elision() {
    }

    /** A comment in the replacement that speaks of lines left out, where neither the search text nor the file has it. */
    static Optional<String> unpaired(SearchReplace edit, List<String> text) {
        var known = new HashSet<String>();
        Stream.concat(edit.search().stream(), text.stream()).map(String::strip).forEach(known::add);
        return edit.replace().stream().map(String::strip).filter(line -> !known.contains(line) && talks(line)).findFirst();
    }

    private static boolean talks(String line) {
        var said = comment(line).toLowerCase(Locale.ROOT).replace("…", "...");
        if (comment(line).equals(line) || !said.startsWith("...") && !said.endsWith("...")) return false;
        var words = said.replace("...", " ").strip();
        return words.isEmpty() || TALK.stream().anyMatch(words::startsWith);
    }

    private static boolean elides(String line) {
        var said = comment(line.strip());
        return said.equals("...") || said.equals("…") || talks(line.strip());
    }

    private static String comment(String line) {
        var said = line;
        for (var mark : COMMENTS) if (said.startsWith(mark)) said = said.substring(mark.length()).strip();
        for (var mark : CLOSINGS) if (said.endsWith(mark)) said = said.substring(0, said.length() - mark.length()).strip();
        return said;
    }

    /** Empty when nothing is left out, or when search text and replacement do not leave out the same. */
    static Optional<EditOutcome> in(SearchReplace edit, List<String> text) {
        var search = pieces(edit.search());
        var replace = pieces(edit.replace());
        if (search.size() == 1 || search.size() != replace.size() || !dotted(edit.search()).equals(dotted(edit.replace()))) return Optional.empty();
        var lines = new ArrayList<String>();
        int at = 0, first = 0;
        for (int i = 0; i < search.size(); i++) {
            var piece = new SearchReplace(search.get(i), replace.get(i));
            if (piece.search().equals(piece.replace()) && piece.appends()) continue;
            if (piece.appends()) return Optional.empty();
            var places = Occurrence.of(piece.search(), text);
            if (places.size() > 1) return Optional.of(new EditOutcome.Ambiguous(places.stream().map(Occurrence::line).toList()));
            if (places.isEmpty() || places.getFirst().start() < at) return Optional.empty();
            var place = places.getFirst();
            var changed = place.replacement(piece, text);
            if (changed.isEmpty()) return Optional.empty();
            if (first == 0) first = place.line();
            lines.addAll(text.subList(at, place.start()));
            lines.addAll(changed.get());
            at = place.end();
        }
        if (first == 0) return Optional.empty();
        lines.addAll(text.subList(at, text.size()));
        return Optional.of(new EditOutcome.Applied(lines, first));
    }

    private static List<String> dotted(List<String> lines) {
        return lines.stream().filter(Elision::elides).map(String::strip).toList();
    }

    private static List<List<String>> pieces(List<String> lines) {
        var pieces = new ArrayList<List<String>>(List.of(new ArrayList<>()));
        for (var line : lines) {
            if (elides(line)) pieces.add(new ArrayList<>());
            else pieces.getLast().add(line);
        }
        return pieces;
    }
}
