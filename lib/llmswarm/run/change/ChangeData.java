package llmswarm.run.change;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import llmswarm.config.Agent;
import llmswarm.config.ModelSpec;
import llmswarm.plan.Plan;
import llmswarm.plan.SpecPiece;
import llmswarm.plan.SpecPiece.Fate;
import llmswarm.prompt.FileRoom;
import llmswarm.prompt.Prompt;
import llmswarm.prompt.Prompts;
import llmswarm.prompt.SourceText;
import text.ShellWords;

/** A change as templates see it, under the name {@code changing}. */
public final class ChangeData {
    /** Files at the top in which a project tells whoever works on it how things are done. */
    private static final List<String> GUIDES = List.of("AGENTS.md", "README.md", "README.rst", "README.txt", "README");
    /** Tokens that are kept for sending a plan back. */
    private static final int REPAIR = 4_000;
    private static final int LONGEST_GUIDE = 6_000, MOST_TASKS = 60;
    /** Rows of the files' list, and those that a small model is told. */
    private static final int ROWS = 300, FEW_ROWS = 60;

    private final Change change;
    private final PresentFiles files;
    private final Map<String, Object> fixed = new HashMap<>();

    /** Of the project as it was before. */
    public ChangeData(Change change) {
        this(change, change.present(), ROWS);
    }

    /** For a task that finds the files like this. */
    public static ChangeData of(Change change, PresentFiles files) {
        return new ChangeData(change, files, ROWS);
    }

    /** The same for a small model. */
    public static ChangeData small(Change change, PresentFiles files) {
        return new ChangeData(change, files, FEW_ROWS);
    }

    private ChangeData(Change change, PresentFiles files, int rows) {
        this.change = change;
        this.files = files;
        var listing = files.listing(rows);
        fixed.put("request", change.inWords() ? quoted(change.spec().text()) : false);
        fixed.put("edited", change.inWords() ? false : Map.of("changed", pieces(Fate.CHANGED), "added",
                pieces(Fate.ADDED), "withdrawn", pieces(Fate.WITHDRAWN)));
        fixed.put("tree", quoted(listing));
        fixed.put("earlier", change.prior().plan().map(this::earlier).orElse(false));
    }

    /** What every prompt is told. */
    public Map<String, Object> data() {
        return with(new PresentFiles.Selection(List.of(), List.of()));
    }

    /** What the page that tells the plan says of it. */
    public Map<String, Object> ofPage(PlanPage before) {
        var data = new HashMap<>(fixed);
        data.put("number", Integer.toString(before.number()));
        data.put("title", change.title());
        return data;
    }

    /** The same with files that are shown; what they hold is told by no guide. */
    public Map<String, Object> with(PresentFiles.Selection shown) {
        var data = new HashMap<>(fixed);
        var paths = shown.files().stream().map(SourceText::path).toList();
        data.put("guides", GUIDES.stream().filter(path -> !paths.contains(path)).flatMap(path -> guide(path).stream())
                .limit(2).map(SourceText::data).toList());
        data.put("files", shown.files().stream().map(SourceText::data).toList());
        data.put("outlines", shown.outlines().stream().map(SourceText::data).toList());
        return data;
    }

    /** The same with the files that the whole request is about, as far as there is room beside a prompt without any. */
    public Map<String, Object> beside(Prompt prompt, Agent agent, ModelSpec model) {
        int left = model.forPrompt(agent) - Prompts.tokens(prompt) - REPAIR;
        return with(files.shown(change.question(), List.of(), Math.min(FileRoom.bounded(model.context()), left)));
    }

    private List<Map<String, Object>> pieces(Fate fate) {
        return change.pieces(fate).stream().map(ChangeData::piece).toList();
    }

    private static Map<String, Object> piece(SpecPiece piece) {
        return Map.of("lines", piece.lines(), "text", ended(piece.text()), "was", ended(piece.was()), "fence",
                SourceText.fence(piece.text() + "\n" + piece.was()));
    }

    private Optional<SourceText> guide(String path) {
        return files.text(path).map(text -> new SourceText(path, text.length() <= LONGEST_GUIDE ? text
                : text.substring(0, LONGEST_GUIDE) + "\n[the rest is left out]\n"));
    }

    private Object earlier(Plan plan) {
        var tasks = change.prior().tasks();
        return Map.of("summary", plan.summary(), "tasks", tasks.subList(Math.max(0, tasks.size() - MOST_TASKS),
                tasks.size()).stream().map(task -> Map.of("id", task.id(), "title", task.title(), "files",
                task.files())).toList(), "checks", plan.checks().stream().map(check -> Map.of("name", check.name(),
                "command", ShellWords.line(check.run()))).toList());
    }

    private static Map<String, Object> quoted(String text) {
        return Map.of("text", ended(text), "fence", SourceText.fence(text));
    }

    private static String ended(String text) {
        return text.endsWith("\n") || text.isEmpty() ? text : text + "\n";
    }
}
