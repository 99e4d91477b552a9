package answers;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import com.google.re2j.Pattern;

/** A form in which models wrap the change of a file; its text must never become the text of the file. */
final class Envelope {
    private static final Set<String> DIFF = Set.of("diff", "patch", "udiff");
    private static final int LONGEST_CALL = 2000, MOST_COMMANDS = 5;
    private static final Pattern TOOL = Pattern.compile("\"(name|tool|tool_name|function)\"\\s*:\\s*[\"{]");
    private static final Pattern INPUT =
            Pattern.compile("\"(arguments|parameters|input|tool_input|args)\"\\s*:\\s*[\"{]");

    private static final String PATH_KEY = "(?:file_?)?path|file_?name|target_file|file";
    /** Tags with which calls begin, and those that hold the path of the file to write. */
    private static final Pattern CALL_TAG = Pattern.compile("(?i)\\s*<(antml:)?(tool_call|tool_use|function_calls?"
            + "|function=|invoke name=|boltA|(write|create|edit|replace|apply|insert|save|update)_)");
    private static final Pattern TAGGED = Pattern.compile("(?i)<(?:(?:PATH)|parameter[= ](?:name=)?[\"']?(?:PATH)[\"']?)>\\s*([^<>]+?)\\s*<"
            .replace("PATH", PATH_KEY) + "|\\b(?:PATH)=\"([^\"]+)\"".replace("PATH", PATH_KEY));
    private static final Pattern SPOKEN = Pattern.compile("(?i)\\[?\\w+\\(\\s*(?:PATH)\\s*=\\s*[\"']([^\"']+)[\"']"
            .replace("PATH", PATH_KEY));
    private static final Pattern HERE = Pattern.compile("\\s*(?:sudo )?(?:cat|tee)\\b[^|;&]*<<.*");
    private static final Pattern WORD = Pattern.compile("[^\\s\"'<>|;&]+");

    private Envelope() {
    }

    /**
     * What the text of a block is instead of a file, with its article; empty when it may be one.
     *
     * @param path of the file that the block names; empty when it names none
     * @param file the file that the block would become
     */
    static Optional<String> of(List<String> text, Fence opening, String path, String file) {
        int first = 0;
        while (first < text.size() && text.get(first).isBlank()) first++;
        var lines = text.subList(first, text.size());
        if (lines.isEmpty() || path.endsWith(".diff") || path.endsWith(".patch")) return Optional.empty();
        if (lines.getFirst().strip().equals("*** Begin Patch")) return Optional.of("a patch");
        if (isDiff(lines, opening.info().split(" ")[0].toLowerCase(Locale.ROOT))) return Optional.of("a diff");
        if (!path.endsWith(".json") && isCall(lines) || isTagged(lines, file)) return Optional.of("the call of a tool");
        if (writes(lines, file)) return Optional.of("a shell command that writes it");
        return file.endsWith(".json") || !FileCalls.holds(String.join("\n", lines), file) ? Optional.empty()
                : Optional.of("JSON that has the file in it");
    }

    /** A call in tags or words that begins with the path of the very file; no file begins so. */
    private static boolean isTagged(List<String> lines, String file) {
        var text = String.join("\n", lines.subList(0, Math.min(lines.size(), 20)));
        var begin = text.substring(0, Math.min(text.length(), LONGEST_CALL));
        var spoken = SPOKEN.matcher(begin);
        if (spoken.lookingAt()) return same(spoken.group(1), file);
        if (!CALL_TAG.matcher(begin).lookingAt()) return false;
        var tagged = TAGGED.matcher(begin);
        return tagged.find() && same(tagged.group(1) == null ? tagged.group(2) : tagged.group(1), file);
    }

    /** Whether it is a here-document that goes into the very file: no script writes itself. */
    private static boolean writes(List<String> lines, String file) {
        for (var line : lines.subList(0, Math.min(lines.size(), MOST_COMMANDS))) {
            if (!HERE.matches(line)) continue;
            var words = WORD.matcher(line);
            while (words.find()) if (same(words.group(), file)) return true;
        }
        return false;
    }

    private static boolean same(String stated, String file) {
        var name = stated.startsWith("./") ? stated.substring(2) : stated;
        return name.equals(file) || name.endsWith("/" + file);
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
