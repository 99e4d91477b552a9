package llmswarm.files;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds which file a block is: in its info string, on a line above it, or in a comment on its first line. */
final class Labels {
    private static final int LONGEST_SENTENCE = 300;
    private static final int NO_HEADING = 7;
    private static final List<String> KEYS = List.of("title=", "file=", "filename=", "filepath=", "path=", "name=", "file:", "filename:", "path:");

    private final List<String> lines;
    private final Declared declared;

    Labels(List<String> lines, Declared declared) {
        this.lines = lines;
        this.declared = declared;
    }

    /**
     * The label of the block that the fence would open; null when there is none.
     *
     * @param after index of the last line that belongs to something before it
     */
    Label of(Fence fence, int after) {
        var info = inInfo(fence);
        if (info != null && info.declared()) return info;
        var above = above(fence, after);
        if (above != null && above.declared()) return above;
        var first = inFirstLine(fence);
        if (first != null) return first;
        return above != null && above.kind() == Label.Kind.GUESSED || info == null ? above : info;
    }

    private Label inInfo(Fence fence) {
        if (fence.bare() || fence.info().length() > LONGEST_SENTENCE || fence.info().equals(EditMarks.MASK)) return null;
        return inWords(fence.info().replace('{', ' ').replace('}', ' '), fence.line());
    }

    private Label inWords(String text, int line) {
        Label other = null;
        for (var word : text.strip().split("\\s+")) {
            for (var name : namesIn(word)) {
                var known = declared.exact(name);
                if (known.isPresent()) return new Label(name, known.get(), Label.Kind.DECLARED, false, line);
                if (other == null && likePath(name, name.indexOf('/') >= 0)) {
                    other = new Label(name, name, Label.Kind.OTHER, false, line);
                }
            }
        }
        return other;
    }

    /** {@code lang:path}, {@code 1:20:path}, {@code title="path"} and the word itself. */
    private static List<String> namesIn(String word) {
        for (var key : KEYS) {
            if (word.startsWith(key)) return List.of(word.substring(key.length()).replace("\"", "").replace("'", ""));
        }
        return Stream.of(word, word.substring(word.indexOf(':') + 1), word.substring(word.lastIndexOf(':') + 1)).distinct().toList();
    }

    /** The nearest line above with text; further up only headings, unless the block stands under another heading by then. */
    private Label above(Fence fence, int after) {
        Label nearest = null;
        int level = NO_HEADING;
        boolean direct = true;
        for (int i = fence.line() - 1; i > after; i--) {
            var line = lines.get(i);
            if (line.isBlank()) continue;
            int marks = level(line);
            if (direct) {
                nearest = onLine(i, true);
                if (nearest != null && nearest.declared()) return nearest;
            } else if (marks < NO_HEADING || line.contains("**")) {
                var heading = onLine(i, false);
                if (heading != null && heading.declared() && (marks < level || level == NO_HEADING) && !isExampleIn(heading, fence)) return heading;
            }
            level = Math.min(level, marks);
            direct = false;
        }
        return nearest;
    }

    private static int level(String line) {
        int marks = 0;
        while (marks < line.length() && line.charAt(marks) == '#') marks++;
        return marks == 0 ? NO_HEADING : marks;
    }

    /** A document whose text was given without a fence around it has blocks of other languages in it. */
    private static boolean isExampleIn(Label heading, Fence fence) {
        var block = new Block(fence, null, 0, false);
        return !fence.bare() && !block.prose() && new Block(fence, heading, 0, false).prose();
    }

    private Label onLine(int index, boolean direct) {
        var line = lines.get(index);
        // <file path="...">
        if (line.startsWith("<") && line.indexOf('=') > 0 && line.length() <= LONGEST_SENTENCE) return inWords(line.replace('>', ' '), index);
        var stated = PathLine.of(line);
        if (stated != null) {
            var known = stated.quoted() ? declared.marked(stated.path()) : declared.exact(stated.path());
            if (known.isPresent()) return new Label(stated.path(), known.get(), Label.Kind.DECLARED, direct && stated.raised(), index);
        }
        if (line.length() <= LONGEST_SENTENCE) {
            var known = declared.exact(PathLine.whole(line));
            if (known.isPresent()) return new Label(known.get(), known.get(), Label.Kind.DECLARED, false, index);
        }
        if (stated != null) {
            var path = stated.path();
            var alike = declared.alike(path);
            if (alike.isPresent()) return new Label(path, alike.get(), Label.Kind.GUESSED, false, index);
            if (likePath(path, stated.raised() || stated.quoted())) return new Label(path, path, Label.Kind.OTHER, false, index);
        }
        return sentence(line).map(path -> new Label(path, path, Label.Kind.GUESSED, false, index)).orElse(null);
    }

    /** A heading, or a sentence that ends in a colon, with exactly one declared path in it. */
    private Optional<String> sentence(String line) {
        var text = line.strip();
        if (text.length() > LONGEST_SENTENCE || !text.startsWith("#") && !text.endsWith(":") && !text.endsWith(":**")) return Optional.empty();
        var paths = Stream.of(text.split("[\\s`\"'*()\\[\\],;]+"))
                .map(word -> word.endsWith(":") || word.endsWith(".") ? word.substring(0, word.length() - 1) : word)
                .flatMap(word -> declared.exact(word).stream()).distinct().toList();
        return paths.size() == 1 ? Optional.of(paths.getFirst()) : Optional.empty();
    }

    private Label inFirstLine(Fence fence) {
        if (fence.line() + 1 >= lines.size()) return null;
        var path = PathLine.inComment(lines.get(fence.line() + 1));
        return path == null || headsBlock(fence.line() + 1) ? null : declared.exact(path)
                .map(known -> new Label(path, known, Label.Kind.DECLARED, false, fence.line())).orElse(null);
    }

    /** Whether the line is the label of another block inside this one: then this one is a fence around a whole answer. */
    private boolean headsBlock(int line) {
        int next = line + 1;
        while (next < lines.size() && lines.get(next).isBlank()) next++;
        var fence = next == lines.size() ? null : Fence.at(next, lines.get(next));
        return fence != null && (!fence.bare() || lines.get(line).startsWith("##"));
    }

    /** Whether a name nobody declared is meant as a path: its last part has an ending, or it is marked and has folders. */
    private static boolean likePath(String name, boolean marked) {
        if (name.isEmpty() || name.contains("://")) return false;
        if (name.contains("../") || name.contains("..\\") || name.contains("/.") || name.startsWith(".") && name.contains("/")) return true;
        if (name.length() > 1 && (name.startsWith("/") || name.startsWith("~/") || name.indexOf('\\') > 0)) return true;
        if (marked && name.indexOf('/') > 0 && !name.endsWith("/")) return true;
        if (marked && name.length() > 1 && name.startsWith(".")) return true;
        var last = name.substring(name.lastIndexOf('/') + 1);
        int dot = last.lastIndexOf('.');
        int ending = last.length() - dot - 1;
        return dot >= 0 && ending > 0 && ending <= 12 && last.substring(dot + 1).chars().allMatch(Character::isLetterOrDigit)
                && !last.chars().allMatch(c -> c == '.' || Character.isDigit(c)) && last.indexOf(' ') < 0;
    }
}
