package llmswarm.run.change;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.function.Predicate;
import java.util.stream.Stream;

import llmswarm.guard.Digest;
import llmswarm.plan.PlanLint;
import llmswarm.prompt.FileRoom;
import llmswarm.prompt.SourceText;
import llmswarm.prompt.Tokens;
import text.Printable;

/** The files of a project that is changed, as they are at some time, and which of them an agent is shown. */
public final class PresentFiles {
    /** How much of the best score a file has to have where more than few are shown. */
    private static final double STRONG = 0.35, WEAK = 0.1;
    /** Tokens of all outlines, and so few that none is begun. */
    private static final int OUTLINES = 2_500, SHORTEST = 40;
    /** Larger files, and those with a zero byte where texts have none, are told by their size only. */
    private static final int LARGEST = 1 << 20, SNIFFED = 8_000;

    private final Map<String, String> brought;
    private final SortedMap<String, byte[]> contents;
    private final SortedMap<String, Known> texts = new TreeMap<>();
    private final Relevance relevance;

    /** Shown only where a request names them: they have many words of the project, and nothing follows from them. */
    private static final Pattern BESIDE = Pattern.compile("(?i)(?:.*/)?(?:changelog|changes|history|news|licen[cs]e|copying|"
            + "security|code_of_conduct|authors|contributors|notice)(?:\\.\\w{1,8})?");

    /** What is known of a file that is a text. */
    private record Known(byte[] content, SourceText file, Relevance.Counted words, boolean asBrought) {
    }

    /**
     * As they were committed before the change.
     *
     * @param contents by path
     * @param brought  digests of what packs brought, by path: shown whole only where somebody names it
     */
    public PresentFiles(SortedMap<String, byte[]> contents, Map<String, String> brought) {
        this(contents, brought, Collections.emptySortedMap());
    }

    private PresentFiles(SortedMap<String, byte[]> contents, Map<String, String> brought,
            SortedMap<String, Known> before) {
        this.brought = brought;
        this.contents = Collections.unmodifiableSortedMap(contents);
        contents.forEach((path, content) -> {
            var known = before.get(path);
            if (known != null && Arrays.equals(known.content, content)) texts.put(path, known);
            else text(path, content).ifPresent(file -> texts.put(path, new Known(content, file,
                    Relevance.counted(path, file.text()), brought.containsKey(path)
                    && brought.get(path).equals(Digest.of(content)))));
        });
        this.relevance = new Relevance(texts.values().stream().map(Known::words).toList());
    }

    /** As tasks of the change left them: the files of that tree. */
    public PresentFiles at(SortedMap<String, byte[]> tree) {
        return new PresentFiles(tree, brought, texts);
    }

    /**
     * What an agent is shown.
     *
     * @param files    whole, the most relevant first
     * @param outlines a few lines of each of some others
     */
    public record Selection(List<SourceText> files, List<SourceText> outlines) {
        public Selection {
            files = List.copyOf(files);
            outlines = List.copyOf(outlines);
        }

        /** What they take of a prompt. */
        public int tokens() {
            return Stream.concat(files.stream(), outlines.stream()).mapToInt(FileRoom::tokens).sum();
        }
    }

    private static Optional<SourceText> text(String path, byte[] content) {
        if (content.length > LARGEST) return Optional.empty();
        for (int i = 0; i < Math.min(SNIFFED, content.length); i++) {
            if (content[i] == 0) return Optional.empty();
        }
        return SourceText.of(path, content);
    }

    /** All files by path. */
    public SortedMap<String, byte[]> contents() {
        return contents;
    }

    /** The text of a file; empty where there is none. */
    public Optional<String> text(String path) {
        return Optional.ofNullable(texts.get(path)).map(known -> known.file.text());
    }

    /**
     * A row for each file with its lines, or where there are too many, for each folder with its files.
     *
     * @param rows how many there are at most
     */
    String listing(int rows) {
        var told = new LinkedHashMap<String, String>();
        var paths = contents.keySet().stream().filter(path -> !path.equals(PlanLint.PLAN_PAGE));
        paths.forEach(path -> told.put(Printable.escaped(path), text(path)
                .map(text -> "%d lines".formatted(text.lines().count())).orElse(size(contents.get(path).length))));
        return String.join("\n", FolderRows.of(told, rows)) + "\n";
    }

    private static String size(int bytes) {
        return bytes < 1024 ? bytes + " bytes" : "%d KB".formatted(bytes >> 10);
    }

    /**
     * Which files are shown for a question.
     *
     * @param first paths that are shown before all others, as far as there is room
     * @param most  tokens that the files may take, see {@link FileRoom#bounded}
     */
    public Selection shown(String question, Collection<String> first, int most) {
        return shown(question, first, path -> false, most);
    }

    /** @param needed of which files one may be shown first whatever its size */
    public Selection shown(String question, Collection<String> first, Predicate<String> needed, int most) {
        var ranked = relevance.ranked(question);
        double best = best(ranked);
        var room = FileRoom.of(most);
        for (var path : first) file(path).ifPresent(needed.test(path) ? room::takeOrBegin : room::take);
        var taken = new LinkedHashSet<>(first);
        for (var scored : ranked) {
            if (taken.contains(scored.path())) continue;
            boolean wanted = scored.score() >= Relevance.CALLED || !texts.get(scored.path()).asBrought
                    && !BESIDE.matcher(scored.path()).matches() && (scored.score() >= STRONG * best
                    || most - room.left() < FileRoom.FEW && scored.score() >= WEAK * best);
            if (wanted && file(scored.path()).filter(room::take).isPresent()) taken.add(scored.path());
        }
        boolean few = texts.values().stream().mapToInt(known -> FileRoom.tokens(known.file)).sum() <= FileRoom.FEW;
        if (few) for (var path : texts.keySet()) {
            if (taken.add(path)) file(path).ifPresent(room::require);
        }
        return new Selection(room.taken(), outlines(ranked, taken));
    }

    /** The best score without what a question names by its path. */
    private static double best(List<Relevance.Scored> ranked) {
        return ranked.stream().mapToDouble(Relevance.Scored::score).filter(score -> score < Relevance.CALLED).max()
                .orElse(0);
    }

    private List<SourceText> outlines(List<Relevance.Scored> ranked, Collection<String> taken) {
        var paths = new LinkedHashSet<String>();
        ranked.forEach(scored -> paths.add(scored.path()));
        paths.addAll(texts.keySet());
        paths.removeAll(taken);
        var outlines = new ArrayList<SourceText>();
        int left = OUTLINES;
        for (var path : paths) {
            var lines = file(path).map(file -> Outline.of(path, file.text())).orElse("");
            int tokens = Tokens.estimate(path + lines) + FileRoom.AROUND;
            if (left < SHORTEST) break;
            if (lines.isEmpty() || tokens > left) continue;
            outlines.add(new SourceText(path, lines));
            left -= tokens;
        }
        return outlines;
    }

    /** A text that may be shown; the page that tells the plan is the tool's own. */
    private Optional<SourceText> file(String path) {
        return path.equals(PlanLint.PLAN_PAGE) ? Optional.empty()
                : Optional.ofNullable(texts.get(path)).map(Known::file);
    }
}
