package answers;

import java.util.List;

/** The text of the file that a fenced block gives. */
record BlockText(List<String> lines, DeclaredPaths declared) {
    /** The lines of the block, without the indentation of its fence. */
    String of(FencedBlock block, String name) {
        int from = block.opening().line() + 1;
        int to = block.end();
        if (from < to && statesItself(block, name)) {
            from++;
            if (from < to && lines.get(from).isBlank()) from++;
        }
        var text = new StringBuilder();
        for (var line : lines.subList(from, to)) {
            int indent = 0;
            int most = Math.min(block.opening().indent(), line.length());
            while (indent < most && Character.isWhitespace(line.charAt(indent))) indent++;
            text.append(line, indent, line.length()).append('\n');
        }
        return text.toString();
    }

    private boolean statesItself(FencedBlock block, String name) {
        var line = lines.get(block.opening().line() + 1);
        if (block.prose() && line.startsWith("#")) return false;
        var stated = PathLine.inComment(line).flatMap(path -> declared.path(path, false, true));
        return stated.filter(name::equals).isPresent();
    }
}
