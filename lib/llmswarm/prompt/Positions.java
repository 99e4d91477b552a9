package llmswarm.prompt;

import com.google.re2j.Pattern;
import llmswarm.config.yaml.Place;
import llmswarm.config.yaml.Source;

/** Where a tag stands: the engine knows its line, the text its column. */
final class Positions {
    private Positions() {
    }

    /** Where the line begins. */
    static Place of(Source source, int line) {
        return at(source, line, 1);
    }

    /** Where the tag begins, or its line when delimiters of its own hide it. */
    static Place of(Source source, Tag tag) {
        return at(source, tag.line(), column(source.text().lines().skip(tag.line() - 1L).findFirst().orElse(""), tag));
    }

    private static Place at(Source source, int line, int column) {
        var start = source.place();
        var at = Math.max(line, 1);
        return start.line() == 0 ? new Place(start.file(), at, column)
            : new Place(start.file(), start.line() + at - 1, at == 1 ? start.column() + column - 1 : column);
    }

    private static int column(String line, Tag tag) {
        var matcher = Pattern.compile("\\{\\{" + tag.kind().mark + "\\s*" + Pattern.quote(tag.name()) + "\\s*\\}\\}")
                .matcher(line);
        for (int i = 0; i <= tag.nth(); i++) if (!matcher.find()) return 1;
        return line.codePointCount(0, matcher.start()) + 1;
    }
}
