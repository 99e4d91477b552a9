package llmswarm.cli.runs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import llmswarm.guard.Stop;
import llmswarm.model.Usage;
import llmswarm.run.journal.Entry;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Forked;
import llmswarm.run.journal.Journal;
import llmswarm.run.journal.RunFolder;
import llmswarm.run.journal.SpendingScope;
import llmswarm.run.state.RunState;
import llmswarm.run.state.TaskProgress;
import llmswarm.run.state.TaskProgress.Stage;

/**
 * A run in figures, as its journal tells it.
 *
 * @param id      its own, which its folder is named by; of a tape the name of the file
 * @param entries all that the journal has
 * @param state   what follows from them
 */
record RunFacts(String id, List<Entry> entries, RunState state) {
    private static final JsonMapper JSON = new JsonMapper();

    /** Reads a run's folder, or the file of a journal or tape. */
    static RunFacts read(Path place) {
        var entries = Journal.read(Files.isDirectory(place) ? place.resolve(Journal.FILE) : place);
        return new RunFacts(place.getFileName().toString(), entries, RunState.of(entries));
    }

    /**
     * Where a run lies that somebody names.
     *
     * @param name a run's id in the project, a run's folder, a project's folder, whose last run is meant, or a journal
     */
    static Path find(Path folder, Path project, String name) {
        var run = project.resolve(RunFolder.RUNS).resolve(name);
        if (Files.exists(run.resolve(Journal.FILE))) return run;
        var place = folder.resolve(name).normalize();
        if (Files.exists(place.resolve(Journal.FILE)) || Files.isRegularFile(place)) return place;
        var runs = RunFolder.runs(place);
        if (!runs.isEmpty()) return runs.getLast();
        throw Stop.usage("%s: is no run of %s, no run's folder, no project with a run and no journal".formatted(name, project));
    }

    /** When; the first moment of 1970 where a tape does not tell. */
    Instant began() {
        return entries.isEmpty() ? Instant.EPOCH : entries.getFirst().at();
    }

    /** Requests to models, those that failed included, as budgets count them. */
    long calls() {
        return state.spent().of(new SpendingScope.OfRun()).calls();
    }

    /** What the answers took that it has from a tape, or from the run that it was forked from. */
    Usage shared() {
        return entries.stream().map(Entry::event).filter(Event.AnsweredModel.class::isInstance)
                .map(Event.AnsweredModel.class::cast).filter(Event.AnsweredModel::recorded)
                .map(Event.AnsweredModel::usage).reduce(Usage.NONE, Usage::plus);
    }

    /** How it ended, in a few words. */
    String end() {
        return state.ended().map(Event.RunEnded::words).orElse("cut short");
    }

    /** Seconds of its last part. */
    double seconds() {
        return state.seconds(Instant.now());
    }

    /** How many checks passed as they came out last. */
    long passed() {
        return state.checks().stream().filter(Event.Checked::passed).count();
    }

    /** How many checks did not pass, or could not be run. */
    long notPassed() {
        return state.checks().size() - passed();
    }

    /** Tests that the end checks ran. */
    int tests() {
        return state.checks().stream().filter(check -> check.task().isEmpty()).mapToInt(Event.Checked::tests).sum();
    }

    /** Aliases of the models that its tasks were asked of. */
    List<String> aliases() {
        return state.tasks().stream().map(task -> task.alias()).filter(alias -> !alias.isEmpty()).distinct().sorted()
                .toList();
    }

    /** All of it as JSON. */
    ObjectNode json() {
        var node = JSON.createObjectNode().put("run", id).put("began", began().toString()).put("end", end());
        state.ended().ifPresent(end -> node.put("exit", end.exit()));
        state.forked().map(Forked::of).ifPresent(of -> node.put("forkedFrom", of));
        node.put("spec", state.started().map(Event.RunStarted::specFile).orElse("")).put("stack", state.stack());
        node.putObject("tasks").put("planned", state.tasks().size()).put("done", state.count(Stage.DONE))
                .put("failed", state.count(Stage.FAILED)).put("blocked", state.count(Stage.BLOCKED))
                .put("takenBack", state.written().undone().size());
        node.put("calls", calls());
        node.set("tokens", JSON.valueToTree(state.usage()));
        node.set("sharedTokens", JSON.valueToTree(shared()));
        node.put("dollars", state.cost()).put("seconds", seconds());
        node.putObject("checks").put("passed", passed()).put("notPassed", notPassed()).put("tests", tests());
        node.put("files", state.written().present().size());
        aliases().forEach(node.putArray("models")::add);
        return node;
    }

    /** How a task stands; empty where the plan has none of that id. */
    Optional<TaskProgress> task(String task) {
        return state.tasks().stream().filter(row -> row.id().equals(task)).findFirst();
    }
}
