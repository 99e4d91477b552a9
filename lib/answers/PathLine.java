//DEPS com.google.re2j:re2j:1.8
package answers;

import java.util.List;
import java.util.Optional;

import com.google.re2j.Pattern;

/**
 * A line that states a path and nothing else: bare, in quotes, in bold, in a list or as a heading with a remark.
 *
 * @param path   as it is written there
 * @param raised whether it is a heading or bold
 * @param quoted whether it stands in quotes or backticks
 */
record PathLine(String path, boolean raised, boolean quoted) {
    private static final int LONGEST = 300;
    private static final Pattern FRONT = Pattern.compile("(#{1,6} |[-*+] |[0-9]{1,3}[.)] |(?i:file(name)?): ?)\\s*");
    private static final Pattern REMARKED = Pattern.compile("(`[^`]+`|\\S+)\\s+(\\(.*\\)|[-–—]\\s.*)");
    private static final List<String> COMMENTS = List.of("#", "//", "/*", "<!--", "--", ";");
    private static final List<String> ENDS = List.of("*/", "-->");

    /** What the line states; empty when it holds more than may be a path. */
    static Optional<PathLine> of(String line) {
        var text = line.strip();
        if (text.isEmpty() || text.length() > LONGEST) return Optional.empty();
        boolean heading = text.startsWith("#"), raised = heading || text.contains("**");
        text = text.replace("**", "");
        while (!text.isEmpty() && "#-*+fF0123456789".indexOf(text.charAt(0)) >= 0) {
            var front = FRONT.matcher(text);
            if (!front.lookingAt()) break;
            text = text.substring(front.end());
        }
        if (heading) text = without(text.stripTrailing(), '#');
        text = without(text.strip(), ':');
        var remarked = REMARKED.matcher(text);
        if (raised && remarked.matches()) text = remarked.group(1);
        var quoted = unquoted(text);
        if (quoted.isEmpty() && text.indexOf('`') >= 0) return Optional.empty();
        return Optional.of(new PathLine(quoted.orElse(text).replace("\\_", "_"), raised, quoted.isPresent()));
    }

    /** The path that a comment consists of; a heading of second order or lower is none. */
    static Optional<String> inComment(String line) {
        var text = line.strip();
        var mark = COMMENTS.stream().filter(text::startsWith).findFirst();
        if (mark.isEmpty() || text.startsWith("##") || text.length() > LONGEST) return Optional.empty();
        var said = text.substring(mark.get().length());
        for (var end : ENDS) if (said.endsWith(end)) said = said.substring(0, said.length() - end.length());
        return of(said).map(PathLine::path);
    }

    private static Optional<String> unquoted(String text) {
        for (var quote : List.of("`", "\"", "'")) {
            if (text.length() > 2 && text.startsWith(quote) && text.indexOf(quote, 1) == text.length() - 1) {
                return Optional.of(text.substring(1, text.length() - 1));
            }
        }
        return Optional.empty();
    }

    private static String without(String text, char last) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == last) end--;
        return text.substring(0, end).stripTrailing();
    }
}
