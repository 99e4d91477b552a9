package llmswarm.run.change;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

import llmswarm.guard.Digest;
import llmswarm.plan.PlanLint;
import llmswarm.prompt.SourceText;
import llmswarm.prompt.Tokens;
import text.Printable;

/** The files of a project as they were committed before a change, and which of them an agent is shown. */
public final class PresentFiles {
    /** Tokens for which nothing is left out, and for which whatever has to do with a question is shown. */
    private static final int FEW = 6_000;
    /** Of a model's context, and in tokens, what files that have much to do with a question may take. */
    private static final int PART = 5, MOST = 10_000;
    /** How much of the best score a file has to have where more than few are shown. */
    private static final double STRONG = 0.35, WEAK = 0.1;
    /** Tokens around each file. */
    private static final int AROUND = 20;
    private static final int OUTLINES = 2_500, SHORTEST = 40, ROWS = 300;
    /** Larger files, and those with a zero byte where texts have none, are told by their size only. */
    private static final int LARGEST = 1 << 20, SNIFFED = 8_000;

    private final SortedMap<String, byte[]> contents;
    private final SortedMap<String, String> texts = new TreeMap<>();
    private final Relevance relevance;
    private final Set<String> asBrought = new HashSet<>();

    /**
     * @param contents by path
     * @param brought  digests of what packs brought, by path: shown whole only where somebody names it
     */
    public PresentFiles(SortedMap<String, byte[]> contents, Map<String, String> brought) {
        this.contents = Collections.unmodifiableSortedMap(contents);
        contents.forEach((path, content) -> text(path, content).ifPresent(file -> texts.put(path, file.text())));
        this.relevance = new Relevance(texts);
        brought.forEach((path, digest) -> {
            if (contents.containsKey(path) && digest.equals(Digest.of(contents.get(path)))) asBrought.add(path);
        });
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
            return Stream.concat(files.stream(), outlines.stream()).mapToInt(PresentFiles::tokens).sum();
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
    Optional<String> text(String path) {
        return Optional.ofNullable(texts.get(path));
    }

    /** A row for each file with its lines, or where there are too many, for each folder with its files. */
    String listing() {
        var told = new LinkedHashMap<String, String>();
        var paths = contents.keySet().stream().filter(path -> !path.equals(PlanLint.PLAN_PAGE));
        paths.forEach(path -> told.put(Printable.escaped(path), text(path)
                .map(text -> "%d lines".formatted(text.lines().count())).orElse(size(contents.get(path).length))));
        return String.join("\n", FolderRows.of(told, ROWS)) + "\n";
    }

    private static String size(int bytes) {
        return bytes < 1024 ? bytes + " bytes" : "%d KB".formatted(bytes >> 10);
    }

    /** What the model's context lets files take, in tokens. */
    public static int room(int context) {
        return Math.max(FEW, Math.min(MOST, context / PART));
    }

    /**
     * Which files of a tree are shown for a question.
     *
     * @param tree  as it stands by now, by path
     * @param first paths that are shown before all others, as far as there is room
     * @param room  tokens that the files may take, see {@link #room}
     */
    public Selection shown(String question, SortedMap<String, byte[]> tree, Collection<String> first, int room) {
        var ranked = relevance.ranked(question);
        double best = best(ranked);
        var files = new ArrayList<SourceText>();
        int left = room;
        for (var path : first) {
            var file = file(path, tree);
            if (file.isEmpty() || !fits(file.get(), left) && !files.isEmpty()) continue;
            files.add(file.get());
            left -= tokens(file.get());
        }
        var taken = new LinkedHashSet<>(first);
        boolean all = texts.entrySet().stream().mapToInt(file -> tokens(new SourceText(file.getKey(), file.getValue())))
                .sum() <= FEW;
        for (var scored : ranked) {
            var file = taken.contains(scored.path()) ? Optional.<SourceText>empty()
                    : file(scored.path(), tree);
            boolean wanted = scored.score() >= Relevance.CALLED || !asBrought.contains(scored.path())
                    && (scored.score() >= STRONG * best || room - left < FEW && scored.score() >= WEAK * best);
            if (file.isEmpty() || !wanted || !fits(file.get(), left)) continue;
            files.add(file.get());
            taken.add(scored.path());
            left -= tokens(file.get());
        }
        if (all) for (var path : texts.keySet()) {
            if (!taken.add(path)) continue;
            file(path, tree).ifPresent(files::add);
        }
        return new Selection(files, outlines(ranked, taken, tree));
    }

    /** The best score without what a question names by its path. */
    private static double best(List<Relevance.Scored> ranked) {
        return ranked.stream().mapToDouble(Relevance.Scored::score).filter(score -> score < Relevance.CALLED).max()
                .orElse(0);
    }

    private List<SourceText> outlines(List<Relevance.Scored> ranked, Collection<String> taken,
            SortedMap<String, byte[]> tree) {
        var paths = new LinkedHashSet<String>();
        ranked.forEach(scored -> paths.add(scored.path()));
        paths.addAll(texts.keySet());
        paths.removeAll(taken);
        var outlines = new ArrayList<SourceText>();
        int left = OUTLINES;
        for (var path : paths) {
            var lines = file(path, tree).map(file -> Outline.of(path, file.text())).orElse("");
            int tokens = Tokens.estimate(path + lines) + AROUND;
            if (left < SHORTEST) break;
            if (lines.isEmpty() || tokens > left) continue;
            outlines.add(new SourceText(path, lines));
            left -= tokens;
        }
        return outlines;
    }

    private static Optional<SourceText> file(String path, SortedMap<String, byte[]> tree) {
        var content = tree.get(path);
        return content == null || path.equals(PlanLint.PLAN_PAGE) ? Optional.empty() : text(path, content);
    }

    private static boolean fits(SourceText file, int left) {
        return tokens(file) <= left;
    }

    private static int tokens(SourceText file) {
        return Tokens.estimate(file.path() + file.text()) + AROUND;
    }
}
