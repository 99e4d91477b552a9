package llmswarm.serve;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Forked;
import llmswarm.run.journal.SpendingScope;
import llmswarm.run.options.KeptOptions;
import llmswarm.run.state.RunState;
import llmswarm.run.state.TaskProgress;
import llmswarm.run.state.TaskProgress.Stage;

/** A run as JSON: RunRow and Run of openapi.yaml. */
final class RunView {
    static final JsonMapper JSON = new JsonMapper();

    private RunView() {
    }

    /** A run whose journal cannot be read is shown with the reason. */
    static ObjectNode unreadable(KnownRuns runs, Path run, String why) {
        var row = JSON.createObjectNode().put("run", KnownRuns.id(run)).put("project", runs.project(run)).put("name", "")
                .put("specFile", "").put("state", "unreadable").put("live", false).put("phase", "").put("words", why)
                .put("began", Instant.EPOCH.toString()).put("seconds", 0).put("tokens", 0).put("cost", 0);
        row.set("tasks", counts(new RunState()));
        return row.put("questions", 0).put("stack", "").put("seq", 0);
    }

    static ObjectNode row(KnownRuns runs, Folds.Fold fold) {
        var state = fold.state();
        boolean live = fold.live();
        int open = fold.open().size();
        var stage = state.ended().isPresent() ? "ended" : !live ? "cut-short" : open > 0 ? "waiting" : "running";
        var row = JSON.createObjectNode().put("run", KnownRuns.id(fold.run())).put("project", runs.project(fold.run()))
                .put("name", state.plan().map(plan -> plan.name()).orElse(""))
                .put("specFile", state.started().map(Event.RunStarted::specFile).orElse(""))
                .put("state", stage).put("live", live).put("phase", state.phase())
                .put("words", state.ended().map(Event.RunEnded::words).orElse(open > 0 ? "waits for an answer" : live ? state.phase() : "cut short"));
        state.ended().ifPresent(ended -> row.put("exit", ended.exit()));
        row.put("began", fold.began().toString()).put("seconds", live || state.ended().isPresent()
                ? state.seconds(Instant.now()) : 0).put("tokens", state.tokens()).put("cost", state.cost());
        row.set("tasks", counts(state));
        row.put("questions", open).put("stack", state.stack());
        state.forked().map(Forked::of).ifPresent(of -> row.put("forkOf", of));
        return row.put("seq", fold.seq());
    }

    private static ObjectNode counts(RunState state) {
        return JSON.createObjectNode().put("total", state.tasks().size()).put("done", state.count(Stage.DONE))
                .put("failed", state.count(Stage.FAILED) + state.count(Stage.INTERRUPTED))
                .put("blocked", state.count(Stage.BLOCKED))
                .put("active", state.count(Stage.RUNNING) + state.count(Stage.CHECKING))
                .put("waiting", state.count(Stage.WAITING));
    }

    static ObjectNode whole(KnownRuns runs, Folds.Fold fold) {
        var state = fold.state();
        var run = row(runs, fold);
        var started = state.started();
        run.put("spec", started.map(Event.RunStarted::spec).orElse(""));
        run.set("variables", map(started.map(Event.RunStarted::variables).orElse(Map.of())));
        run.set("options", map(started.map(Event.RunStarted::options).orElse(Map.of())));
        run.set("models", map(started.map(KeptOptions::models).orElse(Map.of())));
        var now = Instant.now();
        state.tasks().forEach(row -> run.withArray("rows").add(task(row, now)));
        state.endChecks().forEach(row -> run.withArray("endChecks").add(task(row, now)));
        for (var list : new String[] {"rows", "endChecks", "evidence", "open", "undone"}) run.withArray(list);
        state.evidence().forEach(shown -> {
            var one = run.withArray("evidence").addObject().put("requirement", shown.requirement());
            shown.checks().forEach(one.putArray("checks")::add);
            shown.files().forEach(one.putArray("files")::add);
        });
        run.set("budget", budget(state));
        fold.open().forEach(asked -> run.withArray("open").add(Questions.json(asked)));
        state.written().undone().stream().sorted().forEach(((ArrayNode) run.get("undone"))::add);
        return run;
    }

    static ObjectNode map(Map<String, String> values) {
        var node = JSON.createObjectNode();
        values.entrySet().stream().sorted(Map.Entry.comparingByKey())
                .forEach(one -> node.put(one.getKey(), one.getValue()));
        return node;
    }

    private static ObjectNode task(TaskProgress row, Instant now) {
        return JSON.createObjectNode().put("id", row.id()).put("title", row.title()).put("agent", row.agent())
                .put("alias", row.alias()).put("state", row.state().word()).put("attempt", row.attempt())
                .put("depth", row.depth()).put("seconds", row.seconds(now)).put("tokens", row.tokens())
                .put("cost", row.cost()).put("reason", row.reason());
    }

    private static ObjectNode budget(RunState state) {
        var budget = JSON.createObjectNode();
        Optional.ofNullable(state.spent().allowed().get(new SpendingScope.OfRun())).ifPresent(allowed -> {
            allowed.dollars().stream().filter(Double::isFinite).forEach(most -> budget.put("dollars", most));
            allowed.tokens().stream().filter(most -> most < Long.MAX_VALUE).forEach(most -> budget.put("tokens", most));
            allowed.calls().stream().filter(most -> most < Long.MAX_VALUE).forEach(most -> budget.put("calls", most));
        });
        state.reached().ifPresent(reached -> budget.put("reached", reached.sentence()));
        return budget;
    }
}
