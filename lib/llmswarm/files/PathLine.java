package llmswarm.files;

import java.util.List;
import java.util.Locale;

/**
 * A line that states a path, as models write them: headings, bold, quoted or numbered, after "File:", as a comment, with a
 * remark behind it.
 *
 * @param path   as it is written there
 * @param raised whether it is a heading, bold, or follows a word such as "File": such a line is never part of a listing
 * @param quoted whether the path stood in quotes or backticks
 */
record PathLine(String path, boolean raised, boolean quoted) {
    private static final int LONGEST = 5000;
    private static final String OPENING = "`\"'“‘", CLOSING = "`\"'”’";
    private static final List<String> KEYWORDS = List.of("file name", "filename", "file path", "filepath", "file", "path",
            "new file", "create", "update", "updated", "modify", "modified", "edit", "add", "content of", "contents of");
    private static final List<String> COMMENTS = List.of("#", "//", "/*", "<!--", "--", ";", "%", "'", "\"");

    /** What the line states; null when it is a sentence or anything else. */
    static PathLine of(String line) {
        var text = line.strip();
        if (text.isEmpty() || text.length() > LONGEST) return null;
        var bare = stripped(text);
        boolean raised = text.startsWith("#") || text.contains("**") || bare.keyword;
        var path = bare.text;
        if (path.isEmpty()) return null;
        int quote = OPENING.indexOf(path.charAt(0));
        if (quote >= 0) {
            int end = path.indexOf(CLOSING.charAt(quote), 1);
            return end > 1 && remark(path.substring(end + 1)) ? new PathLine(unescaped(path.substring(1, end)), raised, true) : null;
        }
        int link = path.indexOf("](");
        if (link > 0 && path.indexOf(')', link) > 0) {
            return new PathLine(unescaped(path.substring(0, link)), raised, true);
        }
        int end = 0;
        while (end < path.length() && !Character.isWhitespace(path.charAt(end))) end++;
        if (!remark(path.substring(end))) return null;
        var stated = undecorated(path.substring(0, end));
        return stated.isEmpty() ? null : new PathLine(unescaped(stated), raised, false);
    }

    /** The path that a comment consists of; null when the line is anything else. */
    static String inComment(String line) {
        var text = line.strip();
        if (COMMENTS.stream().noneMatch(text::startsWith)) return null;
        for (var mark : COMMENTS) if (text.startsWith(mark)) text = text.substring(mark.length()).strip();
        for (var mark : List.of("*/", "-->", "\"")) if (text.endsWith(mark)) text = text.substring(0, text.length() - mark.length());
        var stated = of(text);
        return stated == null || text.strip().contains(" ") && !stated.raised ? null : stated.path;
    }

    /** A path with spaces cannot be told from a sentence: the whole line, without what decorates it. */
    static String whole(String line) {
        return undecorated(stripped(line.strip()).text);
    }

    /** Text without the marks and words in front of it. */
    private record Stripped(String text, boolean keyword) {
    }

    private static Stripped stripped(String text) {
        boolean keyword = false;
        for (var before = ""; !before.equals(text); ) {
            before = text;
            text = withoutMark(text);
            var after = withoutKeyword(text);
            keyword |= !after.equals(text);
            text = after;
        }
        return new Stripped(text, keyword);
    }

    private static String withoutMark(String text) {
        if (text.isEmpty()) return text;
        int c = text.codePointAt(0);
        int end = 0;
        if ("#>*=|[(:".indexOf(c) >= 0 || Character.getType(c) == Character.OTHER_SYMBOL || c == 0xFE0F) end = Character.charCount(c);
        else if (text.startsWith("<!--")) end = 4;
        else if (text.startsWith("// ") || text.startsWith("/* ") || text.startsWith("-- ")) end = 2;
        else if (text.startsWith("- ") || text.startsWith("+ ") || text.startsWith("• ")) end = 1;
        else {
            while (end < text.length() && end < 4 && Character.isDigit(text.charAt(end))) end++;
            var numbered = end > 0 && end + 1 < text.length() && ".):".indexOf(text.charAt(end)) >= 0 && " *`".indexOf(text.charAt(end + 1)) >= 0;
            end = numbered ? end + 1 : 0;
        }
        return text.substring(end).stripLeading();
    }

    private static String withoutKeyword(String text) {
        var start = text.substring(0, Math.min(text.length(), 24)).toLowerCase(Locale.ROOT);
        for (var keyword : KEYWORDS) {
            if (!start.startsWith(keyword)) continue;
            var rest = text.substring(keyword.length());
            if (rest.isEmpty() || " :*`".indexOf(rest.charAt(0)) < 0) continue;
            // "File 2: a.b" counts its files.
            var counted = rest.stripLeading();
            int digits = 0;
            while (digits < counted.length() && Character.isDigit(counted.charAt(digits))) digits++;
            if (digits > 0 && digits < counted.length() && counted.charAt(digits) == ':') rest = counted.substring(digits);
            return rest.stripLeading();
        }
        return text;
    }

    /** Whether what follows a path is nothing or a remark about it. */
    private static boolean remark(String rest) {
        int start = 0;
        while (start < rest.length() && "*`:,)] ".indexOf(rest.charAt(start)) >= 0) start++;
        if (start == rest.length()) return true;
        return rest.substring(0, start).contains(":") || "(-–—#=[|<".indexOf(rest.charAt(start)) >= 0 || rest.startsWith("*/", start);
    }

    private static String undecorated(String text) {
        int end = text.length();
        while (end > 0 && "*:,;`\"'])=|".indexOf(text.charAt(end - 1)) >= 0) end--;
        return text.substring(0, end).strip();
    }

    private static String unescaped(String path) {
        return path.replace("\\_", "_").replace("\\*", "*");
    }
}
