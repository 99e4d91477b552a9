package llmswarm.files;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import llmswarm.guard.SafePath;
import llmswarm.guard.UnsafePath;

/**
 * Reads the files out of a model's answer: for each a line with its path, then a fenced block. It takes the many forms in
 * which models write that. A file that is given twice must be the same both times. A first line that is only a comment with
 * the file's own path is taken as its label and left out, except in documents, where it may be the title.
 */
public final class AnswerParser {
    /** In place of the declared files: any file that is safe to write. */
    public static final String ANY = "./";

    private final List<String> lines;
    private final Declared declared;
    private final Collection<String> allow;
    private final Map<String, AnswerFile> files = new LinkedHashMap<>();
    private final Set<String> dropped = new LinkedHashSet<>();
    private final Set<String> faults = new LinkedHashSet<>();
    private final Set<String> cutOff = new LinkedHashSet<>();

    private AnswerParser(String text, Declared declared, Collection<String> allow) {
        this.lines = List.of(text.split("\n", -1));
        this.declared = declared;
        this.allow = allow;
    }

    /**
     * The files of the answer.
     *
     * @param declared the paths the task may write; one that ends in a slash is a folder in which it may name files itself
     * @param allow    paths refused by default that the stack writes on purpose, as for {@link SafePath#of}
     */
    public static Answer parse(String text, List<String> declared, Collection<String> allow) {
        var spoken = Reasoning.removed(plain(text));
        if (spoken.isEmpty()) return new Answer(List.of(), List.of(), List.of("the answer ends inside its reasoning; give the files first"));
        var parser = new AnswerParser(spoken.get(), new Declared(declared), allow);
        parser.read();
        parser.judge();
        return new Answer(List.copyOf(parser.files.values()), List.copyOf(parser.dropped), List.copyOf(parser.faults));
    }

    private static String plain(String text) {
        return (text.startsWith("\uFEFF") ? text.substring(1) : text).replace("\r\n", "\n").replace('\r', '\n');
    }

    private void read() {
        var blocks = AnswerBlocks.of(Blocks.in(lines, declared));
        for (var block : blocks.labelled()) {
            if (block.declared()) accept(block);
            else if (block.label().kind() == Label.Kind.OTHER) drop(block.label().stated());
        }
        for (var block : blocks.labelled()) if (block.label().kind() == Label.Kind.GUESSED) guess(block);
        if (files.isEmpty() && cutOff.isEmpty() && dropped.isEmpty() && faults.isEmpty()) {
            declared.single().ifPresent(path -> blocks.only().ifPresent(block -> accept(block, path, path)));
        }
    }

    private void guess(Block block) {
        var label = block.label();
        if (!files.containsKey(label.path()) && !cutOff.contains(label.path())) accept(block);
        else if (!label.stated().equals(label.path())) drop(label.stated());
    }

    private void drop(String name) {
        try {
            dropped.add(SafePath.of(name, List.of(name)).toString());
        } catch (UnsafePath refused) {
            faults.add(refused.getMessage());
        }
    }

    private void accept(Block block) {
        accept(block, block.label().path(), block.label().stated());
    }

    private void accept(Block block, String name, String stated) {
        try {
            var path = SafePath.of(name, allow);
            if (!block.closed()) {
                cutOff.add(name);
                faults.add("the answer ends inside '%s'".formatted(name));
                return;
            }
            var file = new AnswerFile(path, text(block, name));
            var earlier = files.put(name, file);
            if (earlier != null && !earlier.equals(file)) faults.add("'%s' is given twice, and not the same; give each file once".formatted(name));
        } catch (UnsafePath refused) {
            faults.add(refused.getMessage());
        }
    }

    private String text(Block block, String name) {
        int from = block.opening().line() + 1;
        int to = block.end();
        // Without a closing fence the next label ends the file, and the blank lines are the label's.
        if (Fence.at(to, lines.get(to)) == null) while (to > from && lines.get(to - 1).isBlank()) to--;
        if (from < to && statesItself(block, name)) {
            from++;
            if (from < to && lines.get(from).isBlank()) from++;
        }
        var text = new StringBuilder();
        for (var line : lines.subList(from, to)) {
            int indent = 0;
            while (indent < block.opening().indent() && indent < line.length() && Character.isWhitespace(line.charAt(indent))) indent++;
            text.append(line, indent, line.length()).append('\n');
        }
        return text.toString();
    }

    private boolean statesItself(Block block, String name) {
        var line = lines.get(block.opening().line() + 1);
        if (block.prose() && line.startsWith("#")) return false;
        var stated = PathLine.inComment(line);
        return stated != null && declared.exact(stated).filter(name::equals).isPresent();
    }

    private void judge() {
        faults.addAll(SafePath.caseClash(files.keySet()));
        if (files.isEmpty() && faults.isEmpty()) {
            faults.add(dropped.isEmpty()
                    ? "the answer holds no files; for each file give a line with its path, then its whole text in a fenced block"
                    : "none of the files in the answer was asked for: " + quoted(dropped));
        }
        var known = new HashSet<>(files.keySet());
        known.addAll(cutOff);
        faults.addAll(declared.missing(known));
    }

    private static String quoted(Collection<String> names) {
        return names.stream().map("'%s'"::formatted).collect(Collectors.joining(", "));
    }
}
