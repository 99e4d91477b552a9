package llmswarm.serve;

import java.io.IOException;
import java.util.List;

import com.fasterxml.jackson.databind.node.ArrayNode;
import llmswarm.files.GitRevert;
import llmswarm.serve.http.Call;
import llmswarm.serve.http.Problem;
import llmswarm.serve.http.HttpReply;

/** Takes a task or a run back, or says what that would mean. */
record UndoCall(Around around) {
    HttpReply undo(Call call) throws IOException {
        var body = call.body(List.of("what", "dependents", "preview"));
        if (!body.path("what").isTextual()) throw Problem.of(400, "say what is to be taken back: a task, or the run's id");
        var project = around.runs().projectOf(call.variable("run"));
        var dependents = body.path("dependents").asText("");
        boolean preview = body.path("preview").asBoolean();
        try (var swarm = around.open(); var undo = swarm.past().undo(project, body.path("what").asText())) {
            var found = undo.found();
            var json = RunView.JSON.createObjectNode();
            found.tasks().forEach(json.putArray("tasks")::add);
            commits(json.putArray("takesBack"), found.commits());
            json.set("buildsOnIt", RunView.map(found.dependents()));
            commits(json.putArray("stays"), found.others());
            var made = json.putArray("commits");
            if (preview) return HttpReply.json(json);
            if (!found.dependents().isEmpty() && !List.of("with", "alone").contains(dependents)) throw Problem.of(409,
                    "%s would stand on what is gone; say whether they go, too: dependents".formatted(String.join(", ", found.dependents().keySet())));
            undo.takeBack(dependents.equals("with")).commits().forEach(made::add);
            return HttpReply.json(json);
        }
    }

    private static void commits(ArrayNode list, List<GitRevert.Commit> commits) {
        for (var commit : commits) {
            var one = list.addObject().put("hash", commit.hash()).put("title", commit.title());
            commit.files().forEach(one.putArray("files")::add);
        }
    }
}
