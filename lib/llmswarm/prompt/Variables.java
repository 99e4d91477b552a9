package llmswarm.prompt;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import llmswarm.config.stack.Stack;

/** The variables that templates may use: what {@link PromptData} puts in, and what the page on templates promises. */
public final class Variables {
    /** What a variable holds. */
    public sealed interface Shape {
    }

    /**
     * Something to print or to ask for, with {@code .json} behind its name as the inside of a string literal.
     *
     * @param choices its only values; behind its name each is true where it is the value
     */
    public record Text(Set<String> choices) implements Shape {
    }

    /** Named parts: {@code {{task.title}}}, or a section that gives its parts without the dot. */
    public record Group(Map<String, Shape> parts) implements Shape {
        private Group with(String name, Shape shape) {
            var more = new LinkedHashMap<>(parts);
            more.put(name, shape);
            return new Group(more);
        }
    }

    /** A section repeats for each; {@code {{.}}} where they are texts. */
    public record Many(Shape each) implements Shape {
    }

    private static final Shape TEXT = new Text(Set.of());
    private static final Many TEXTS = new Many(TEXT);
    private static final Many REQUIREMENTS = new Many(texts("id", "text").with("lines", TEXTS));
    private static final Many CONTRACTS = new Many(texts("name", "kind", "text"));
    private static final Many ANSWERS = new Many(texts("question", "answer"));
    private static final Many FILES = new Many(texts("path", "text", "fence"));
    private static final Many DESCRIBED = new Many(texts("name", "description"));
    private static final Group PLAN = texts("name", "stack", "summary", "alone").with("requirements", REQUIREMENTS)
            .with("contracts", CONTRACTS)
        .with("tasks", new Many(texts("id", "title", "agent").with("files", TEXTS).with("dependsOn", TEXTS)
        .with("requirements", TEXTS)))
        .with("checks", new Many(texts("name", "command")));
    private static final Group TASK = texts("id", "title", "description", "size").with("files", TEXTS)
            .with("requirements", REQUIREMENTS)
        .with("provides", CONTRACTS).with("uses", CONTRACTS);

    private static final Group QUOTED = texts("text", "fence"), MACHINE = new Group(Map.of("programs", TEXTS));

    private static final Many PIECES = new Many(texts("lines", "text", "was", "fence"));
    private static final Group CHANGING = new Group(Map.of()).with("request", QUOTED)
        .with("edited", new Group(Map.of()).with("changed", PIECES).with("added", PIECES).with("withdrawn", PIECES))
        .with("tree", QUOTED).with("guides", FILES).with("files", FILES).with("outlines", FILES)
        .with("number", TEXT).with("title", TEXT).with("written", TEXT)
        .with("earlier", texts("summary").with("tasks", new Many(texts("id", "title").with("files", TEXTS)))
        .with("checks", new Many(texts("name", "command"))));

