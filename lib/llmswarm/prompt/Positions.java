package llmswarm.prompt;

import com.google.re2j.Pattern;
import llmswarm.config.Place;
import llmswarm.config.Source;

/** Where a tag stands: the engine knows its line, the text its column. */
final class Positions {
    private Positions() {
    }

    /** The place of the first tag of that name in the line; its first column when there is none, or no name is given. */
    static Place of(Source source, int line, String name) {
        var start = source.place();
        var at = Math.max(line, 1);
        var column = name.isEmpty() ? 1 : column(source.text().lines().skip(at - 1).findFirst().orElse(""), name);
        return start.line() == 0 ? new Place(start.file(), at, column)
            : new Place(start.file(), start.line() + at - 1, at == 1 ? start.column() + column - 1 : column);
    }

    private static int column(String line, String name) {
        var tag = Pattern.compile("\\{\\{[#^&>{]?\\s*" + Pattern.quote(name) + "\\s*\\}\\}").matcher(line);
        return tag.find() ? line.codePointCount(0, tag.start()) + 1 : 1;
    }
}
