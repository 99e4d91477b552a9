package answers.edit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import com.google.re2j.Pattern;

/** Line numbers that a model copied from an excerpt of a file: {@code 12 | code}, or {@code > 12 | code}. */
public final class LineNumbers {
    private static final Pattern NUMBERED = Pattern.compile("[ >]*([0-9]{1,7}) ?\\|(?: (.*)|(\\S.*)|)");

    /** With a bar between blanks, an arrow, or right-aligned before a tab as by {@code cat -n}. */
    private static final Pattern BETWEEN = Pattern.compile("[ >]*([0-9]{1,7})(?: ?[|│](?: .*|)| ?→.*)|[ >]+([0-9]{1,7})\\t.*");

    private LineNumbers() {
    }

    /** Whether each line has one in a form that no program has, and they rise by one from that number. */
    public static boolean from(int first, List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            var numbered = BETWEEN.matcher(lines.get(i));
            if (!numbered.matches()) return false;
            var number = numbered.group(1) == null ? numbered.group(2) : numbered.group(1);
            if (Integer.parseInt(number) != first + i) return false;
        }
        return true;
    }

    /** The edit without them, when each line of its search text has one and they rise by one. */
    static Optional<SearchReplace> removed(SearchReplace edit) {
        var search = new ArrayList<String>();
        int first = -1;
        for (var line : edit.search()) {
            var numbered = NUMBERED.matcher(line);
            if (!numbered.matches()) return Optional.empty();
            int number = Integer.parseInt(numbered.group(1));
            if (first < 0) first = number;
            if (number != first + search.size()) return Optional.empty();
            search.add(code(line));
        }
        return Optional.of(new SearchReplace(search, edit.replace().stream().map(LineNumbers::code).toList()));
    }

    private static String code(String line) {
        var numbered = NUMBERED.matcher(line);
        if (!numbered.matches()) return line;
        return numbered.group(2) != null ? numbered.group(2) : numbered.group(3) != null ? numbered.group(3) : "";
    }
}
