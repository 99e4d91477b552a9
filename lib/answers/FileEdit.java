package answers;

import java.util.List;
import java.util.Optional;

import answers.edit.SearchReplace;

/**
 * An edit of an answer.
 *
 * @param label    which file it is of; null when nothing says so
 * @param readings what it may be: more than one when its text holds lines that look like the mark between its halves
 * @param diff     whether it is a part of a diff, rather than a search/replace block
 */
record FileEdit(FileLabel label, List<SearchReplace> readings, EditMarks.End end, boolean diff) {
    /** The declared file that the label names. */
    Optional<String> path() {
        return Optional.ofNullable(label).filter(FileLabel::declared).map(FileLabel::path);
    }

    /** The name of a file that nobody declared. */
    Optional<String> stranger() {
        return Optional.ofNullable(label).filter(named -> !named.declared()).map(FileLabel::path);
    }

    boolean appends() {
        return readings.stream().allMatch(SearchReplace::appends);
    }
}
