package answers;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import answers.edit.EditOutcome;
import answers.edit.SearchReplace;

/** Makes the edits of an answer one after the other, each in the text that those before it left. */
final class EditedFiles {
    private static final int MOST = 200;

    private final Map<String, List<String>> texts = new LinkedHashMap<>();
    private final Optional<String> single;
    private final PathPolicy policy;
    private final EditFaults sentences = new EditFaults();
    private final Map<String, String> changed = new LinkedHashMap<>();
    private final Set<String> strangers = new LinkedHashSet<>();
    private final List<String> faults = new ArrayList<>();
    private final List<String> applied = new ArrayList<>();

    private EditedFiles(Optional<String> single, PathPolicy policy) {
        this.single = single;
        this.policy = policy;
    }

    /**
     * Makes what can be made.
     *
     * @param texts  what is edited, by path
     * @param single the file of edits that name none, when it can only be one
     */
    static EditedFiles by(List<FileEdit> edits, Map<String, String> texts, Optional<String> single, PathPolicy policy) {
        var made = new EditedFiles(single, policy);
        texts.forEach((path, text) -> made.texts.put(path, lines(text)));
        edits.stream().limit(MOST).forEach(made::make);
        if (edits.size() > MOST) made.faults.add(EditFaults.tooMany(MOST));
        return made;
    }

    /** The whole new texts by path. */
    Map<String, String> changed() {
        return changed;
    }

    /** The files that edits name and nobody declared. */
    Set<String> strangers() {
        return strangers;
    }

    /** A sentence for each edit that was not made. */
    List<String> faults() {
        return faults;
    }

    /** The edits that were made, as sentences name them. */
    List<String> applied() {
        return applied;
    }

    private static List<String> lines(String text) {
        if (text.isEmpty()) return List.of();
        if (!text.endsWith("\n")) return lines(text + (text.contains("\r\n") ? "\r\n" : "\n"));
        return List.of(text.substring(0, text.length() - 1).split("\n", -1));
    }

    private void make(FileEdit edit) {
        var path = edit.path().or(() -> single);
        if (edit.stranger().isPresent()) strangers.add(edit.stranger().get());
        else if (edit.edit().isEmpty()) faults.add(sentences.unfinished(edit, path));
        else if (path.isEmpty()) faults.add(sentences.nameless(edit));
        else make(edit, edit.edit().get(), path.get());
    }

    private void make(FileEdit edit, SearchReplace change, String path) {
        var text = texts.get(path);
        var refusal = policy.refusal(path);
        if (refusal.isPresent()) faults.add(refusal.get());
        else if (text == null && !change.appends()) faults.add(sentences.noFile(edit, path));
        else if (text != null && change.appends() && repeats(text, change)) faults.add(sentences.repeats(edit, path));
        else switch (change.in(text == null ? List.of() : text)) {
            case EditOutcome.Applied(var lines) -> {
                texts.put(path, lines);
                changed.put(path, lines.isEmpty() ? "" : String.join("\n", lines) + "\n");
                applied.add("block %d ('%s')".formatted(edit.number(), path));
            }
            case EditOutcome.Unapplied why -> faults.add(sentences.unapplied(edit, change, path, why, texts));
        }
    }

    /** Whether what is to go to the end is most of the file again: the model meant to write it whole. */
    private static boolean repeats(List<String> text, SearchReplace edit) {
        var added = new HashSet<>(edit.replace());
        var filled = text.stream().map(String::stripTrailing).filter(line -> !line.isEmpty()).toList();
        return filled.size() > 1 && filled.stream().filter(added::contains).count() * 2 > filled.size();
    }
}
