package answers;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import com.google.re2j.Pattern;

/** Finds which file a block is: on the line above it, in its info string, or in a comment on its first line. */
final class LabelSearch {
    /** So many lines of talk may stand between a heading and the block it is of. */
    private static final int TALK = 4, LOW = 3;
    private static final int LONGEST_INFO = 300;
    private static final Pattern KEYED =
            Pattern.compile("(?:^|[\\s{])(?:title|file|filename|path)=[\"']?([^\"'\\s}]+)");

    private final List<String> lines;
    private final DeclaredPaths declared;

    LabelSearch(List<String> lines, DeclaredPaths declared) {
        this.lines = lines;
        this.declared = declared;
    }

    /**
     * The label of the block that the fence would open: a declared path before any other; null when there is none.
     *
     * @param after index of the last line that belongs to something before it
     */
    FileLabel of(Fence fence, int after) {
        var above = above(fence.line(), after);
        var info = inInfo(fence);
        return above.filter(FileLabel::declared).or(() -> info.filter(FileLabel::declared)).or(() -> inFirstLine(fence))
                .or(() -> overTalk(fence, after)).or(() -> above).or(() -> info).orElse(null);
    }

    /** What the nearest line with text above that line states. */
    Optional<FileLabel> above(int line, int after) {
        int i = line - 1;
        while (i > after && lines.get(i).isBlank()) i--;
        return i <= after ? Optional.empty() : on(i);
    }

    private Optional<FileLabel> on(int line) {
        return PathLine.of(lines.get(line)).flatMap(stated -> label(stated, line));
    }

    private Optional<FileLabel> label(PathLine stated, int line) {
        var path = declared.path(stated);
        boolean stranger = path.isEmpty() && PathLook.anywhere(stated.path(), stated.raised(), stated.quoted());
        return path.or(() -> Optional.of(stated.path()).filter(name -> stranger))
                .map(name -> new FileLabel(name, !stranger, stated.raised(), line));
    }

    /** The path in {@code lang:path}, {@code lang path} or {@code title="path"}; the name of a language is none. */
    private Optional<FileLabel> inInfo(Fence fence) {
        if (fence.bare() || fence.info().length() > LONGEST_INFO) return Optional.empty();
        var keyed = KEYED.matcher(fence.info());
        var words = keyed.find() ? Stream.of(keyed.group(1))
                : Stream.of(fence.info().split("\\s+")).map(word -> word.substring(word.indexOf(':') + 1))
                .filter(word -> word.contains(".") || word.contains("/"));
        var labels = words.flatMap(word -> label(new PathLine(word, false, false), fence.line()).stream()).toList();
        return labels.stream().filter(FileLabel::declared).findFirst().or(() -> labels.stream().findFirst());
    }

    private Optional<FileLabel> inFirstLine(Fence fence) {
        if (fence.line() + 1 >= lines.size() || headsBlock(fence.line() + 1)) return Optional.empty();
        return declared.inComment(lines.get(fence.line() + 1))
                .map(path -> new FileLabel(path, true, false, fence.line()));
    }

    /** Whether the line stands above another block: then the fence before it is one around a whole answer. */
    private boolean headsBlock(int line) {
        int next = line + 1;
        while (next < lines.size() && lines.get(next).isBlank()) next++;
        var fence = next == lines.size() ? null : Fence.at(next, lines.get(next));
        return fence != null && !fence.bare();
    }

    /** A heading with the path of a declared file, then a few sentences; never for a document, which they may be of. */
    private Optional<FileLabel> overTalk(Fence fence, int after) {
        if (fence.indent() > LOW) return Optional.empty();
        var talk = new ArrayList<String>();
        for (int i = fence.line() - 1; i > after && talk.size() <= TALK; i--) {
            if (lines.get(i).isBlank()) continue;
            var heading = on(i).filter(FileLabel::raised);
            if (heading.isPresent()) {
                return heading.filter(label -> declared.isFile(label.path()) && !FencedBlock.prose(label.path()))
                        .filter(label -> sentences(talk));
            }
            if (lines.get(i).startsWith("#")) return Optional.empty();
            talk.add(lines.get(i).strip());
        }
        return Optional.empty();
    }

    /** Whether lines, the last one first, are talk rather than code. */
    private static boolean sentences(List<String> lines) {
        if (lines.isEmpty()) return false;
        char first = lines.getLast().charAt(0), last = lines.getFirst().charAt(lines.getFirst().length() - 1);
        return (Character.isUpperCase(first) || first == '`') && (last == '.' || last == ':');
    }
}
