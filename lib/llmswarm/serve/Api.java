package llmswarm.serve;

import llmswarm.guard.Stop;
import llmswarm.run.Run;
import llmswarm.serve.http.HttpReply;
import llmswarm.serve.http.Routes;

/** Which path is answered by whom. */
final class Api {
    private Api() {
    }

    static Routes routes(Around around, int port) {
        var runs = around.runs();
        var streams = new EventStreams(runs);
        var work = new RunCalls(around);
        var plans = new PlanCalls(around);
        var project = new ProjectCalls(around);
        var catalog = new CatalogCalls(around);
        return new Routes()
                .get("/api/about", call -> HttpReply.json(RunView.JSON.createObjectNode().put("version", Run.VERSION)
                .put("folder", around.folder().toString()).put("name", name(around)).put("port", port)))
                .get("/api/runs", call -> list(runs))
                .post("/api/runs", work::start)
                .post("/api/command", work::command)
                .get("/api/runs/{run}", call -> work.one(call))
                .get("/api/runs/{run}/entries", streams::entries)
                .get("/api/runs/{run}/events", streams::events)
                .post("/api/runs/{run}/stop", work::stop)
                .post("/api/runs/{run}/resume", work::resume)
                .post("/api/runs/{run}/fork", work::fork)
                .post("/api/runs/{run}/undo", new UndoCall(around)::undo)
                .get("/api/runs/{run}/questions", work::questions)
                .post("/api/runs/{run}/questions/{question}", work::answer)
                .get("/api/runs/{run}/plan", plans::plan)
                .put("/api/runs/{run}/plan", plans::edit)
                .post("/api/runs/{run}/plan/lint", plans::lint)
                .post("/api/runs/{run}/plan/approve", plans::approve)
                .get("/api/runs/{run}/commits", project::commits)
                .get("/api/runs/{run}/diff", project::diff)
                .get("/api/runs/{run}/files", project::files)
                .get("/api/runs/{run}/file", project::file)
                .get("/api/runs/{run}/report", project::report)
                .get("/api/stacks", catalog::stacks)
                .get("/api/agents", catalog::agents)
                .get("/api/models", catalog::models);
    }

    private static String name(Around around) {
        var name = around.folder().getFileName();
        return name == null ? around.folder().toString() : name.toString();
    }

    private static HttpReply list(KnownRuns runs) {
        var all = RunView.JSON.createObjectNode();
        var rows = all.putArray("runs");
        runs.all().values().forEach(run -> {
            try {
                rows.add(RunView.row(runs, runs.folds().read(run)));
            } catch (Stop unreadable) {
                rows.add(RunView.unreadable(runs, run, String.join("\n", unreadable.lines())));
            }
        });
        return HttpReply.json(all);
    }
}
