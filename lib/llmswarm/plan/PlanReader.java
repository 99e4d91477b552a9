package llmswarm.plan;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

import answers.JsonAnswer;
import llmswarm.config.stack.PartName;
import llmswarm.config.yaml.Faults;
import llmswarm.config.yaml.Fields;
import llmswarm.config.yaml.Located;
import llmswarm.guard.Stop;
import text.Trimming;
import text.Unreadable;

/**
 * Reads plans: from a model's answer, where faults name the path, and from a person's file, where they name the line.
 */
public final class PlanReader {
    private static final Pattern SIZE = Pattern.compile("\\d{1,7}");

    private PlanReader() {
    }

    /**
     * A plan, or what keeps the text from being one.
     *
     * @param doubts what was left out of the plan, since nobody knows what it means: worth one more answer
     * @param notes  what was read otherwise than it stands there
     */
    public record Read(Optional<Plan> plan, List<String> faults, List<String> doubts, List<String> notes) {
        public Read {
            faults = List.copyOf(faults);
            doubts = List.copyOf(doubts);
            notes = List.copyOf(notes);
        }

        /** One that was read as it stands there. */
        public Read(Optional<Plan> plan, List<String> faults) {
            this(plan, faults, List.of(), List.of());
        }

        /** The same with what was found in the answer that led to it. */
        Read with(PlanKeys.Meant answer) {
            return new Read(plan, faults, PlanBounds.told(answer.unknown()), PlanBounds.told(answer.taken()));
        }
    }

    /**
     * The planner's first look at a specification: which stack, and how large the work is.
     *
     * @param name    for the project; empty when none was given
     * @param summary one sentence; empty when none was given
     * @param lines   of code, tests and documents together, as the planner guesses; 0 when it does not say
     * @param checks  commands that show that the project works; none when the planner named none
     * @param parts   which pack stands in which folder, where it is more than one for the whole
     */
    public record Choice(String stack, String reason, String name, String summary, int lines,
            List<Plan.PlannedCheck> checks, List<PartName> parts) {
        public Choice {
            checks = List.copyOf(checks);
            parts = List.copyOf(parts);
        }

        /** The same of those parts, which somebody else has chosen. */
        public Choice of(List<PartName> others) {
            return new Choice(stack, reason, name, summary, lines, checks, others);
        }

        /** A stack and nothing more. */
        public Choice(String stack) {
            this(stack, "", "", "", 0, List.of(), List.of());
        }
    }

    /** Reads a model's answer. */
    public static Read read(String answer) {
        return Unreadable.or("the plan", fault -> new Read(Optional.empty(), List.of(fault)), () -> parsed(answer));
    }

    private static Read parsed(String answer) {
        var json = JsonAnswer.in(answer);
        if (json.isEmpty()) return new Read(Optional.empty(), List.of("the answer holds no JSON object"));
        var faults = new Faults();
        var node = Located.json(json, "the plan", faults);
        if (node.isEmpty() || !faults.isEmpty()) return new Read(Optional.empty(), faults.sentences());
        var beyond = PlanBounds.faults(node.get());
        if (!beyond.isEmpty()) return new Read(Optional.empty(), beyond);
        var meant = PlanKeys.of(node.get());
        if (!meant.lost().isEmpty()) return new Read(Optional.empty(), PlanBounds.told(meant.lost())).with(meant);
        var plan = plan(Fields.byPath(meant.node(), faults));
        return new Read(Optional.of(plan).filter(read -> faults.isEmpty()), PlanBounds.told(faults.sentences()))
                .with(meant);
    }

    /**
     * The plan as a file holds it, YAML or JSON; throws {@link Stop} with its faults.
     *
     * @param file  as it is named to a person
     * @param notes told what was read otherwise than it stands there
     */
    public static Plan require(String text, String file, Consumer<String> notes) {
        var faults = new Faults();
        var plan = read(text, file, faults, notes);
        faults.stopIfAny();
        return plan.orElseThrow();
    }

    /**
     * Reads a file in YAML or JSON that a person wrote or edited; unknown keys are faults.
     *
     * @param told takes a sentence about each key that was read as another one
     */
    public static Optional<Plan> read(String text, String file, Faults faults, Consumer<String> told) {
        var node = file.endsWith(".json") ? Located.json(text, file, faults) : Located.yaml(text, file, faults);
        node.map(PlanBounds::faults).orElse(List.of()).forEach(fault -> faults.add(file, fault));
        return node.filter(whole -> PlanBounds.faults(whole).isEmpty()).map(PlanKeys::ofFile).map(meant -> {
            meant.taken().forEach(told);
            return plan(Fields.of(meant.node(), faults));
        });
    }

