package answers;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import answers.edit.SearchReplace;
import answers.edit.EditOutcome;

/** Makes the edits of an answer one after the other, each in the text that those before it left. */
final class FileEdits {
    private static final int MOST = 200;

    /**
     * What came of them.
     *
     * @param changed   whole new texts
     * @param strangers names of files that nobody declared
     * @param applied   which edits were made, as sentences name them
     */
    record Made(Map<String, String> changed, Set<String> strangers, List<String> faults, List<String> applied) {
    }

    private final Map<String, List<String>> texts = new TreeMap<>();
    private final Optional<String> single;
    private final PathPolicy policy;
    private final Map<String, String> changed = new LinkedHashMap<>();
    private final Set<String> strangers = new LinkedHashSet<>();
    private final List<String> faults = new ArrayList<>();
    private final List<String> done = new ArrayList<>();

    private FileEdits(Map<String, String> texts, Optional<String> single, PathPolicy policy) {
        texts.forEach((path, text) -> this.texts.put(path, lines(text)));
        this.single = single;
        this.policy = policy;
    }

    /**
     * Makes what can be made.
     *
     * @param texts  what is edited, by path
     * @param single the file of edits that name none, when it can only be one
     */
    static Made apply(List<FileEdit> edits, Map<String, String> texts, Optional<String> single, PathPolicy policy) {
        var made = new FileEdits(texts, single, policy);
        var refusals = new EditRefusals(made.texts);
        for (int i = 0; i < Math.min(edits.size(), MOST); i++) made.make(edits.get(i), refusals.of(i + 1, edits.get(i)));
        if (edits.size() > MOST) made.faults.add("only the first %d blocks were read; give a file that changes this much whole".formatted(MOST));
        return new Made(made.changed, made.strangers, made.faults, made.done);
    }

    private static List<String> lines(String text) {
        if (text.isEmpty()) return List.of();
        if (!text.endsWith("\n")) return lines(text + (text.contains("\r\n") ? "\r\n" : "\n"));
        return List.of(text.substring(0, text.length() - 1).split("\n", -1));
    }

    private void make(FileEdit edit, EditRefusals.Of refusal) {
        if (edit.stranger().isPresent()) {
            strangers.add(edit.stranger().get());
            return;
        }
        var fitting = edit.path().isPresent() || single.isPresent() ? List.<String>of() : fitting(edit);
        var path = edit.path().or(() -> single).or(() -> fitting.size() == 1 ? Optional.of(fitting.getFirst()) : Optional.empty());
        if (edit.end() == EditMarks.End.UNCLEAR) faults.add(refusal.unclear(path));
        else if (edit.end() != EditMarks.End.MARKER || edit.readings().isEmpty()) faults.add(refusal.unfinished(path));
        else if (path.isEmpty()) faults.add(refusal.nameless(fitting));
        else make(edit, path.get(), refusal);
    }

    /** The files in which its search text is found. */
    private List<String> fitting(FileEdit edit) {
        if (edit.appends()) return List.of();
        return texts.keySet().stream().filter(path -> edit.readings().stream().anyMatch(reading -> !(reading.in(texts.get(path)) instanceof EditOutcome.Absent))).toList();
    }

    private void make(FileEdit edit, String name, EditRefusals.Of refusal) {
        var text = texts.get(name);
        var refused = policy.refusal(name);
        if (refused.isPresent()) faults.add(refused.get());
        else if (text == null && !edit.appends()) faults.add(refusal.absentFile(name));
        else if (text != null && edit.appends() && !text.isEmpty() && edit.diff()) faults.add(refusal.placeless(name));
        else if (text != null && edit.appends() && repeats(text, edit.readings().getFirst())) faults.add(refusal.repeats(name));
        else make(edit, name, text == null ? List.of() : text, refusal);
    }

    private void make(FileEdit edit, String name, List<String> text, EditRefusals.Of refusal) {
        var applied = new LinkedHashSet<List<String>>();
        var refused = new ArrayList<EditOutcome.Refused>();
        for (var reading : edit.readings()) {
            switch (reading.in(text)) {
                case EditOutcome.Applied made -> applied.add(made.lines());
                case EditOutcome.Refused why -> refused.add(why);
            }
        }
        if (applied.size() > 1) {
            faults.add(refusal.unclear(Optional.of(name)));
        } else if (applied.isEmpty()) {
            faults.add(refusal.refused(name, edit.readings().getFirst(), refused.getFirst()));
        } else {
            var lines = applied.getFirst();
            texts.put(name, lines);
            changed.put(name, lines.isEmpty() ? "" : String.join("\n", lines) + "\n");
            done.add(refusal.named(name));
        }
    }

    /** Whether what is to go to the end is most of the file again: the model meant to write it whole. */
    private static boolean repeats(List<String> text, SearchReplace edit) {
        var added = new HashSet<>(edit.replace());
        var filled = text.stream().map(String::stripTrailing).filter(line -> !line.isEmpty()).toList();
        return filled.size() > 1 && filled.stream().filter(added::contains).count() * 2 > filled.size();
    }
}
