package llmswarm;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;

import llmswarm.model.Usage;
import llmswarm.plan.Cut;
import llmswarm.plan.Plan;
import llmswarm.plan.Plan.Contract;
import llmswarm.plan.Plan.Requirement;
import llmswarm.plan.Task;
import llmswarm.run.journal.Entry;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Momentary;
import llmswarm.run.journal.Planning;

/** A small run as literal events, and its clock, which goes when it is told to. */
public final class Story implements InstantSource {
    public static final Plan PLAN = new Plan("lines", "shouter", "Says it louder.",
            List.of(new Requirement("R1", "Shouts what it is given."), new Requirement("R2", "Explains itself.")),
            List.of(new Contract("shout", "function", "shout(text) -> text\n    upper case")),
            List.of(task("store", "Keeps the words", "database", "R1", List.of("store.txt")),
                    task("voice", "Makes it loud", "backend", "R1", List.of("voice.txt", "louder/")),
                    task("main", "Ties both together", "backend", "R1", List.of("main.txt"), "store", "voice"),
                    task("docs", "Says how", "documenter", "R2", List.of("README.md"), "main")), List.of(), List.of());

    private long seq;
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));

    public static Task task(String id, String title, String agent, String requirement, List<String> files,
            String... after) {
        return new Task(id, title, agent, "...", List.of(requirement), files, List.of(after), List.of(), List.of());
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    public Story passes(double seconds) {
        now.updateAndGet(before -> before.plus(Duration.ofMillis((long) (seconds * 1000))));
        return this;
    }

    /** An event as it is told at this moment. */
    public Entry entry(Event event) {
        return new Entry("20260101-000000", event instanceof Event.Kept ? ++seq : seq, instant(), event);
    }

    /** The same for events that happen at once. */
    public List<Entry> entries(List<Event> events) {
        return events.stream().map(this::entry).toList();
    }

    public static Event started() {
        return new Event.RunStarted("20260101-000000", "Shout.", "spec.md", Map.of(), Map.of(), "1", "");
    }

    /** How the work is cut, and what that and the other ways are likely to cost. */
    public static List<Event> sized() {
        return List.of(new Planning.Sized(Cut.FEW, 2_400, 600,
                "about 2,400 lines, more than one answer holds well (1,920)"),
                new Planning.Forecasted(List.of(new Planning.Estimate(Cut.ONE, 1, 26_400, 400, 0.25),
                new Planning.Estimate(Cut.MANY, 12, 61_700, 100, 0.3)),
                        new Planning.Estimate(Cut.FEW, 4, 38_200, 143, 0.2811), List.of()));
    }

    public static Event planned(String... notes) {
        return new Event.Planned(PLAN, List.of(notes), List.of());
    }

    public static Event asked(String agent, String task, int attempt, String alias) {
        return new Event.AskedModel("key", agent, task, attempt, alias, "model", List.of(), "digest", List.of(), "");
    }

    public static Event answered(String agent, String task, int attempt, int input, int output, double cost) {
        return new Event.AnsweredModel("key", agent, task, attempt, "...", new Usage(input, 0, output), cost, 1, false,
                false);
    }

    public static Event recorded(String agent, String task, int attempt) {
        return new Event.AnsweredModel("key", agent, task, attempt, "...", new Usage(500, 0, 50), 0.5, 1, false, true);
    }

    public static Event checked(String task, String check, int exit, String tail, String failure) {
        return new Event.Checked("key", task, 1, check, List.of("run", check), exit, 0.5, tail, failure);
    }

    public static Event integrated(String task, String... files) {
        var digests = new TreeMap<String, String>();
        for (var file : files) digests.put(file, "digest");
        return new Event.Integrated(task, "agent", digests, "c0ffee");
    }

    public static Event ended(String task, Event.State state, String evidence, double seconds) {
        return new Event.TaskEnded(task, state, evidence, seconds);
    }

    /** Stack and plan are chosen, 'store' is done, 'voice' writes its second attempt. */
    public static List<Event> halfway() {
        return new ArrayList<>(List.of(started(), asked("planner", ":plan", 1, "planner"),
                answered("planner", ":plan", 1, 900, 100, 0.01), planned(), integrated("scaffold", ".gitignore"),
                asked("database", "store", 1, "coder"), answered("database", "store", 1, 1000, 204, 0.0012),
                checked("store", "syntax", 0, "", ""), integrated("store", "store.txt"),
                ended("store", Event.State.DONE, "", 12.3), asked("backend", "voice", 1, "coder"),
                answered("backend", "voice", 1, 700, 77, 0.0007), checked("voice", "syntax", 1, "line 3: eh?", "code"),
                asked("backend", "voice", 2, "coder"), new Momentary.Streaming("voice", 40, "LOUD\nLOUDER\u001b[2J!")));
    }

    /** After {@link #halfway()}: 'voice' fails, so the rest is blocked, and the end check cannot run. */
    public static List<Event> bitter() {
        var events = halfway();
        events.addAll(List.of(answered("backend", "voice", 2, 800, 88, 0.0008),
                checked("voice", "syntax", 1, "line 4: eh?", "code"),
                ended("voice", Event.State.FAILED, "Check 'syntax' failed (exit code 1): run syntax\nline 4: eh?", 75),
                ended("main", Event.State.BLOCKED, "waits for 'voice', which is not done", 0),
                ended("docs", Event.State.BLOCKED, "waits for 'voice', which is not done", 0),
                checked("", "whole", -1, "There is no sandbox here.", "unchecked"),
                new Event.RunEnded(3, 1, 1, 2, new Usage(3400, 0, 469), 0.0127, 125, "c0ffee")));
        return events;
    }

    /** All of 'voice' was done, and it is asked again to mend what an end check found. */
    public static List<Event> mended() {
        return new ArrayList<>(List.of(started(), planned(), asked("backend", "voice", 1, "coder"),
                answered("backend", "voice", 1, 700, 77, 0.0007),
                ended("voice", Event.State.DONE, "passed: syntax", 3), checked("", "tests", 1, "no", "test"),
                asked("backend", "voice", 2, "coder")));
    }

    public static Event runEnded(int exit) {
        return new Event.RunEnded(exit, 1, 0, 0, Usage.NONE, 0, 9, "c0ffee");
    }
}