    private static final Group STACK_PROMPT = texts("checksFromPlan", "several").with("spec", QUOTED)
        .with("machine", MACHINE)
        .with("missing", new Group(Map.of("faults", TEXTS))).with("lacking", new Group(Map.of("kinds", TEXTS)))
        .with("stacks", new Many(texts("name", "description", "checksFromPlan")));
    private static final Group PLAN_PROMPT = texts("role", "spec")
        .with("stack", texts("name", "description", "conventions", "checksFromPlan").with("allow", TEXTS))
        .with("agents", DESCRIBED)
        .with("answers", ANSWERS).with("size", texts("few", "lines", "taskLines", "tasks")).with("machine", MACHINE)
        .with("contractForms", new Many(texts("kind", "form")))
        .with("repair", texts("previous", "whole", "form").with("faults", TEXTS));
    private static final Group TASK_PROMPT = texts("role", "conventions", "editing").with("plan", PLAN)
            .with("task", TASK)
        .with("lines", QUOTED).with("otherFiles", TEXTS)
        .with("changes", FILES).with("inputs", FILES).with("shown", FILES).with("omitted", TEXTS)
        .with("retry", texts("attempt", "evidence", "previous", "fence")
        .with("unshown", new Group(Map.of("files", new Many(texts("path", "characters"))))));
    private static final Group CONTINUE_PROMPT = texts("last", "fence");
    private static final Group LOOKING_PROMPT = texts("looks", "most", "spec", "others").with("checks", texts("names"));
    private static final Group LOOKED_PROMPT = texts("left").with("results", FILES)
        .with("more", texts("most", "lines"));
    private static final Group QUESTION_PROMPT = new Group(Map.of()).with("plan", PLAN).with("spec", QUOTED)
        .with("question", QUOTED);
    private static final Group BLAME_PROMPT = texts("role", "conventions", "evidence", "fence", "editing")
            .with("plan", PLAN).with("spec", QUOTED)
        .with("changes", FILES).with("inputs", FILES).with("omitted", TEXTS);
    private static final Group REVIEW_PROMPT = texts("role", "conventions", "editing").with("plan", PLAN)
            .with("spec", QUOTED).with("task", TASK)
        .with("changes", FILES).with("inputs", FILES).with("omitted", TEXTS);
    private static final Group REPLAN_PROMPT =
            PLAN_PROMPT.with("change", texts("plan", "task", "reason", "fence").with("begun", TEXTS));
    private static final Group ASK_PROMPT = texts("role", "question", "files");
    private static final Group PLAN_PAGE = new Group(Map.of()).with("plan", PLAN).with("assumptions", ANSWERS)
            .with("notes", TEXTS);

    private Variables() {
    }

    /**
     * What a template may use; empty for one that is only a partial.
     *
     * @param template its name; its companion {@code NAME.system}, {@code NAME.small} for small models and
     *                 {@code NAME.change} for changes may use the same
     * @param prompts  the templates that agents name
     */
    public static Optional<Group> of(String template, Collection<String> prompts) {
        var name = plain(template);
        var known = known(name, prompts);
        return template.contains(".change") ? known.map(group -> group.with(Prompts.CHANGING, CHANGING)) : known;
    }

    private static Optional<Group> known(String name, Collection<String> prompts) {
        return switch (name) {
            case "stack" -> Optional.of(STACK_PROMPT);
            case "plan" -> Optional.of(PLAN_PROMPT);
            case "replan" -> Optional.of(REPLAN_PROMPT);
            case "continue" -> Optional.of(CONTINUE_PROMPT);
            case "looking" -> Optional.of(LOOKING_PROMPT);
            case "looked" -> Optional.of(LOOKED_PROMPT);
            case "question" -> Optional.of(QUESTION_PROMPT);
            case "blame" -> Optional.of(BLAME_PROMPT);
            case "review" -> Optional.of(REVIEW_PROMPT);
            case "ask" -> Optional.of(ASK_PROMPT);
            case "plan-page" -> Optional.of(PLAN_PAGE);
            default -> prompts.contains(name) ? Optional.of(TASK_PROMPT) : Optional.empty();
        };
    }

    /** Whether every run of a stack with these agents' templates may need that one. */
    static boolean inEveryRun(String template, Collection<String> prompts) {
        var name = plain(template);
        return prompts.contains(name) || !List.of("ask", "stack").contains(name) && of(name, List.of()).isPresent();
    }

    private static String plain(String template) {
        return without(".change", without(".small", without(".system", template)));
    }

    private static String without(String ending, String name) {
        return name.endsWith(ending) ? name.substring(0, name.length() - ending.length()) : name;
    }

    /** What conventions, scaffold and commands of a stack may use: its own variables and the project's names. */
    public static Group ofStack(Stack stack, Collection<String> own, Collection<String> more) {
        var group = texts("name", "module", "summary");
        for (var name : own) {
            group = group.with(name, Optional.ofNullable(stack.variables().get(name))
                    .<Shape>map(variable -> new Text(Set.copyOf(variable.choices()))).orElse(TEXT));
        }
        for (var name : more) group = group.with(name, TEXT);
        return group;
    }

    private static Group texts(String... names) {
        var parts = new LinkedHashMap<String, Shape>();
        List.of(names).forEach(name -> parts.put(name, TEXT));
        return new Group(parts);
    }
}
