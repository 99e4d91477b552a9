package llmswarm.serve;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import llmswarm.files.GitHistory;
import llmswarm.files.GitLook;
import llmswarm.guard.SafePath;
import llmswarm.guard.UnsafePath;
import llmswarm.run.journal.Journal;
import llmswarm.serve.http.Call;
import llmswarm.serve.http.Problem;
import llmswarm.serve.http.HttpReply;

/** What a run made, read from the commits of its project: what lies in the folder otherwise is nobody's to see. */
record ProjectCalls(Around around) {
    private static final int SHOWN = 1 << 20, DIFFERENCE = 2 << 20;
    private static final String OTHERWISE = "look at it by other means";

    private GitLook look(Call call) {
        return GitHistory.standing(around.runs().projectOf(call.variable("run")), OTHERWISE).look();
    }

    private Map<String, String> hashes(Call call, GitLook look) {
        var written = around.runs().fold(call.variable("run")).state().written();
        var tasks = new LinkedHashMap<String, String>();
        written.tasks().forEach(task -> written.own(task).forEach(hash -> tasks.put(hash, task)));
        // A journal may have come with its project, and name anything.
        tasks.keySet().removeIf(hash -> !look.isCommit(hash));
        return tasks;
    }

    HttpReply commits(Call call) {
        var look = look(call);
        var tasks = hashes(call, look);
        var json = RunView.JSON.createObjectNode();
        var all = json.putArray("commits");
        look.commits(List.copyOf(tasks.keySet())).forEach(commit -> {
            var one = all.addObject().put("hash", commit.hash()).put("title", commit.title()).put("task", tasks.get(commit.hash()));
            commit.files().forEach(one.putArray("files")::add);
        });
        return HttpReply.json(json);
    }

    HttpReply diff(Call call) {
        var look = look(call);
        var tasks = hashes(call, look);
        var wanted = call.query("task");
        var hashes = tasks.entrySet().stream().filter(one -> wanted.isEmpty() || one.getValue().equals(wanted.get()))
                .map(Map.Entry::getKey).toList();
        if (hashes.isEmpty()) throw Problem.of(404, wanted.isPresent() ? "the task '%s' has no commit in this run".formatted(wanted.get())
                : "this run has no commit yet");
        var text = wanted.isPresent() ? look.changes(hashes) : look.changesOfAll(hashes);
        boolean cut = text.length() > DIFFERENCE;
        var shown = cut ? text.substring(0, text.lastIndexOf('\n', DIFFERENCE) + 1) : text;
        var reply = (HttpReply.Whole) HttpReply.text(shown);
        return cut ? new HttpReply.Whole(200, reply.type(), reply.body(),
                Map.of("X-Truncated", Integer.toString(text.length()))) : reply;
    }

    HttpReply files(Call call) {
        var look = look(call);
        var writers = around.runs().fold(call.variable("run")).state().written().writers();
        var json = RunView.JSON.createObjectNode().put("commit", look.head())
                .put("project", around.runs().project(around.runs().find(call.variable("run"))));
        var all = json.putArray("files");
        look.files().forEach(file -> {
            var one = all.addObject().put("path", file.path()).put("bytes", file.bytes());
            if (writers.containsKey(file.path())) one.put("task", writers.get(file.path()));
        });
        return HttpReply.json(json);
    }

    HttpReply file(Call call) {
        var path = call.query("path").orElseThrow(() -> Problem.of(400, "say which file: path"));
        try {
            // What is shown here is not written: names that other tools obey are as good as others.
            SafePath.of(path, List.of(path));
        } catch (UnsafePath refused) {
            throw Problem.of(400, refused.getMessage());
        }
        var look = look(call);
        var found = look.files().stream().filter(file -> file.path().equals(path)).findFirst()
                .orElseThrow(() -> Problem.of(404, "the project has no file '%s' in its newest commit".formatted(path)));
        var text = look.text(found);
        boolean binary = text.indexOf('\0') >= 0;
        boolean cut = found.bytes() > SHOWN;
        return HttpReply.json(RunView.JSON.createObjectNode().put("path", path).put("bytes", found.bytes()).put("binary", binary)
                .put("cut", cut).put("text", binary ? "" : text.substring(0, Math.min(text.length(), SHOWN))));
    }

    HttpReply report(Call call) throws Exception {
        var run = around.runs().find(call.variable("run"));
        try (var swarm = around.open()) {
            var reply = new HttpReply.Whole(200, "text/html; charset=utf-8", Report.html(run.resolve(Journal.FILE), swarm.redactor())
                    .getBytes(StandardCharsets.UTF_8), Map.of("Content-Disposition",
                    "attachment; filename=\"run-%s.html\"".formatted(call.variable("run"))));
            return reply;
        }
    }
}
