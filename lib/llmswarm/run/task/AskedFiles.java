package llmswarm.run.task;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import llmswarm.prompt.SourceText;
import llmswarm.prompt.Tokens;
import llmswarm.run.change.PresentFiles;

/**
 * What an agent that changes a project has asked to see before it writes.
 *
 * @param whole paths of files
 * @param parts lines of files, each as {@code path:from-to}
 */
record AskedFiles(List<String> whole, List<String> parts) {
    private static final Pattern PART = Pattern.compile("(.+):(\\d{1,7})-(\\d{1,7})");
    /** Of the room for files, what lines of one may take. */
    private static final int SHARE = 2;

    /** What the evidence says of that. */
    static AskedFiles in(String evidence) {
        var asked = RepairFiles.asked(evidence).stream().distinct()
                .collect(Collectors.partitioningBy(AskedFiles::isPart));
        return new AskedFiles(asked.get(false), asked.get(true));
    }

    /** Whether these words ask for lines of a file. */
    static boolean isPart(String words) {
        return PART.matcher(words).matches();
    }

    /** The path among what was asked for. */
    static String path(String words) {
        var part = PART.matcher(words);
        return part.matches() ? part.group(1) : words;
    }

    /**
     * The lines, as templates see them.
     *
     * @param room tokens that files may take
     */
    List<Map<String, Object>> lines(PresentFiles files, int room) {
        var lines = new ArrayList<Map<String, Object>>();
        int left = room / SHARE;
        for (var words : parts) {
            var part = PART.matcher(words);
            var text = part.matches() ? files.text(part.group(1)).orElse("").lines().toList() : List.<String>of();
            int from = text.isEmpty() ? 1 : Math.max(1, Integer.parseInt(part.group(2))), to = from - 1;
            var shown = new StringBuilder();
            while (to < text.size() && to < Integer.parseInt(part.group(3))) {
                left -= Tokens.estimate(text.get(to)) + 1;
                if (left < 0) break;
                shown.append(text.get(to++)).append('\n');
            }
            if (!shown.isEmpty()) lines.add(Map.of("path", part.group(1), "from", Integer.toString(from), "to",
                    Integer.toString(to), "text", shown.toString(), "fence", SourceText.fence(shown.toString())));
        }
        return lines;
    }

    /**
     * What was asked for whole and is not shown, as templates see it.
     *
     * @param shown paths
     */
    List<Map<String, Object>> tooLong(PresentFiles files, Collection<String> shown, int room) {
        return whole.stream().filter(path -> !shown.contains(path)).flatMap(path -> files.text(path).stream()
                .map(text -> tooLong(path, text, room))).toList();
    }

    private Map<String, Object> tooLong(String path, String text, int room) {
        long lines = text.lines().count();
        int tokens = Tokens.estimate(text);
        long fitting = Math.clamp(lines * (room / SHARE) / Math.max(1, tokens + lines), 1, Math.max(1, lines));
        return Map.of("path", path, "lines", Long.toString(lines), "tokens", Integer.toString(tokens), "room",
                Integer.toString(room), "again", parts.isEmpty() ? Map.of("last", Long.toString(fitting)) : false);
    }
}
