package llmswarm;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import llmswarm.files.AnswerFile;
import llmswarm.files.AnswerParser;
import llmswarm.model.grammar.Form;
import llmswarm.model.grammar.Script;
import llmswarm.plan.Plan;
import llmswarm.plan.PlanReader;
import llmswarm.plan.Task;
import llmswarm.run.journal.Event;

/** The plan and the answers of examples/greeter, written as local models are held to write. */
public final class LocalGreeter {
    public static final String STACK = "python-cli";
    private static final Path FOLDER = Tape.example("greeter");

    public final Plan plan;
    private final Map<String, List<AnswerFile>> files = new TreeMap<>();

    /** @param change what is to be other than on the tape, such as a task's agent */
    public LocalGreeter(UnaryOperator<Task> change) {
        var answers = Workshop.journaled(FOLDER.resolve("tape.jsonl")).stream().filter(Event.AnsweredModel.class::isInstance)
                .map(Event.AnsweredModel.class::cast).collect(Collectors.toMap(Event.AnsweredModel::task, Event.AnsweredModel::text));
        plan = inOrder(PlanReader.read(answers.get(":plan")).plan().orElseThrow(), change);
        for (var task : plan.tasks()) {
            files.put(task.id(), AnswerParser.parse(answers.get(task.id()), task.files(), List.of()).files());
        }
    }

    /** Copies the specification into the folder. */
    public static void spec(Workshop shop) {
        shop.file("spec.md", shop.read(FOLDER.resolve("spec.md")));
    }

    /** Lists in the grammar's order: everything in the order in which it appears in the plan. */
    private static Plan inOrder(Plan plan, UnaryOperator<Task> change) {
        var ids = plan.tasks().stream().map(Task::id).toList();
        var contracts = plan.contracts().stream().map(Plan.Contract::name).toList();
        var provided = plan.tasks().stream().flatMap(task -> sorted(task.provides(), contracts).stream()).toList();
        var requirements = plan.requirements().stream().map(Plan.Requirement::id).toList();
        var tasks = plan.tasks().stream().map(change).map(t -> new Task(t.id(), t.title(), t.agent(), t.description(), sorted(t.requirements(), requirements),
                t.files(), sorted(t.dependsOn(), ids), sorted(t.provides(), contracts), sorted(t.uses(), provided))).toList();
        return new Plan(plan.stack(), plan.name(), plan.summary(), plan.requirements(), plan.contracts(), tasks, plan.checks(), plan.unclear());
    }

    private static List<String> sorted(List<String> names, List<String> order) {
        return names.stream().sorted(Comparator.comparing(order::indexOf)).toList();
    }

    /** What the planner says. */
    public String planText() {
        try {
            return new JsonMapper().writeValueAsString(plan);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** What a task's agent says. */
    public String answer(Task task) {
        return files.get(task.id()).stream().map(file -> {
            var fence = file.path().toString().endsWith(".md") ? "````\n" : "```\n";
            return "### " + file.path() + "\n" + fence + file.text() + fence;
        }).collect(Collectors.joining("\n"));
    }

    public Form planForm() {
        return new Form.PlanForm(STACK, plan.tasks().stream().map(Task::agent).distinct().toList(), false);
    }

    /** Adds the plan to a model's texts. */
    public Script plan(Script script) {
        return script.say(planText(), planForm());
    }

    /** Adds a task's answer. */
    public Script answer(Script script, Task task) {
        return script.say(answer(task), new Form.FilesForm(task.files()));
    }

    /** A tape with these answers. */
    public List<Event> tape() {
        var tape = new ArrayList<Event>();
        tape.add(answered("planner", ":plan", planText()));
        plan.tasks().forEach(task -> tape.add(answered(task.agent(), task.id(), answer(task))));
        return tape;
    }

    private static Event answered(String agent, String task, String text) {
        return new Event.AnsweredModel(null, agent, task, 1, text, null, 0, 0, false, false);
    }
}
