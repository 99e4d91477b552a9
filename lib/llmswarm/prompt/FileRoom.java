package llmswarm.prompt;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/** The room for files in a prompt: takes them in the order of their relevance as long as they fit. */
public final class FileRoom {
    /** Tokens for which nothing is left out. */
    public static final int FEW = 6_000;
    /** Of a model's context, and in tokens, what files that have much to do with a question may take. */
    private static final int PART = 5, MOST = 10_000;
    /** Tokens around each file. */
    public static final int AROUND = 20;

    private final ToIntFunction<SourceText> size;
    private final List<SourceText> taken = new ArrayList<>();
    private int left;

    private FileRoom(int tokens, ToIntFunction<SourceText> size) {
        this.left = tokens;
        this.size = size;
    }

    /** Of so many tokens, as a prompt has them: each file with its path and what stands around it. */
    public static FileRoom of(int tokens) {
        return new FileRoom(tokens, FileRoom::tokens);
    }

    /** Of so many tokens that the files' own texts may take. */
    public static FileRoom ofTexts(int tokens) {
        return new FileRoom(tokens, FileRoom::ofText);
    }

    /** What a model's context lets files take, in tokens. */
    public static int part(int context) {
        return Math.max(FEW, context / PART);
    }

    /** The same for a project that is there, of which much has to do with any question. */
    public static int bounded(int context) {
        return Math.min(MOST, part(context));
    }

    /** What a file takes of a prompt. */
    public static int tokens(SourceText file) {
        return Tokens.estimate(file.path() + file.text()) + AROUND;
    }

    /** What the files' own texts take. */
    public static int ofTexts(List<SourceText> files) {
        return files.stream().mapToInt(FileRoom::ofText).sum();
    }

    private static int ofText(SourceText file) {
        return Tokens.estimate(file.text());
    }

    /** Whether there is still room for it; what is too large does not keep out what comes behind it. */
    public boolean take(SourceText file) {
        boolean fits = size.applyAsInt(file) <= left;
        if (fits) require(file);
        return fits;
    }

    /** The same, but the first is taken whatever its size. */
    public boolean takeOrBegin(SourceText file) {
        if (!taken.isEmpty()) return take(file);
        require(file);
        return true;
    }

    /** Takes it whatever its size. */
    public void require(SourceText file) {
        taken.add(file);
        left -= size.applyAsInt(file);
    }

    /** Tokens; negative where what was required is too large. */
    public int left() {
        return left;
    }

    /** What was taken, in that order. */
    public List<SourceText> taken() {
        return List.copyOf(taken);
    }

    /** As many of the files as fit, in their order; the first whatever its size. */
    public FileRoom filled(Stream<SourceText> files) {
        files.forEach(this::takeOrBegin);
        return this;
    }
}
