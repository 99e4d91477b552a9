package llmswarm.run.state;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

import llmswarm.model.Usage;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Momentary;
import llmswarm.run.journal.Subject;
import text.Printable;

/**
 * How one task stands: the fold over the events that name it. Steps of the planner and end checks are followed in the
 * same way.
 */
public final class TaskProgress {
    /** Where a task stands. */
    public enum Stage {
        WAITING, RUNNING, CHECKING, DONE, FAILED, BLOCKED, INTERRUPTED;

        /** Whether somebody works on it now. */
        public boolean active() {
            return this == RUNNING || this == CHECKING;
        }

        /** Whether nothing more will happen to it. */
        public boolean over() {
            return ordinal() >= DONE.ordinal();
        }

        /** As it is printed. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final int LONGEST_LINE = 200;
    private final String id;
    private String title, agent, alias = "", streamed = "", lastLine = "", reason = "";
    private Stage state = Stage.WAITING;
    private int depth, attempt, recorded, streaming;
    private long ending;
    private boolean withoutResult, written;
    private Instant since, heard;
    private double seconds, cost;
    private Usage usage = Usage.NONE;

    TaskProgress(String id, String title, String agent, int depth) {
        this.id = id;
        this.title = title;
        this.agent = agent;
        this.depth = depth;
    }

    /** What is no task goes by its own name. */
    static TaskProgress ofStep(String id) {
        return switch (Subject.of(id)) {
            case Subject.Whole whole -> new TaskProgress(whole.word(), whole.doing(), "", 0);
            case Subject.OfTask other -> new TaskProgress(other.id(), "", "", 0);
        };
    }

    /** The same work under a changed plan. */
    TaskProgress planned(String called, int level) {
        title = called;
        depth = level;
        return this;
    }

    void asked(Event.AskedModel event, Instant at) {
        if (!state.active() || event.attempt() != attempt) clearStream();
        // What was done is begun again to be mended: what it was done on tells nothing about that.
        if (state == Stage.DONE) reason = "";
        if (since == null) since = at;
        heard = at;
        agent = event.agent();
        alias = event.alias();
        attempt = event.attempt();
        state = Stage.RUNNING;
    }

    void streaming(Momentary.Streaming event, Instant at) {
        heard = at;
        streaming = event.tokens();
        streamed += event.text();
        var end = streamed.lastIndexOf('\n');
        if (end < 0) streamed = streamed.substring(Math.max(0, streamed.length() - LONGEST_LINE));
        if (end < 0) return;
        streamed.substring(0, end).lines().filter(line -> !line.isBlank()).reduce((first, second) -> second)
                .ifPresent(line -> lastLine = line);
        streamed = streamed.substring(end + 1);
    }

    void answered(Event.AnsweredModel event, Instant at) {
        if (since == null) since = at;
        if (agent.isEmpty()) agent = event.agent();
        clearStream();
        attempt = event.attempt();
        state = Stage.CHECKING;
        if (event.recorded()) recorded++;
        else took(event.usage(), event.cost());
    }

    void took(Usage more, double dollars) {
        usage = usage.plus(more);
        cost += Math.max(0, dollars);
    }

    void checked(Event.Checked event) {
        if (!state.over()) state = Stage.CHECKING;
        reason = event.passed() || event.unchecked() && !reason.isEmpty() ? reason : sentence(event);
    }

    /** An end check has no other event than its result. */
    TaskProgress endCheck(Event.Checked event, long order) {
        withoutResult = event.withoutResult();
        reason = event.holds() ? "" : event.unchecked() ? event.tail()
                // The name of the check stands before the reason already.
                : event.withoutResult() ? event.tail().replace("Check '%s' has no result: ".formatted(event.check()), "")
                : sentence(event);
        end(event.holds() ? Stage.DONE : event.unchecked() ? Stage.BLOCKED : Stage.FAILED, event.seconds(), order);
        return this;
    }

    void ended(Event.TaskEnded event, long order) {
        reason = event.evidence();
        end(Stage.valueOf(event.state().name()), event.seconds(), order);
    }

    void end(Stage how, double took, long order) {
        clearStream();
        state = how;
        written |= how == Stage.DONE;
        seconds = took;
        ending = order;
    }

    /** What is not done waits again, with what was spent on it, and so does what was taken back. */
    void waits(boolean undone) {
        if (state == Stage.DONE && !undone) return;
        written &= !undone;
        clearStream();
        state = Stage.WAITING;
        since = null;
        reason = "";
        ending = 0;
    }

    private void clearStream() {
        streaming = 0;
        streamed = lastLine = "";
    }

    /** What a failed or impossible check is told as, in one line. */
    private static String sentence(Event.Checked event) {
        var line = Printable.shown(event.tail()).lines().map(String::strip).filter(text -> !text.isEmpty()).findFirst()
                .orElse("");
        if (event.unchecked()) return "check '%s' was not run: %s".formatted(event.check(), line);
        return event.withoutResult() ? line : "check '%s' failed (exit code %d)".formatted(event.check(), event.exit());
    }

    public String id() {
        return id;
    }

    public String title() {
        return title;
    }

    public String agent() {
        return agent;
    }

    /** The model's alias; empty before it was asked. */
    public String alias() {
        return alias;
    }

    /** Level in the graph, from 0. */
    public int depth() {
        return depth;
    }

    public Stage state() {
        return state;
    }

    /** Whether its files are in the project: it was done once, whatever became of mending it. */
    public boolean written() {
        return written;
    }

    /** From 1; 0 before the first. */
    public int attempt() {
        return attempt;
    }

    /** Seconds it took, or has taken until now. */
    public double seconds(Instant now) {
        return state.over() ? seconds : since == null ? 0 : Duration.between(since, now).toMillis() / 1e3;
    }

    /** Seconds since the model was asked or its newest token arrived; 0 while none is awaited. */
    public double silence(Instant now) {
        return state == Stage.RUNNING ? Duration.between(heard, now).toMillis() / 1e3 : 0;
    }

    /** What the calls took; answers from a tape are not in it. */
    public Usage usage() {
        return usage;
    }

    /** Of all calls until now, the answer that is arriving included. */
    public long tokens() {
        return usage.tokens() + streaming;
    }

    /** US dollars, as far as prices are known. */
    public double cost() {
        return cost;
    }

    /** Number of answers that came from a tape. */
    public int recorded() {
        return recorded;
    }

    /** The newest line of the answer that is arriving that is not blank; as the model wrote it. */
    public String line() {
        return streamed.isBlank() ? lastLine : streamed;
    }

    /** Why it failed, is blocked, or is tried again; as it was told. */
    public String reason() {
        return reason;
    }

    /** Whether it is an end check that could not be run to its end: neither passed nor failed. */
    public boolean withoutResult() {
        return withoutResult;
    }

    /** Position in the order of endings; 0 while it is not over. */
    public long ending() {
        return ending;
    }
}