    /** The stack a model chose; empty when its answer names none of those. */
    public static Optional<Choice> choice(String answer, List<String> names) {
        var ignored = new Faults();
        return Located.json(JsonAnswer.in(answer), "the choice", ignored)
                .filter(node -> PlanBounds.faults(node).isEmpty())
                .map(node -> Fields.byPath(node, ignored))
                .flatMap(fields -> choice(fields, names));
    }

    private static Optional<Choice> choice(Fields fields, List<String> names) {
        var parts = parts(fields);
        if (!parts.stream().map(PartName::stack).allMatch(names::contains)
                || !PartName.faults(parts).isEmpty()) return Optional.empty();
        var stack = parts.isEmpty() ? fields.text("stack", "") : PartName.label(parts);
        if (parts.isEmpty() && !names.contains(stack)) return Optional.empty();
        return Optional.of(new Choice(stack, fields.text("reason", ""), fields.text("name", ""),
                fields.text("summary", ""), fields.whole("lines", 0, 0, 10_000_000),
                fields.list("checks").stream().map(PlanReader::check).toList(),
                PartName.isWhole(parts) ? List.of() : parts));
    }

    private static Plan plan(Fields top) {
        boolean one = top.has("stack");
        if (!top.has("parts") && !one) top.require("stack");
        top.require("name", "summary", "tasks");
        var parts = parts(top);
        PartName.faults(parts).forEach(sentence -> top.fault("parts", "cannot be one project: %s.".formatted(sentence)));
        var plan = new Plan(top.text("stack", PartName.label(parts)), top.text("name", ""), top.text("summary", ""),
                top.list("requirements").stream().map(PlanReader::requirement).toList(),
                top.list("contracts").stream().map(PlanReader::contract).toList(),
                top.list("tasks").stream().map(PlanReader::task).toList(),
                top.list("checks").stream().map(PlanReader::check).toList(),
                top.list("unclear").stream().map(PlanReader::unclear).toList(), lines(top, "background"),
                PartName.isWhole(parts) ? List.of() : parts);
        top.done();
        return plan;
    }

    private static List<PartName> parts(Fields top) {
        return top.list("parts").stream().map(map -> {
            var part = new PartName(map.require("stack").text("stack", ""), map.text("root", ""));
            map.done();
            return part;
        }).toList();
    }

    private static Plan.Requirement requirement(Fields map) {
        var requirement = new Plan.Requirement(map.require("id", "text").text("id", ""), map.text("text", ""),
                lines(map, "lines"));
        map.done();
        return requirement;
    }

    /** A line's number is a number in some plans and a text in others. */
    private static List<String> lines(Fields map, String key) {
        return map.scalars(key, (value, trouble) -> Optional.of(value.text().strip()));
    }

    private static Plan.Contract contract(Fields map) {
        var contract = new Plan.Contract(map.require("name", "kind", "text").text("name", ""), map.text("kind", ""),
                map.text("text", ""));
        map.done();
        return contract;
    }

    private static Task task(Fields map) {
        map.require("id", "title", "agent", "description", "files");
        var task = new Task(map.text("id", ""), map.text("title", ""), map.text("agent", ""),
                map.text("description", ""),
                map.texts("requirements"), lines(map, "lines"),
                map.texts("files").stream().map(PlanReader::path).distinct().toList(), size(map.text("size", "")),
                map.texts("dependsOn"), map.texts("provides"), map.texts("uses"));
        map.done();
        return task;
    }

    /** No plan is refused for what is only an estimate: {@code about 300 lines} is 300, and what has no number is 0. */
    private static int size(String text) {
        var number = SIZE.matcher(text.replaceAll("(?<=\\d)[,_](?=\\d)", ""));
        return number.find() ? Integer.parseInt(number.group()) : 0;
    }

    /** {@code ./app.py} is {@code app.py}; what is nothing else than the folder itself stays. */
    private static String path(String file) {
        var path = Trimming.here(file);
        return path.isEmpty() && !file.isEmpty() ? Task.ANYWHERE : path;
    }

    private static Plan.PlannedCheck check(Fields map) {
        var check = new Plan.PlannedCheck(map.require("name", "run").text("name", ""), map.texts("run"));
        map.done();
        return check;
    }

    private static Plan.Unclear unclear(Fields map) {
        var unclear = new Plan.Unclear(map.require("question", "assumption").text("question", ""),
                map.text("assumption", ""), map.texts("requirements"), lines(map, "lines"));
        map.done();
        return unclear;
    }
}
