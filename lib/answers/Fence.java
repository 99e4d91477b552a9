package answers;

/**
 * A line that opens or closes a fenced block.
 *
 * @param line   its index
 * @param indent characters before the marks
 * @param mark   a backtick or a tilde
 * @param length how many marks
 * @param info   what follows them, stripped; only an opening line has any
 */
record Fence(int line, int indent, char mark, int length, String info) {
    /** The fence in that line; null when it holds none. */
    static Fence at(int line, String text) {
        int indent = 0;
        while (indent < text.length() && (text.charAt(indent) == ' ' || text.charAt(indent) == '\t')) indent++;
        if (indent == text.length()) return null;
        char mark = text.charAt(indent);
        if (mark != '`' && mark != '~') return null;
        int end = indent;
        while (end < text.length() && text.charAt(end) == mark) end++;
        if (end - indent < 3) return null;
        var info = text.substring(end).strip();
        // ```text``` within a sentence is no block.
        if (mark == '`' && info.indexOf('`') >= 0) return null;
        return new Fence(line, indent, mark, end - indent, info);
    }

    /** Backticks enough to enclose that text. */
    static String around(String text) {
        int longest = 2, run = 0;
        for (char c : text.toCharArray()) {
            run = c == '`' ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        return "`".repeat(longest + 1);
    }

    boolean bare() {
        return info.isEmpty();
    }

    /** Whether it may close the block of {@code opening}, or open one in it: as low, of the same marks, and as many. */
    boolean countsIn(Fence opening) {
        return mark == opening.mark && length >= opening.length && indent <= opening.indent + 3;
    }
}
