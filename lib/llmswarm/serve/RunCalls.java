package llmswarm.serve;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import llmswarm.run.steps.Inbox;
import llmswarm.serve.http.Call;
import llmswarm.serve.http.Problem;
import llmswarm.serve.http.HttpReply;

/** Runs: looked at, begun, ended, gone on with, forked and answered. */
final class RunCalls {
    private static final List<String> MORE = List.of("budget", "maxTokens", "maxCalls", "approveChecks", "allow");

    private final Around around;
    private final KnownRuns runs;
    private final Launch launch;

    RunCalls(Around around) {
        this.around = around;
        this.runs = around.runs();
        this.launch = new Launch(around);
    }

    HttpReply one(Call call) {
        var fold = runs.fold(call.variable("run"));
        var whole = RunView.whole(runs, fold);
        if (!fold.live() && fold.state().ended().filter(ended -> ended.exit() == 0).isEmpty()) {
            var said = launch.lastWords(call.variable("run"));
            if (!said.isEmpty()) whole.put("said", said);
        }
        return HttpReply.json(whole);
    }

    HttpReply start(Call call) throws IOException, InterruptedException {
        var form = new StartForm(around, call.body(StartForm.KEYS));
        if (!form.faults().isEmpty()) throw Problem.faulty(422, form.faults());
        return HttpReply.json(201, started(launch.start(form.words(), form.input(), runs::of), form.line()));
    }

    private static JsonNode started(String run, String line) {
        return RunView.JSON.createObjectNode().put("run", run).put("line", line);
    }

    HttpReply command(Call call) throws IOException {
        var form = new StartForm(around, call.body(StartForm.KEYS));
        var json = RunView.JSON.createObjectNode().put("line", form.line());
        form.typed().forEach(json.putArray("words")::add);
        var faults = json.putArray("faults");
        form.faults().forEach(fault -> faults.addObject().put("pointer", fault.pointer()).put("sentence", fault.sentence()));
        return HttpReply.json(json);
    }

    HttpReply stop(Call call) {
        for (boolean again = false; ; again = true) {
            var fold = runs.fold(call.variable("run"));
            if (!fold.live()) throw Problem.of(409, "no process works on this run");
            try {
                Inbox.of(fold.run()).stop();
                return HttpReply.accepted();
            } catch (IOException moved) {
                if (again) throw Problem.of(409, "no process works on this run any more");
            }
        }
    }

    HttpReply resume(Call call) throws IOException, InterruptedException {
        var fold = requireIdle(call.variable("run"));
        var words = new ArrayList<>(List.of("resume", fold.run().toString()));
        words.addAll(more(call.body(MORE)));
        var run = launch.start(words, Optional.empty(), pid -> Optional.of(call.variable("run")).filter(id ->
                Inbox.of(runs.find(id)).isOf(pid)));
        return HttpReply.json(202, started(run, StartForm.line(around, words)));
    }

    HttpReply fork(Call call) throws IOException, InterruptedException {
        var run = runs.find(call.variable("run"));
        var keys = new ArrayList<>(MORE);
        keys.addAll(List.of("from", "models", "output"));
        var body = call.body(keys);
        if (!body.path("from").isTextual()) throw Problem.of(400, "say from which task, line or plan on: from");
        var words = new ArrayList<>(List.of("resume", run.toString(), "--from=" + body.path("from").asText()));
        body.path("models").properties().forEach(pair -> words.add("--model=%s=%s".formatted(pair.getKey(), pair.getValue().asText())));
        if (body.path("output").isTextual()) words.add("--output=" + StartForm.place(around, body.path("output").asText()));
        words.addAll(more(body));
        return HttpReply.json(201, started(launch.start(words, Optional.empty(), runs::of),
                StartForm.line(around, words)));
    }

    private static List<String> more(JsonNode body) {
        var words = new ArrayList<String>();
        StartForm.budget(body, words);
        if (body.path("approveChecks").asBoolean()) words.add("--approve-checks");
        body.path("allow").forEach(path -> words.add("--allow=" + path.asText()));
        words.add("--attended");
        return words;
    }

    private Folds.Fold requireIdle(String run) {
        var fold = runs.fold(run);
        if (fold.live()) throw Problem.of(409, "a process works on this run already");
        return fold;
    }

    HttpReply questions(Call call) {
        var json = RunView.JSON.createObjectNode();
        var all = json.putArray("questions");
        runs.fold(call.variable("run")).open().forEach(asked -> all.add(Questions.json(asked)));
        return HttpReply.json(json);
    }

    HttpReply answer(Call call) throws IOException {
        var answer = call.body(List.of("answer")).path("answer");
        if (!answer.isTextual()) throw Problem.of(400, "the answer has to be a text");
        answer(runs.fold(call.variable("run")), Call.number("question", call.variable("question")), answer.textValue());
        return HttpReply.accepted();
    }

    /** Puts an answer to an open question; refuses where somebody else was first. */
    static void answer(Folds.Fold fold, long question, String answer) {
        if (fold.open().stream().noneMatch(asked -> asked.seq() == question)) throw Problem.of(409, "this question is not open, or was answered elsewhere");
        if (answer.getBytes(StandardCharsets.UTF_8).length > Inbox.LONGEST) throw Problem.of(413, "an answer has %d KB at most".formatted(Inbox.LONGEST >> 10));
        try {
            if (Inbox.of(fold.run()).put(question, answer)) return;
        } catch (IOException gone) {
            throw Problem.of(409, "no process works on this run any more");
        }
        throw Problem.of(409, "this question was answered elsewhere");
    }
}
