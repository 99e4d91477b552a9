package llmswarm.run.look;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import llmswarm.config.stack.Glob;
import llmswarm.plan.SpecLines;
import llmswarm.prompt.SourceText;
import llmswarm.run.change.FolderRows;
import text.Printable;

/** The files of a project and its specification, as far as one look may show them. */
public final class ProjectView {
    /** Characters of one result, and lines of one text. */
    public static final int MOST = 24_000, LINES = 800;
    private static final int ROWS = 200, HITS = 40, LONGEST_LINE = 200, LARGEST_SEARCHED = 1 << 20, SIMILAR = 5;

    private final SortedMap<String, byte[]> tree;
    private final SpecLines spec;

    /** @param tree by path, without what no agent may see */
    public ProjectView(SortedMap<String, byte[]> tree, SpecLines spec) {
        this.tree = tree;
        this.spec = spec;
    }

    /** Files by folder, with their sizes. */
    public String files(Look.Files wish) {
        var told = new LinkedHashMap<String, String>();
        var wanted = within(wish.within());
        tree.forEach((path, content) -> {
            if (wanted.test(path)) told.put(Printable.escaped(path), size(path, content));
        });
        return told.isEmpty() ? "No file is there%s.".formatted(wish.within().isEmpty() ? ""
                : " for " + Printable.escaped(wish.within())) : String.join("\n", FolderRows.of(told, ROWS));
    }

    private static Predicate<String> within(String wish) {
        if (wish.isEmpty()) return path -> true;
        if (wish.contains("*")) return Glob.of(wish)::matches;
        var folder = wish.endsWith("/") ? wish : wish + "/";
        return path -> path.startsWith(folder) || path.equals(wish);
    }

    private static String size(String path, byte[] content) {
        return SourceText.of(path, content).map(file -> "%d lines".formatted(file.text().lines().count()))
                .orElse("%d bytes, no text".formatted(content.length));
    }

    /**
     * Lines of a file as they stand, or why there are none: without their numbers, which would get into the edits of
     * small models.
     */
    public String text(Look.Text wish) {
        var path = plain(wish.path());
        var content = tree.get(path);
        if (content == null) return absent(path);
        var file = SourceText.of(path, content);
        return file.isPresent() ? shown(file.get().text().lines().toList(), wish.lines(), path)
                : "It is no text: %d bytes.".formatted(content.length);
    }

    /** Whether one look shows that file whole. */
    public boolean shows(String path) {
        var content = tree.get(plain(path));
        return content != null && content.length <= MOST / 2 && SourceText.of(path, content)
                .filter(file -> file.text().lines().count() <= LINES).isPresent();
    }

    private static String plain(String path) {
        return path.startsWith("./") ? path.substring(2) : path;
    }

    private String absent(String path) {
        var name = path.substring(path.lastIndexOf('/') + 1);
        var similar = tree.keySet().stream().filter(other -> other.endsWith("/" + name)
                || other.equalsIgnoreCase(path)).limit(SIMILAR).map(Printable::escaped).toList();
        return "The project has no such file%s.".formatted(similar.isEmpty() ? "" : "; perhaps " + String.join(", ", similar));
    }

    /** Lines with the words in them, each behind its file and number; those where they are whole words, if any. */
    public String search(Look.Search wish) {
        var words = wish.words().toLowerCase(Locale.ROOT);
        var whole = found(line -> isWhole(line, words));
        return whole.isEmpty() ? found(line -> line.contains(words)).orElse("No line holds that.") : whole.get();
    }

    private static boolean isWhole(String line, String words) {
        for (int at = line.indexOf(words); at >= 0; at = line.indexOf(words, at + 1)) {
            int end = at + words.length();
            if ((at == 0 || !isOfWord(line.charAt(at - 1)) || !isOfWord(words.charAt(0))) && (end == line.length()
                    || !isOfWord(line.charAt(end)) || !isOfWord(words.charAt(words.length() - 1)))) return true;
        }
        return false;
    }

    private static boolean isOfWord(char character) {
        return Character.isJavaIdentifierPart(character);
    }

    private Optional<String> found(Predicate<String> holds) {
        var hits = new TreeMap<String, List<String>>();
        int all = 0;
        for (var file : texts().entrySet()) {
            var lines = file.getValue().lines().toList();
            var found = IntStream.range(0, lines.size())
                    .filter(i -> holds.test(lines.get(i).toLowerCase(Locale.ROOT))).boxed().toList();
            if (found.isEmpty()) continue;
            hits.put(file.getKey(), found.stream().limit(Math.max(0, HITS - all)).map(i -> "%s:%d: %s".formatted(
                    Printable.escaped(file.getKey()), i + 1, cut(lines.get(i).strip()))).toList());
            all += found.size();
        }
        if (all == 0) return Optional.empty();
        var rows = hits.values().stream().flatMap(List::stream).collect(Collectors.joining("\n"));
        return Optional.of(bounded(all <= HITS ? rows : rows + "\n... and %d more".formatted(all - HITS)));
    }

    private Map<String, String> texts() {
        var texts = new TreeMap<String, String>();
        tree.forEach((path, content) -> {
            if (content.length <= LARGEST_SEARCHED) SourceText.of(path, content)
                    .ifPresent(file -> texts.put(path, file.text()));
        });
        return texts;
    }

    /** Lines of the specification as they stand. */
    public String specification(Look.Specification wish) {
        return shown(spec.text().lines().toList(), Optional.of(wish.lines()), "the specification");
    }

    private static String shown(List<String> lines, Optional<Look.Lines> wanted, String of) {
        if (lines.isEmpty()) return "It is empty.";
        int first = wanted.map(Look.Lines::first).orElse(1);
        if (first > lines.size()) return "It has %d lines.".formatted(lines.size());
        int last = Math.min(lines.size(), wanted.map(Look.Lines::last).orElse(lines.size()));
        var shown = new StringBuilder();
        int line = first;
        for (; line <= last && line < first + LINES; line++) {
            var row = lines.get(line - 1) + "\n";
            if (shown.length() + row.length() > MOST) break;
            shown.append(row);
        }
        if (line == first) return "Line %d alone has %d characters; it begins with: %s".formatted(first,
                lines.get(first - 1).length(), cut(lines.get(first - 1)));
        if (line <= last) shown.append("... %d lines more of %s: these are its lines %d to %d\n".formatted(last - line + 1,
                Printable.escaped(of), first, line - 1));
        return shown.toString();
    }

    /** A text that is one result, cut where it is too long. */
    public static String bounded(String text) {
        return text.length() <= MOST ? text : text.substring(0, MOST) + "\n... %d characters more".formatted(
                text.length() - MOST);
    }

    private static String cut(String line) {
        return line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE) + " ...";
    }
}
