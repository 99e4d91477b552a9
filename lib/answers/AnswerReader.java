package answers;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Stream;

import answers.edit.Omission;
import text.Unreadable;

/**
 * Reads the files out of a model's answer: for each a line with its path, then a fenced block. What stands inside a
 * block is its text, however it looks. A block whose end or path is not clear is no file but a fault that names its
 * line. A first line that is only a comment with the file's own path is left out, except in documents, where it may be
 * the title.
 */
public final class AnswerReader {
    /** In place of declared paths: any file that the policy lets be written. */
    public static final String ANYWHERE = "./";
    /** So many lines of talk at most stand around a document that is given without its name. */
    private static final int MOST_TALK = 4;

    private final List<String> lines;
    private final FormatFaults sentences;
    private final DeclaredPaths declared;
    private final PathPolicy policy;
    private final Optional<Map<String, String>> current;
    private final SequencedMap<String, String> files = new LinkedHashMap<>();
    private final Map<String, FencedBlock> taken = new HashMap<>();
    private final DeletedFiles deleted;
    private final Set<String> refused = new HashSet<>();
    private final Set<String> dropped = new LinkedHashSet<>();
    private final Set<String> faults = new LinkedHashSet<>();
    private final List<String> applied = new ArrayList<>();
    /** Whether fences are paired wrongly somewhere, so that the end of no file is sure. */
    private boolean torn;

    private AnswerReader(DeletedFiles deleted, int skipped, DeclaredPaths declared, PathPolicy policy,
            Optional<Map<String, String>> current) {
        this.deleted = deleted;
        this.lines = deleted.lines();
        this.sentences = new FormatFaults(lines, skipped, current);
        this.declared = declared;
        this.policy = policy;
        this.current = current;
    }

    /**
     * The files of an answer that gives each whole.
     *
     * @param declared the paths that were asked for; one that ends in a slash is a folder, whose files the answer names
     * @param policy   which of them may be written
     */
    public static ParsedAnswer read(String text, Collection<String> declared, PathPolicy policy) {
        return read(text, declared, policy, Optional.empty(), Set.of());
    }

    /**
     * The files of an answer that may also change files by search/replace blocks and leave out those that stay as they
     * are. Where some edits cannot be made, the others are made all the same, and the faults say which.
     *
     * @param current the texts that are edited, by declared path or path in a declared folder
     */
    public static ParsedAnswer read(String text, Collection<String> declared, PathPolicy policy,
            Map<String, String> current) {
        return read(text, declared, policy, Optional.of(current), Set.of());
    }

    /** The same of an answer that may also say of files that they are no longer needed. */
    public static ParsedAnswer read(String text, Collection<String> declared, PathPolicy policy,
            Map<String, String> current, Set<String> deletable) {
        return read(text, declared, policy, Optional.of(current), deletable);
    }

    private static ParsedAnswer read(String text, Collection<String> declared, PathPolicy policy,
            Optional<Map<String, String>> current, Set<String> deletable) {
        return Unreadable.or("the answer", ParsedAnswer::nothing,
                () -> parsed(text, declared, policy, current, deletable));
    }

    private static ParsedAnswer parsed(String text, Collection<String> declared, PathPolicy policy,
            Optional<Map<String, String>> current, Set<String> deletable) {
        var all = Thinking.spoken((text.startsWith("\uFEFF") ? text.substring(1) : text).replace("\r\n", "\n")
                .replace('\r', '\n'));
        var said = Thinking.removed(all);
        if (said.isEmpty()) {
            return ParsedAnswer.nothing(FormatFaults.THOUGHT_ONLY);
        }
        var thought = all.substring(0, all.length() - said.get().length());
        int skipped = (int) thought.chars().filter(c -> c == '\n').count();
        var paths = new DeclaredPaths(declared);
        var asked = FileCalls.asked(said.get(), paths);
        var lines = List.of(asked.orElse(said.get()).split("\n", -1));
        var deleted = deletable.isEmpty() ? DeletedFiles.none(lines) : DeletedFiles.in(lines, paths, deletable);
        var reader = new AnswerReader(deleted, asked.isPresent() ? 0 : skipped, paths, policy, current);
        reader.read();
        return new ParsedAnswer(reader.files, List.copyOf(deleted.paths()),
                List.copyOf(reader.dropped), List.copyOf(reader.faults), reader.applied.size());
    }

    private void read() {
        var parts = current.map(texts -> AnswerEdits.in(lines, declared.with(texts.keySet()), texts.keySet()))
                .orElseGet(() -> new AnswerEdits.Parts(List.of(), FencePairing.in(lines, declared)));
        for (var block : parts.blocks()) {
            if (block.declared()) accept(block, block.label().path());
            else if (block.label() != null) drop(block.label().path());
        }
        if (!parts.edits().isEmpty()) edit(parts.edits());
        else if (taken.isEmpty() && faults.isEmpty() && dropped.isEmpty()) acceptOnly(parts.blocks());
        judge(parts.blocks());
    }

    /** A single block without a name is the only declared file, unless it is a sample in a document without a fence. */
    private void acceptOnly(List<FencedBlock> blocks) {
        if (blocks.size() != 1) return;
        var block = blocks.getFirst();
        declared.single().filter(name -> !FencedBlock.prose(name) || block.prose() || isAllButTalk(block))
                .ifPresent(name -> accept(block, name));
    }

