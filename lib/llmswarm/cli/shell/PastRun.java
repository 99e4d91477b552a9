package llmswarm.cli.shell;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import llmswarm.cli.screen.Amounts;
import llmswarm.cli.screen.Summary;
import llmswarm.cli.screen.Window;
import llmswarm.guard.Stop;
import llmswarm.run.journal.Entry;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Journal;
import llmswarm.run.journal.RunFolder;
import llmswarm.run.options.Spec;
import llmswarm.run.state.RunState;
import llmswarm.run.state.TaskProgress;
import text.Dollars;

/** A run, as its journal tells it; shown as its summary. */
public final class PastRun {
    private final Path folder;
    private final List<Entry> entries;
    private final RunState state;

    PastRun(Path folder) {
        this.folder = folder;
        this.entries = Journal.read(folder.resolve(Journal.FILE));
        this.state = RunState.of(entries);
    }

    /** Its id, which tells when it began. */
    public String id() {
        return folder.getFileName().toString();
    }

    /** The project it built; the run's own folder where it came to no project. */
    public Path project() {
        return RunFolder.project(folder);
    }

    /** How it ended, in a few words. */
    public String label() {
        return state.ended().map(Event.RunEnded::words).orElse("cut short");
    }

    /** The plan that it carried out. */
    public Optional<SpecPlan> plan() {
        return state.plan().flatMap(plan -> state.started().map(started ->
                new SpecPlan(new Spec(started.spec(), started.specFile()), plan, List.of())));
    }

    /** Its tasks: how each stands, after how many attempts, and what it took. */
    public Rows<TaskProgress> tasks() {
        return Rows.of(state.tasks(), List.of("task", "agent", "state", "attempts", "tokens", "seconds", "why"),
                task -> List.of(task.id(), task.agent(), task.state().word(), Integer.toString(task.attempt()),
                Amounts.tokens(task.tokens()), String.format(Locale.ROOT, "%.1f", task.seconds(Instant.now())), task.reason()));
    }

    /** Every prompt that was sent, in order, each with the answer to it. */
    public Rows<SentPrompt> prompts() {
        return Rows.of(SentPrompt.all(entries), List.of("about", "attempt", "agent", "model", "in", "out", "seconds"),
                SentPrompt::cells);
    }

    /** The results of its checks, the newest of each; {@code tail()} has the end of the output. */
    public Rows<Event.Checked> checks() {
        return Rows.of(List.copyOf(state.checks()), List.of("check", "task", "attempt", "result", "seconds"),
                check -> List.of(check.check(), check.task(), check.task().isEmpty() ? ""
                : Integer.toString(check.attempt()), result(check), String.format(Locale.ROOT, "%.1f", check.seconds())));
    }

    private static String result(Event.Checked check) {
        if (check.unchecked()) return "not run";
        return check.passed() ? "passed" : check.withoutResult() ? "no result" : "failed (%d)".formatted(check.exit());
    }

    Path folder() {
        return folder;
    }

    /** All that a journal tells of it. */
    RunState state() {
        return state;
    }

    /** The run in one row of {@link Shell#runs()}. */
    List<String> cells() {
        return List.of(id(), RunFolder.project(folder).getFileName().toString(), label(),
                "%d of %d".formatted(state.count(TaskProgress.Stage.DONE), state.tasks().size()),
                Amounts.tokens(state.tokens()), Dollars.told(state.cost()));
    }

    @Override
    public String toString() {
        var lines = new ArrayList<>(List.of(""));
        lines.addAll(Summary.lines(state, Window.columns(), Instant.now()));
        var done = state.ended().filter(end -> end.exit() == 0).isPresent();
        lines.add("%s: %s".formatted(done ? "Done and checked" : label(), project()));
        lines.add(".tasks(), .prompts() and .checks() have more"
                + (state.ended().filter(end -> end.exit() != Stop.UNFINISHED && end.exit() != Stop.INTERRUPTED)
                .isPresent() ? "" : "; resume() goes on"));
        return String.join("\n", lines);
    }
}
