package llmswarm.plan;

import java.util.BitSet;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Lines of a specification that stand together.
 *
 * @param first counted from 1
 * @param last  included
 */
record LineRange(int first, int last) {
    private static final Pattern WRITTEN =
            Pattern.compile("[Ll]?(\\d{1,6})(?:\\s*(?:-|–|—|\\.\\.|to)\\s*[Ll]?(\\d{1,6}))?");

    /** As planners write it: {@code 7}, {@code 12-14}, {@code L12–L14}; empty for what is no range of lines. */
    static Optional<LineRange> parse(String text) {
        var matcher = WRITTEN.matcher(text.strip());
        if (!matcher.matches()) return Optional.empty();
        int first = Integer.parseInt(matcher.group(1));
        int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
        return first < 1 || last < first ? Optional.empty() : Optional.of(new LineRange(first, last));
    }

    /** Those that a text of so many lines has; empty where it has none of them. */
    Optional<LineRange> within(int lines) {
        return first > lines ? Optional.empty() : Optional.of(new LineRange(first, Math.min(last, lines)));
    }

    /** Whether one of its lines is marked, by index from 0. */
    boolean meets(BitSet marked) {
        int next = marked.nextSetBit(first - 1);
        return next >= 0 && next < last;
    }

    /** {@code 7} or {@code 12-14}. */
    @Override
    public String toString() {
        return first == last ? Integer.toString(first) : first + "-" + last;
    }
}
