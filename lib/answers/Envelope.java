package answers;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import com.google.re2j.Pattern;

/** A form in which models wrap the change of a file; its text must never become the text of the file. */
final class Envelope {
    private static final Set<String> DIFF = Set.of("diff", "patch", "udiff");
    private static final int LONGEST_CALL = 2000;
    private static final Pattern TOOL = Pattern.compile("\"(name|tool|tool_name|function)\"\\s*:\\s*[\"{]");
    private static final Pattern INPUT =
            Pattern.compile("\"(arguments|parameters|input|tool_input|args)\"\\s*:\\s*[\"{]");

    private Envelope() {
    }

    /**
     * What the text of a block is instead of a file, with its article; empty when it may be one.
     *
     * @param path of the file that the block names; empty when it names none
     */
    static Optional<String> of(List<String> text, Fence opening, String path) {
        int first = 0;
        while (first < text.size() && text.get(first).isBlank()) first++;
        var lines = text.subList(first, text.size());
        if (lines.isEmpty() || path.endsWith(".diff") || path.endsWith(".patch")) return Optional.empty();
        if (lines.getFirst().strip().equals("*** Begin Patch")) return Optional.of("a patch");
        if (isDiff(lines, opening.info().split(" ")[0].toLowerCase(Locale.ROOT))) return Optional.of("a diff");
        return path.endsWith(".json") || !isCall(lines) ? Optional.empty() : Optional.of("the call of a tool");
    }

    private static boolean isDiff(List<String> lines, String info) {
        boolean header = lines.getFirst().startsWith("diff --git ")
                || lines.size() > 1 && lines.getFirst().startsWith("--- ") && lines.get(1).startsWith("+++ ");
        return (header || DIFF.contains(info)) && lines.stream()
                .anyMatch(line -> line.startsWith("+") || line.startsWith("-"));
    }

    private static boolean isCall(List<String> lines) {
        char first = lines.getFirst().strip().charAt(0);
        if (first != '{' && first != '[') return false;
        var text = String.join("\n", lines.subList(0, Math.min(lines.size(), 20)));
        var begin = text.substring(0, Math.min(text.length(), LONGEST_CALL));
        return TOOL.matcher(begin).find() && INPUT.matcher(begin).find();
    }
}
