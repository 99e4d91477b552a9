package llmswarm.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import llmswarm.check.CheckRunner;
import llmswarm.check.Failure;
import llmswarm.guard.Digest;
import llmswarm.run.Event.Checked;

/** Runs checks as steps: each result is in the journal, and one whose inputs did not change is taken from there. */
final class Checking {
    /** The journal's word for a check that was not run. */
    static final String UNCHECKED = "unchecked";

    private final CheckRunner runner;
    private final Steps steps;
    private final String task;
    private final int attempt;

    /** @param task whose attempt is judged; empty for the whole */
    Checking(CheckRunner runner, Steps steps, String task, int attempt) {
        this.runner = runner;
        this.steps = steps;
        this.task = task;
        this.attempt = attempt;
    }

    /**
     * Runs the commands one after the other, also after one has failed.
     *
     * @param tree   digest of everything the commands can see of the project
     * @param folder is called for only when a command has to run
     */
    List<Checked> all(List<CheckRunner.Command> commands, String tree, Supplier<Path> folder) throws InterruptedException {
        var results = new ArrayList<Checked>();
        for (var command : commands) {
            var parts = new ArrayList<>(List.of(tree, task, command.check()));
            parts.addAll(command.words());
            results.add(steps.check(Digest.of(parts), key -> checked(key, command, runner.run(command, folder.get()))));
        }
        return results;
    }

    private Checked checked(String key, CheckRunner.Command command, CheckRunner.Outcome outcome) {
        var shown = outcome.failure().filter(Failure.Environment.class::isInstance).map(Failure::evidence)
                .orElse(outcome.result().tail());
        return new Checked(key, task, attempt, command.check(), command.words(), outcome.result().exit(),
                outcome.result().seconds(), shown, outcome.failure().map(Failure::kind).orElse(""));
    }

    /** A check that cannot be run here, as the journal keeps it. */
    static Checked unchecked(CheckRunner.Command command, String task, int attempt, String why) {
        return new Checked("", task, attempt, command.check(), command.words(), -1, 0, why, UNCHECKED);
    }

    /** The failures, worded for whoever must act; empty when all passed. */
    static Optional<Failure> failure(List<Checked> results) {
        return results.stream().filter(c -> !c.passed()).<Failure>map(c -> c.failure().equals("environment")
                ? new Failure.Environment(c.tail())
                : new Failure.Broken(c.check(), c.command(), c.exit(), c.tail())).findFirst();
    }

    /** A digest of a tree. */
    static String digest(Map<String, byte[]> tree) {
        var parts = new ArrayList<String>();
        tree.forEach((path, content) -> {
            parts.add(path);
            parts.add(Digest.of(content));
        });
        return Digest.of(parts);
    }
}
