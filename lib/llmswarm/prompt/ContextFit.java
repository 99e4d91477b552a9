package llmswarm.prompt;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Fits a prompt into a model's context: which files it shows where there is no room for all. A file that does not fit
 * is left out and named; smaller ones of a lower rank are shown all the same.
 */
final class ContextFit {
    private final Prompts prompts;
    private final String template;
    private final Map<String, Object> data;
    private final Prompts.Files files;

    ContextFit(Prompts prompts, String template, Map<String, Object> data, Prompts.Files files) {
        this.prompts = prompts;
        this.template = template;
        this.data = data;
        this.files = files;
    }

    /** @return the prompt, which is over the budget only if it is so without any file */
    Prompt within(int budget) {
        var ranked = files.ranked();
        var whole = with(ranked);
        if (Prompts.tokens(whole) <= budget) return whole;
        var shown = new ArrayList<SourceText>();
        var prompt = with(shown);
        var room = FileRoom.of(budget - Prompts.tokens(prompt));
        for (var file : ranked) {
            if (room.take(file)) shown.add(file);
        }
        for (prompt = with(shown); Prompts.tokens(prompt) > budget && !shown.isEmpty(); prompt =
                with(shown)) shown.removeLast();
        return prompt;
    }

    private Prompt with(List<SourceText> shown) {
        var changes = files.changes().stream().filter(shown::contains).toList();
        var inputs = Stream.of(files.direct(), files.others()).flatMap(List::stream);
        var full = new HashMap<>(data);
        full.put("changes", changes.stream().map(SourceText::data).toList());
        full.put("editing", !changes.isEmpty());
        full.put("inputs", inputs.filter(shown::contains).map(SourceText::data).toList());
        full.put("shown", files.shown().stream().filter(shown::contains).map(SourceText::data).toList());
        var cut = files.ranked().stream()
                .filter(file -> !shown.contains(file)).map(SourceText::path).toList();
        full.put("omitted", cut);
        var prompt = prompts.of(template, full);
        return new Prompt(prompt.messages(), cut, prompt.template());
    }
}
