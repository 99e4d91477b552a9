package llmswarm.serve;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import llmswarm.check.ContractLint;
import llmswarm.config.yaml.Faults;
import llmswarm.plan.Plan;
import llmswarm.plan.PlanReader;
import llmswarm.plan.SpecRequirements;
import llmswarm.run.change.ChangeState;
import llmswarm.run.journal.Entry;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.QuestionId;
import llmswarm.serve.http.Call;
import llmswarm.serve.http.HttpReply;
import llmswarm.serve.http.Problem;

/** A run's plan: shown, edited before it is carried out, and approved. */
record PlanCalls(Around around) {
    HttpReply plan(Call call) {
        var fold = around.runs().fold(call.variable("run"));
        var plans = fold.state().plans();
        if (plans.isEmpty()) throw Problem.of(404, "this run has no plan yet");
        var now = plans.getLast();
        var json = RunView.JSON.createObjectNode();
        json.set("plan", RunView.JSON.valueToTree(now.plan()));
        now.notes().forEach(json.withArray("notes")::add);
        now.answers().forEach(answer -> json.withArray("answers").add(RunView.map(answer)));
        json.withArray("notes");
        json.withArray("answers");
        var question = question(fold);
        json.put("version", fold.planned()).put("editable", question.isPresent());
        question.ifPresent(asked -> json.put("question", asked.seq()));
        fold.forecast().ifPresent(told -> json.set("forecast", read(told.line())));
        return HttpReply.json(json);
    }

    private static JsonNode read(String line) {
        try {
            return RunView.JSON.readTree(line);
        } catch (IOException impossible) {
            throw new IllegalStateException("an entry is read as it was written", impossible);
        }
    }

    private static Optional<Entry> question(Folds.Fold fold) {
        return fold.open().stream().filter(asked ->
                QuestionId.of(((Event.Asked) asked.event()).id()) instanceof QuestionId.OfPlan).findFirst();
    }

    private static Entry requireQuestion(Folds.Fold fold) {
        return question(fold).orElseThrow(() -> Problem.of(409, "nobody is asked about the plan; it is carried out, or was"));
    }

    HttpReply approve(Call call) {
        var fold = around.runs().fold(call.variable("run"));
        RunCalls.answer(fold, requireQuestion(fold).seq(), "y");
        return HttpReply.accepted();
    }

    HttpReply edit(Call call) throws IOException {
        var fold = around.runs().fold(call.variable("run"));
        var question = requireQuestion(fold);
        var body = call.body();
        var looked = look(fold, body);
        if (!looked.faults.isEmpty()) throw Problem.faulty(422, looked.faults);
        RunCalls.answer(fold, question.seq(), body.toString());
        return HttpReply.accepted();
    }

    HttpReply lint(Call call) throws IOException {
        var looked = look(around.runs().fold(call.variable("run")), call.body());
        var json = RunView.JSON.createObjectNode();
        var faults = json.putArray("faults");
        looked.faults.forEach(fault -> faults.addObject().put("pointer", fault.pointer()).put("sentence", fault.sentence()));
        looked.notes.forEach(json.putArray("notes")::add);
        return HttpReply.json(json);
    }

    private record Looked(List<Problem.Fault> faults, List<String> notes) {
    }

    /** As the run itself will look at it. */
    private Looked look(Folds.Fold fold, JsonNode body) {
        var before = fold.state().plan().orElseThrow(() -> Problem.of(409, "this run has no plan yet"));
        var faults = new Faults();
        var notes = new ArrayList<String>();
        var read = PlanReader.read(body.toString(), "plan.json", faults, notes::add);
        if (!faults.isEmpty() || read.isEmpty()) return new Looked(PlanFaults.ofReading(faults.sentences()), notes);
        var spec = fold.state().started().map(Event.RunStarted::spec).orElse("");
        var plan = SpecRequirements.of(ChangeState.of(fold.state()).spec(spec)).in(read.get());
        var sentences = new ArrayList<String>();
        if (!plan.name().equals(before.name())) sentences.add("name: a plan that was shown keeps its name, '%s'".formatted(before.name()));
        sentences.addAll(linted(before, plan, notes));
        return new Looked(PlanFaults.of(plan, sentences), notes);
    }

    private List<String> linted(Plan before, Plan plan, List<String> notes) {
        try (var swarm = around.open()) {
            var lint = ContractLint.lint(plan, swarm.packs().stack(before));
            notes.addAll(lint.allNotes());
            return lint.faults();
        }
    }
}
