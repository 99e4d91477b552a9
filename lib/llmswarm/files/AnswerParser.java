package llmswarm.files;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import llmswarm.guard.SafePath;
import llmswarm.guard.UnsafePath;
import llmswarm.plan.Task;

/**
 * Reads the files out of a model's answer: for each a line with its path, then a fenced block. What stands inside a block is
 * its text, however it looks. A block whose end or path is not clear is no file but a fault that names its line. A first line
 * that is only a comment with the file's own path is left out, except in documents, where it may be the title. Answers to a
 * repair may edit files instead.
 */
public final class AnswerParser {
    /** In place of the declared files: any file that is safe to write. */
    public static final String ANY = Task.ANYWHERE;
    /** So many lines of talk stand around a file that is given without its name. */
    private static final int MOST_TALK = 4;
    private static final String NO_FILES = "the answer holds no files; for each file give a line with its path, then its whole text in a fenced block";
    private static final String NO_EDITS = "the answer holds neither files nor search/replace blocks; for each file to change give a line with its path, "
            + "then search/replace blocks or its whole text in a fenced block";

    private final List<String> lines;
    private final AnswerFaults places;
    private final Declared declared;
    private final Collection<String> allow;
    private final Optional<Map<String, String>> current;
    private final Map<String, AnswerFile> files = new LinkedHashMap<>();
    private final Map<String, Block> taken = new HashMap<>();
    private final Set<String> refused = new HashSet<>();
    private final Set<String> dropped = new LinkedHashSet<>();
    private final Set<String> faults = new LinkedHashSet<>();
    private final List<String> applied = new ArrayList<>();
    /** Whether fences are paired wrongly somewhere before, so that no file is sure. */
    private boolean torn;

    private AnswerParser(String text, int skipped, Declared declared, Collection<String> allow, Optional<Map<String, String>> current) {
        this.lines = List.of(text.split("\n", -1));
        this.places = new AnswerFaults(lines, skipped);
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
        var all = plain(text);
        var spoken = Reasoning.removed(all);
        if (spoken.isEmpty()) {
            return new Answer(List.of(), List.of(), List.of("the answer ends inside its reasoning; give the files first"));
        }
        var before = all.substring(0, all.length() - spoken.get().length());
        int skipped = (int) before.chars().filter(c -> c == '\n').count();
        var parser = new AnswerParser(spoken.get(), skipped, new Declared(declared), allow, current);
        parser.read();
        return new Answer(List.copyOf(parser.files.values()), List.copyOf(parser.dropped), List.copyOf(parser.faults), parser.applied.size());
    }

    private static String plain(String text) {
        return (text.startsWith("\uFEFF") ? text.substring(1) : text).replace("\r\n", "\n").replace('\r', '\n');
    }

    private void read() {
        var found = current.map(texts -> AnswerEdits.in(lines, declared.with(texts.keySet()), texts.keySet()))
                .orElseGet(() -> new AnswerEdits.Found(List.of(), Blocks.in(lines, declared)));
        for (var block : found.rest()) {
            if (block.declared()) accept(block, block.label().path());
            else if (block.label() != null) drop(block.label().path());
        }
        if (!found.edits().isEmpty()) edit(found.edits());
        else if (taken.isEmpty() && faults.isEmpty() && dropped.isEmpty()) acceptOnly(found.rest());
        judge(found.rest());
    }

    /** A single block without a name is the file of a task that has one, unless it is a part of a document without a fence. */
    private void acceptOnly(List<Block> blocks) {
        if (blocks.size() != 1) return;
        var block = blocks.getFirst();
        declared.single().filter(name -> !Block.prose(name) || block.prose() || isAllButTalk(block))
                .ifPresent(name -> accept(block, name));
    }

    private boolean isAllButTalk(Block block) {
        var before = lines.subList(0, block.opening().line());
        var behind = lines.subList(Math.min(block.end() + 1, lines.size()), lines.size());
        var outside = Stream.concat(before.stream(), behind.stream()).filter(line -> !line.isBlank()).toList();
        return outside.size() <= MOST_TALK && outside.stream().noneMatch(line -> line.startsWith("#"));
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

    private void drop(String name) {
        try {
            dropped.add(SafePath.of(name, List.of(name)).toString());
        } catch (UnsafePath unsafe) {
            faults.add(unsafe.getMessage());
        }
    }

    private void accept(Block block, String name) {
        try {
            var path = SafePath.of(name, allow);
            if (!block.whole()) {
                refuse(name, places.endless(block, name));
                return;
            }
            var file = new AnswerFile(path, text(block, name));
            var earlier = files.put(name, file);
            var first = taken.put(name, block);
            if (earlier != null && !earlier.equals(file)) {
                refuse(name, places.twice(first, block, name));
                torn = true;
            }
        } catch (UnsafePath unsafe) {
            // Who may write anything cannot know what is refused; that costs the file and no other answer.
            if (declared.anywhere()) drop(name);
            else faults.add(unsafe.getMessage());
        }
    }

    private void refuse(String name, String fault) {
        files.remove(name);
        refused.add(name);
        faults.add(fault);
    }

    private String text(Block block, String name) {
        int from = block.opening().line() + 1;
        int to = block.end();
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
        return PathLine.inComment(line).flatMap(path -> declared.path(path, false, true)).filter(name::equals).isPresent();
    }

    private void judge(List<Block> blocks) {
        declared.absent(known()).forEach(path -> findInside(path, blocks));
        faults.addAll(SafePath.caseClash(Stream.concat(files.keySet().stream(), current.orElse(Map.of()).keySet().stream()).distinct().toList()));
        var missing = declared.missing(known());
        torn |= !missing.isEmpty() && blocks.stream().anyMatch(block -> block.label() == null && !block.whole());
        if (torn && !files.isEmpty()) {
            faults.add(AnswerFaults.torn(files.keySet()));
            files.clear();
        }
        var nameless = declared.anywhere() || !missing.isEmpty() ? places.nameless(blocks, !missing.isEmpty()) : List.<String>of();
        if (files.isEmpty() && faults.isEmpty() && dropped.isEmpty() && nameless.isEmpty()) {
            faults.add(current.isPresent() && !current.get().isEmpty() ? NO_EDITS : NO_FILES);
        }
        if (!dropped.isEmpty() && (files.isEmpty() && faults.isEmpty() || !missing.isEmpty())) {
            faults.add(AnswerFaults.strange(dropped));
        }
        faults.addAll(nameless);
        faults.addAll(missing);
        if (!faults.isEmpty() && !applied.isEmpty()) faults.add(Refusals.applied(applied));
    }

    private Set<String> known() {
        var known = new HashSet<>(files.keySet());
        known.addAll(refused);
        current.ifPresent(texts -> known.addAll(texts.keySet()));
        return known;
    }

    /** A block in whose text a missing file begins, by its path and a fence as long, was not closed where it should be. */
    private void findInside(String path, List<Block> blocks) {
        for (var block : blocks) {
            places.inside(block, path).ifPresent(fault -> {
                torn |= !block.declared();
                if (block.declared()) refuse(block.label().path(), fault);
                else faults.add(fault);
            });
        }
    }
}
