package answers.edit;

import java.util.ArrayList;
import java.util.List;

/**
 * A way to read an edit so that its search text is found: without some of the blank lines at its ends, moved to the side or
 * not.
 */
record Trimming(SearchReplace edit, List<Occurrence> places) {
    private static final int MOST = 5;

    /**
     * All that may be meant, the ways that change least first. A search text that stands there word for word is meant so. Else
     * blank lines at its ends tell no two places apart; moving it is one way only as long as no line has to go for that, or
     * when nothing is found without moving.
     */
    static List<Trimming> found(SearchReplace edit, List<String> text) {
        var exact = new Trimming(edit, Occurrence.unmoved(edit.search(), text));
        if (!exact.places.isEmpty()) return List.of(exact);
        var forms = forms(edit);
        var found = new ArrayList<>(forms.stream().map(form -> new Trimming(form, Occurrence.unmoved(form.search(), text))).toList());
        var moved = found.stream().allMatch(trimming -> trimming.places.isEmpty()) ? forms : List.of(edit);
        moved.forEach(form -> found.add(new Trimming(form, Occurrence.moved(form.search(), text))));
        found.removeIf(trimming -> trimming.places.isEmpty());
        return found;
    }

    /** With fewer and fewer blank lines at its ends. */
    private static List<SearchReplace> forms(SearchReplace edit) {
        int leading = Math.min(MOST, blank(edit.search())), trailing = Math.min(MOST, blank(edit.search().reversed()));
        var forms = new ArrayList<SearchReplace>();
        for (int all = 0; all <= leading + trailing; all++) {
            for (int last = Math.max(0, all - leading); last <= Math.min(all, trailing); last++) forms.add(trimmed(edit, all - last, last));
        }
        return forms;
    }

    private static SearchReplace trimmed(SearchReplace edit, int leading, int trailing) {
        int first = Math.min(leading, blank(edit.replace()));
        int last = edit.replace().size() - Math.min(trailing, blank(edit.replace().reversed()));
        return new SearchReplace(edit.search().subList(leading, edit.search().size() - trailing), first < last ? edit.replace().subList(first, last) : List.of());
    }

    private static int blank(List<String> lines) {
        return (int) lines.stream().takeWhile(String::isBlank).count();
    }

    /** Where the first of its lines that is not blank stands, counted from 1. */
    List<Integer> lines() {
        return places.stream().map(place -> place.line() + blank(edit.search())).toList();
    }
}
