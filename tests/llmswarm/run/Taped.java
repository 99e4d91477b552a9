package llmswarm.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import llmswarm.Tape;
import llmswarm.Workshop;
import llmswarm.model.Usage;
import llmswarm.prompt.Message;
import llmswarm.run.journal.Entry;
import llmswarm.run.journal.Event;
import llmswarm.run.options.RunOptions;
import llmswarm.run.options.Spec;

/**
 * A run through the whole program whose plan and answers a test writes down: as a tape, a line of its journal for each
 * answer.
 */
public final class Taped {
    private static final Path TAPE = Path.of("tape.jsonl"), PLAN = Path.of("plan.yaml");

    public final Workshop shop;
    private final List<Event.Kept> tape = new ArrayList<>();

    public Taped(Path folder) {
        shop = new Workshop(folder);
        tape.add(new Event.RunStarted("by-hand", "", "spec.md", Map.of(), Map.of(), Run.VERSION,
                "These answers were written by hand."));
    }

    public Taped plan(String yaml) {
        shop.file(PLAN.toString(), yaml);
        return this;
    }

    /** A plan for the pack 'python', which is python-cli with its quick checks only: PythonCliTest shows the others. */
    public Taped python(String yaml) {
        var bundled = shop.read(Tape.checkout().resolve("stacks/python-cli/stack.yaml"));
        var quick = bundled.replaceFirst("(?m)^name: .*$", "name: python\nextends: python-cli")
                .replaceAll("(?m)^  - name: (starts|installed)\n(    .*\n)+", "");
        shop.file("config/stacks/python/stack.yaml", quick);
        return plan(yaml);
    }

    /** An agent 'writer' that is asked so many times for a task. */
    Taped writer(int attempts) {
        shop.file("config/agents/writer.yaml",
                "{name: writer, description: Writes., model: coder, prompt: task, role: You write., max-tokens: 2000, attempts: %d}".formatted(attempts));
        return this;
    }

    /** A whole answer. */
    public Taped says(String agent, String task, int attempt, String text) {
        return says(agent, task, attempt, "", false, text);
    }

    /** A part of an answer. */
    public Taped says(String agent, String task, int attempt, String part, boolean cutOff, String text) {
        tape.add(new Event.AnsweredModel("", agent, task, attempt, text, Usage.NONE, 0, 0, cutOff, false, part));
        return this;
    }

    /** All answers of another tape, each of them as {@code change} wants it. */
    public Taped says(Path file, UnaryOperator<Event.AnsweredModel> change) {
        Workshop.journaled(file).stream().filter(Event.AnsweredModel.class::isInstance)
                .map(Event.AnsweredModel.class::cast).map(change).forEach(tape::add);
        return this;
    }

    /** Replays the tape. */
    public Outcome run() {
        try {
            Files.write(shop.folder.resolve(TAPE), tape.stream()
                    .map(event -> new Entry("", 1, Instant.EPOCH, event).line()).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return run(Optional.of(shop.folder.resolve(TAPE)));
    }

    /** Asks the models of config/models.yaml. */
    Outcome live() {
        return run(Optional.empty());
    }

    private Outcome run(Optional<Path> replay) {
        try (var swarm = shop.swarmTrusted()) {
            return swarm.run(Spec.of("What the plan says.", "spec.md"),
                    RunOptions.DEFAULT
                            .withPlan(Optional.of(PLAN).filter(plan -> Files.exists(shop.folder.resolve(plan))))
                            .withReplay(replay, false));
        }
    }

    Outcome resume(Path project) {
        try (var swarm = shop.swarmTrusted()) {
            return swarm.resume(project, Optional.empty(), false);
        }
    }

    /** Who was asked, in order: agent, task and attempt, and the part where there is one. */
    List<String> asked() {
        return shop.events(Event.AskedModel.class).stream()
                .map(asked -> "%s %s %d%s".formatted(asked.agent(), asked.task(), asked.attempt(),
                asked.part().isEmpty() ? "" : " " + asked.part())).toList();
    }

    /** All that was said to a model for that attempt. */
    public String prompt(String task, int attempt) {
        return shop.events(Event.AskedModel.class).stream()
                .filter(asked -> asked.task().equals(task) && asked.attempt() == attempt)
                .reduce((first, last) -> last).orElseThrow().messages().stream().map(Message::text)
                .collect(Collectors.joining("\n"));
    }

    /** The checks that failed, in order: task (end for the whole), attempt, check and kind of failure. */
    List<String> failed() {
        return shop.events(Event.Checked.class).stream().filter(checked -> !checked.passed())
                .map(checked -> "%s %d %s: %s".formatted(checked.task().isEmpty() ? "end" : checked.task(),
                checked.attempt(), checked.check(), checked.failure())).toList();
    }

    /**
     * What was noted about a task, or with an empty one about the whole, without what depends on the machine and the
     * tape.
     */
    public List<String> notes(String task) {
        return shop.events(Event.Noted.class).stream().filter(noted -> noted.task().equals(task))
                .map(Event.Noted::sentence)
                .filter(sentence -> !sentence.contains("from the tape; ")
                && !sentence.startsWith("git has no user.name")).toList();
    }

    /** How the task ended, each time. */
    List<Event.TaskEnded> ends(String task) {
        return shop.events(Event.TaskEnded.class).stream().filter(end -> end.task().equals(task)).toList();
    }

    /** What the last commit holds of a file. */
    static String committed(Outcome outcome, String path) {
        return Workshop.output(outcome.project(), "git", "show", "HEAD:" + path);
    }

    /** What happened, for the message of a failed assertion. */
    public String story() {
        return shop.events.stream().filter(event -> event instanceof Event.Noted || event instanceof Event.Checked
                || event instanceof Event.TaskEnded
                || event instanceof Event.AnsweredModel answered && answered.attempt() > 1).map(Event::toString)
                .collect(Collectors.joining("\n"));
    }

    /** The titles of all commits, the newest first. */
    static List<String> commits(Outcome outcome) {
        return Workshop.output(outcome.project(), "git", "log", "--format=%s").lines().toList();
    }
}
