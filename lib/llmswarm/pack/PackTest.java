package llmswarm.pack;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import llmswarm.config.stack.Stack;
import llmswarm.guard.Stop;
import llmswarm.run.Aftermath;
import llmswarm.run.Outcome;
import llmswarm.run.Run;
import llmswarm.run.journal.Entry;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Momentary;
import llmswarm.run.options.RunOptions;
import llmswarm.run.options.Spec;
import llmswarm.run.options.Workplace;

/** Replays a pack's example with all its checks, and plants faults in what it makes. */
final class PackTest {
    private final Workplace around;
    private final Stack stack;
    private final PackExample example;
    private final Consumer<TestReport.Kind> told;
    private final List<Event> events = Collections.synchronizedList(new ArrayList<>());
    private final List<TestReport.Kind> kinds = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private double seconds;

    PackTest(Workplace around, Stack stack, Consumer<TestReport.Kind> told) {
        this.around = around;
        this.stack = stack;
        this.told = told;
        this.example = PackExample.of(stack).orElseThrow(() -> Stop.usage("%s: has no example/ with %s and %s; write a specification, build it once, and keep its journal as the tape."
                .formatted(stack.folders().getFirst().shown(), PackExample.SPEC, PackExample.TAPE)));
    }

    /** @param folder empty; holds the result afterwards, in the folder {@code project} */
    TestReport run(Path folder, Packs.Trial trial) {
        var start = System.nanoTime();
        var options = RunOptions.DEFAULT.withOutput(Optional.of(folder.resolve("project")))
                .withStack(Optional.of(stack.name())).withReplay(Optional.of(example.tape()), false)
                .withSandbox(trial.sandbox()).withApprovedChecks(trial.approveChecks() || stack.trusted());
        Aftermath after = built -> {
            seconds = (System.nanoTime() - start) / 1e9;
            if (trial.faults() && faults(built.outcome()).isEmpty()) plant(built, folder);
        };
        var outcome = Run.start(around.aside(folder, this::keep), Spec.read(example.folder(), PackExample.SPEC),
                options, after);
        // One differs since the stack is named, so that no other is offered.
        all(Event.Noted.class).stream().map(Event.Noted::sentence)
                .filter(sentence -> sentence.matches("\\d+ prompts differ from the tape.*")).forEach(warnings::add);
        var checks = all(Event.Checked.class).stream().filter(Event.Checked::passed).toList();
        return new TestReport(stack.name(), Optional.of(outcome.project()), tasks(), checks.size(),
                checks.stream().mapToInt(Event.Checked::tests).sum(), seconds, kinds, faults(outcome), warnings);
    }

    private void keep(Entry entry) {
        // No view follows this run: what a person is asked has to be told.
        if (entry.event() instanceof Event.Asked asked) around.notice().accept(asked.question());
        events.add(entry.event() instanceof Momentary.Retold(var checked) ? checked : entry.event());
    }

    private <T> List<T> all(Class<T> type) {
        synchronized (events) {
            return events.stream().filter(type::isInstance).map(type::cast).toList();
        }
    }

    private int tasks() {
        return all(Event.Planned.class).stream().reduce((first, last) -> last)
                .map(planned -> planned.plan().tasks().size()).orElse(0);
    }

    private List<String> faults(Outcome outcome) {
        var faults = new ArrayList<String>();
        var last = new LinkedHashMap<List<String>, Event.Checked>();
        all(Event.Checked.class).forEach(checked -> last.put(List.of(checked.task(), checked.check(),
                String.join(" ", checked.command())), checked));
        last.values().stream().filter(checked -> !checked.passed()).forEach(checked -> faults.add(
                "check '%s'%s %s:\n%s".formatted(checked.check(), checked.task().isEmpty() ? "" : " of the task '%s'"
                .formatted(checked.task()), checked.unchecked() || checked.withoutResult() ? "has no result"
                : "failed (exit code %d)".formatted(checked.exit()), checked.tail().stripTrailing().indent(4)
                .stripTrailing())));
        if (outcome.exit() != 0) faults.add("the replay ended with: %s (exit code %d)".formatted(outcome.label(),
                outcome.exit()));
        return faults;
    }

    private void plant(Aftermath.Built built, Path folder) throws InterruptedException {
        var green = all(Event.Checked.class);
        var times = new HashMap<String, Double>();
        green.forEach(checked -> times.merge(checked.check(), checked.seconds(), Math::max));
        var trials = new FaultTrials(built, folder.resolve("fault"), times);
        kinds.addAll(trials.all(told));
        warnings.addAll(IdlePatterns.inOutputs(stack, green.stream().map(Event.Checked::tail).toList(),
                trials.outputs()));
    }
}
