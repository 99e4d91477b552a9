package llmswarm.prompt;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Renders the prompts of one run. */
public final class Prompts {
    /** Under this name templates find what is changed. */
    public static final String CHANGING = "changing";

    private final Templates templates;
    private final Map<String, Object> changing;

    public Prompts(Templates templates) {
        this(templates, Map.of());
    }

    private Prompts(Templates templates, Map<String, Object> changing) {
        this.templates = templates;
        this.changing = changing;
    }

    /**
     * Those of a run that changes a project: where a template has a companion {@code NAME.change}, that one is
     * rendered.
     *
     * @param data what it is told
     */
    public Prompts changing(Map<String, Object> data) {
        return new Prompts(templates, data);
    }

    /** The files a prompt may show, each list with the most important first. */
    public record Files(List<SourceText> changes, List<SourceText> direct, List<SourceText> shown,
            List<SourceText> others) {
        public static final Files NONE = new Files(List.of(), List.of(), List.of());

        /** Without any that the pack shows to every task. */
        public Files(List<SourceText> changes, List<SourceText> direct, List<SourceText> others) {
            this(changes, direct, List.of(), others);
        }

        /** The most important first. */
        List<SourceText> ranked() {
            return Stream.of(changes, direct, shown, others).flatMap(List::stream).toList();
        }
    }

    /** Renders the template, and before it the companion {@code NAME.system} if there is one. */
    public Prompt of(String template, Map<String, Object> data) {
        if (changing.isEmpty() || !templates.has(template + ".change")) return rendered(template, data);
        var more = new HashMap<>(data);
        more.putIfAbsent(CHANGING, changing);
        return rendered(template + ".change", more);
    }

    private Prompt rendered(String template, Map<String, Object> data) {
        var messages = new ArrayList<Message>();
        var system = template + ".system";
        if (templates.has(system)) messages.add(new Message("system", templates.render(system, data)));
        messages.add(new Message("user", templates.render(template, data)));
        return new Prompt(messages, List.of(), templates.digest(template));
    }

    /** The template as small models get it, {@code NAME.small}, if there is one; else the usual one. */
    public String forSmall(String template) {
        return templates.has(template + ".small") ? template + ".small" : template;
    }

    /**
     * Renders with as many files as fit into the budget, by rank: files the task changes, files of the tasks it depends
     * on, files of the scaffold that the pack shows to every task, files further back. The rest is named as omitted.
     *
     * @param budget tokens the prompt may take
     * @return the prompt, which is over the budget only if it is so without any file
     */
    public Prompt fitted(String template, Map<String, Object> data, Files files, int budget) {
        return new ContextFit(this, template, data, files).within(budget);
    }

    /** Estimated tokens of all messages. */
    public static int tokens(Prompt prompt) {
        return prompt.messages().stream().mapToInt(m -> Tokens.estimate(m.text()) + 8).sum();
    }
}