    private boolean isAllButTalk(FencedBlock block) {
        var before = lines.subList(0, block.opening().line());
        var behind = lines.subList(Math.min(block.end() + 1, lines.size()), lines.size());
        var outside = Stream.concat(before.stream(), behind.stream()).filter(line -> !line.isBlank()).toList();
        return outside.size() <= MOST_TALK && outside.stream().noneMatch(line -> line.startsWith("#"));
    }

    private void edit(List<FileEdit> edits) {
        var texts = new LinkedHashMap<>(current.orElse(Map.of()));
        texts.putAll(files);
        var edited = EditedFiles.by(edits, texts, declared.single(), policy);
        edited.strangers().forEach(this::drop);
        files.putAll(edited.changed());
        faults.addAll(edited.faults());
        applied.addAll(edited.applied());
    }

    private void drop(String name) {
        policy.unsafe(name).ifPresentOrElse(faults::add, () -> dropped.add(name));
    }

    private void accept(FencedBlock block, String name) {
        var refusal = policy.refusal(name);
        var text = lines.subList(block.opening().line() + 1, block.end());
        var envelope = Envelope.of(text, block.opening(), block.label() == null ? "" : name, name);
        if (refusal.isPresent()) {
            // Who may write anything cannot know what is refused; that costs the file and no other answer.
            if (declared.anywhere()) drop(name);
            else faults.add(refusal.get());
        } else if (!block.whole()) {
            refuse(name, sentences.endless(block, name));
        } else if (envelope.isPresent()) {
            refuse(name, sentences.envelope(block, name, envelope.get()));
        } else {
            take(block, name);
        }
    }

    private void take(FencedBlock block, String name) {
        var text = new BlockText(lines, declared).of(block, name);
        var before = current.map(texts -> texts.get(name)).orElse("");
        var spoilt = Spoilt.as(text, name, before);
        if (spoilt.isPresent()) {
            refuse(name, sentences.spoilt(block, name, spoilt.get()));
            return;
        }
        // A document may show such a line in a sample.
        var omission = FencedBlock.prose(name) ? Optional.<String>empty() : Omission.in(text, before);
        if (omission.isPresent()) {
            refuse(name, sentences.shortened(block, name, omission.get()));
            return;
        }
        var earlier = files.put(name, text);
        var first = taken.put(name, block);
        if (earlier != null && !earlier.equals(text)) {
            refuse(name, sentences.twice(first, block, name));
            torn = true;
        }
    }

    private void refuse(String name, String fault) {
        files.remove(name);
        refused.add(name);
        faults.add(fault);
    }

    /** What the answer lacks, and whether any of its files can be trusted. */
    private void judge(List<FencedBlock> blocks) {
        declared.absent(known()).forEach(path -> findInside(path, blocks));
        var paths = new LinkedHashSet<>(files.keySet());
        current.ifPresent(texts -> paths.addAll(texts.keySet()));
        faults.addAll(policy.clashes(paths));
        var missing = declared.missing(known());
        torn |= !missing.isEmpty() && blocks.stream().anyMatch(block -> block.label() == null && !block.whole());
        if (torn && !files.isEmpty()) {
            faults.add(FormatFaults.torn(files.keySet()));
            files.clear();
        }
        delete();
        var nameless = declared.anywhere() || !missing.isEmpty() ? sentences.nameless(blocks, !missing.isEmpty())
                : List.<String>of();
        boolean nothing = files.isEmpty() && deleted.paths().isEmpty() && faults.isEmpty() && dropped.isEmpty()
                && nameless.isEmpty();
        if (nothing) faults.add(sentences.nothing());
        if (!dropped.isEmpty() && (files.isEmpty() && faults.isEmpty() || !missing.isEmpty())) {
            if (declared.anywhere()) dropped.forEach(name -> policy.refusal(name).ifPresent(faults::add));
            else faults.add(FormatFaults.strange(dropped));
        }
        faults.addAll(nameless);
        faults.addAll(missing);
        if (!faults.isEmpty() && !applied.isEmpty()) faults.add(EditFaults.applied(applied));
    }

    private void delete() {
        deleted.strangers().forEach(this::drop);
        deleted.paths().stream().filter(path -> policy.refusal(path).isPresent()).toList().forEach(path -> {
            deleted.paths().remove(path);
            drop(path);
        });
        deleted.paths().stream().filter(files::containsKey).map(FormatFaults::both).forEach(faults::add);
    }

    private Set<String> known() {
        var known = new HashSet<>(files.keySet());
        known.addAll(deleted.paths());
        known.addAll(refused);
        current.ifPresent(texts -> known.addAll(texts.keySet()));
        return known;
    }

    /** A block in whose text a missing file begins, by its path and a fence, was not closed where it should be. */
    private void findInside(String path, List<FencedBlock> blocks) {
        for (var block : blocks) {
            sentences.inside(block, path).ifPresent(fault -> {
                torn |= !block.declared();
                if (block.declared()) refuse(block.label().path(), fault);
                else faults.add(fault);
            });
        }
    }
}
