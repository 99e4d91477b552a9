package answers;

import java.util.Optional;

import answers.edit.SearchReplace;

/**
 * A search/replace block and the file it is of.
 *
 * @param number which block of the answer it is, from 1
 * @param label  which file it is of; null when nothing says so
 * @param block  how it stands in the answer
 * @param edit   what it changes; empty when the block does not end as it should
 */
record FileEdit(int number, FileLabel label, EditBlock block, Optional<SearchReplace> edit) {
    /** The declared file that the label names. */
    Optional<String> path() {
        return Optional.ofNullable(label).filter(FileLabel::declared).map(FileLabel::path);
    }

    /** The name of a file that nobody declared. */
    Optional<String> stranger() {
        return Optional.ofNullable(label).filter(named -> !named.declared()).map(FileLabel::path);
    }
}
