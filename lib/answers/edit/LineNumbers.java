package answers.edit;

import java.util.ArrayList;
import java.util.Optional;

import com.google.re2j.Pattern;

/** Line numbers that a model copied from an excerpt: {@code 12 | code}, {@code > 12 | code}, {@code 12: code} or with a tab. */
final class LineNumbers {
    private static final Pattern NUMBERED = Pattern.compile("^[ >]*([0-9]{1,7})( ?[|│]| ?:|\t)(?: (.*)|(\\S.*)|)$");

    private LineNumbers() {
    }

    /** The edit without them, when every line that is looked for has one and they rise by one. */
    static Optional<SearchReplace> without(SearchReplace edit) {
        var search = new ArrayList<String>();
        int next = -1;
        String sign = null;
        for (var line : edit.search()) {
            var matcher = NUMBERED.matcher(line);
            if (!matcher.matches()) return Optional.empty();
            int number = Integer.parseInt(matcher.group(1));
            if (next >= 0 && number != next || sign != null && !sign.equals(matcher.group(2))) return Optional.empty();
            sign = matcher.group(2);
            next = number + 1;
            search.add(rest(matcher.group(3), matcher.group(4)));
        }
        var used = sign;
        return Optional.of(new SearchReplace(search, edit.replace().stream().map(line -> without(line, used)).toList()));
    }

    private static String without(String line, String sign) {
        var matcher = NUMBERED.matcher(line);
        return matcher.matches() && matcher.group(2).equals(sign) ? rest(matcher.group(3), matcher.group(4)) : line;
    }

    private static String rest(String afterBlank, String direct) {
        return afterBlank != null ? afterBlank : direct != null ? direct : "";
    }
}
