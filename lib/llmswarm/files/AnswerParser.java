package llmswarm.files;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import llmswarm.guard.SafePath;
import llmswarm.guard.UnsafePath;
import llmswarm.plan.Task;

/**
 * Reads the files out of a model's answer: for each a line with its path, then a fenced block. It takes the many forms in
 * which models write that. A file that is given twice must be the same both times. A first line that is only a comment with
 * the file's own path is taken as its label and left out, except in documents, where it may be the title. Answers to a repair
 * may edit files instead.
 */
public final class AnswerParser {
    /** In place of the declared files: any file that is safe to write. */
    public static final String ANY = Task.ANYWHERE;
    private static final String NO_FILES = "the answer holds no files; for each file give a line with its path, then its whole text in a fenced block";
    private static final String NO_EDITS = "the answer holds neither files nor search/replace blocks; for each file to change give a line with its path, "
            + "then search/replace blocks or its whole text in a fenced block";

    private final List<String> lines;
    private final Declared declared;
    private final Collection<String> allow;
    private final Optional<Map<String, String>> current;
    private final Map<String, AnswerFile> files = new LinkedHashMap<>();
    private final Set<String> dropped = new LinkedHashSet<>();
    private final Set<String> faults = new LinkedHashSet<>();
    private final Set<String> cutOff = new LinkedHashSet<>();
    private final List<String> applied = new ArrayList<>();

    private AnswerParser(String text, Declared declared, Collection<String> allow, Optional<Map<String, String>> current) {
        this.lines = List.of(text.split("\n", -1));
        this.declared = declared;
        this.allow = allow;
        this.current = current;
    }

    /**
     * The files of the answer.
     *
     * @param declared the paths the task may write; one that ends in a slash is a folder in which it may name files itself
     * @param allow    paths refused by default that the stack writes on purpose, as for {@link SafePath#of}
     */
    public static Answer parse(String text, List<String> declared, Collection<String> allow) {
        return parse(text, declared, allow, Optional.empty());
    }

    /**
     * The same for an answer that may also edit files, by search/replace blocks or by a diff, and that need not give those again
     * which stay as they are. Where some edits cannot be made, the others are: the files hold them, and the faults say which.
     *
     * @param current the texts that are edited, by declared path or path in a declared folder
     */
    public static Answer parse(String text, List<String> declared, Collection<String> allow, Map<String, String> current) {
        return parse(text, declared, allow, Optional.of(current));
    }

    private static Answer parse(String text, List<String> declared, Collection<String> allow, Optional<Map<String, String>> current) {
        var spoken = Reasoning.removed(plain(text));
        if (spoken.isEmpty()) return new Answer(List.of(), List.of(), List.of("the answer ends inside its reasoning; give the files first"));
        var parser = new AnswerParser(spoken.get(), new Declared(declared), allow, current);
        parser.read();
        parser.judge();
        return new Answer(List.copyOf(parser.files.values()), List.copyOf(parser.dropped), List.copyOf(parser.faults), parser.applied.size());
    }

    private static String plain(String text) {
        return (text.startsWith("\uFEFF") ? text.substring(1) : text).replace("\r\n", "\n").replace('\r', '\n');
    }

    private void read() {
        var found = current.map(texts -> AnswerEdits.in(lines, declared.with(texts.keySet()), texts.keySet()))
                .orElseGet(() -> new AnswerEdits.Found(List.of(), Blocks.in(lines, declared)));
        var blocks = AnswerBlocks.of(found.rest());
        for (var block : blocks.labelled()) {
            if (block.declared()) accept(block);
            else if (block.label().kind() == Label.Kind.OTHER) drop(block.label().stated());
        }
        for (var block : blocks.labelled()) {
            if (block.label().kind() == Label.Kind.GUESSED && (found.edits().isEmpty() || !exists(block.label().path()))) guess(block);
        }
        if (!found.edits().isEmpty()) edit(found.edits());
        else if (files.isEmpty() && cutOff.isEmpty() && dropped.isEmpty() && faults.isEmpty()) {
            declared.single().ifPresent(path -> blocks.only().ifPresent(block -> accept(block, path, path)));
        }
    }

    private boolean exists(String path) {
        return current.filter(texts -> texts.containsKey(path)).isPresent();
    }

    private void edit(List<FileEdit> edits) {
        var texts = new LinkedHashMap<>(current.orElse(Map.of()));
        files.forEach((path, file) -> texts.put(path, file.text()));
        // Beside whole files a diff only explains them.
        var meant = edits.stream().filter(edit -> !edit.diff() || files.isEmpty() || edit.path().filter(path -> !files.containsKey(path)).isPresent()).toList();
        var made = FileEdits.apply(meant, texts, declared.single(), allow);
        made.strangers().forEach(this::drop);
        made.changed().forEach((path, text) -> files.put(path.toString(), new AnswerFile(path, text)));
        faults.addAll(made.faults());
        applied.addAll(made.applied());
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
        faults.addAll(SafePath.caseClash(Stream.concat(files.keySet().stream(), current.orElse(Map.of()).keySet().stream()).distinct().toList()));
        if (files.isEmpty() && faults.isEmpty()) {
            faults.add(dropped.isEmpty() ? current.isPresent() && !current.get().isEmpty() ? NO_EDITS : NO_FILES
                    : "none of the files in the answer was asked for: " + quoted(dropped));
        }
        var known = new HashSet<>(files.keySet());
        known.addAll(cutOff);
        current.ifPresent(texts -> known.addAll(texts.keySet()));
        faults.addAll(declared.missing(known));
        if (!faults.isEmpty() && !applied.isEmpty()) faults.add(Refusals.applied(applied));
    }

    private static String quoted(Collection<String> names) {
        return names.stream().map("'%s'"::formatted).collect(Collectors.joining(", "));
    }
}
