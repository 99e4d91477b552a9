package llmswarm.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

import llmswarm.model.Usage;
import llmswarm.run.journal.Event;

/** One task on the {@link Board}: the fold over the events that name it. Steps of the planner and end checks are rows too. */
public final class Row {
    /** Where a task stands. */
    public enum State {
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
    private int depth;
    private String title, agent, alias = "", streamed = "", lastLine = "", reason = "";
    private State state = State.WAITING;
    private int attempt, recorded, streaming;
    private long ending;
    private boolean withoutResult;
    private Instant since, heard;
    private double seconds, cost;
    private Usage usage = Usage.NONE;

    Row(String id, String title, String agent, int depth) {
        this.id = id;
        this.title = title;
        this.agent = agent;
        this.depth = depth;
    }

    /** The same work under a changed plan. */
    Row planned(String called, int level) {
        title = called;
        depth = level;
        return this;
    }

    void started(Event.TaskStarted event, Instant now) {
        begin(event.agent(), event.alias(), event.attempt(), now);
    }

    void asked(Event.AskedModel event, Instant now) {
        begin(event.agent(), event.alias(), event.attempt(), now);
    }

    private void begin(String by, String with, int number, Instant now) {
        if (!state.active() || number != attempt) clearStream();
        // What was done is begun again to be mended: what it was done on tells nothing about that.
        if (state == State.DONE) reason = "";
        if (since == null) since = now;
        heard = now;
        agent = by;
        alias = with;
        attempt = number;
        state = State.RUNNING;
    }

    void streaming(Event.Streaming event, Instant now) {
        heard = now;
        streaming = event.tokens();
        streamed += event.text();
        var end = streamed.lastIndexOf('\n');
        if (end < 0) {
            if (streamed.length() > LONGEST_LINE) streamed = streamed.substring(streamed.length() - LONGEST_LINE);
            return;
        }
        streamed.substring(0, end).lines().filter(line -> !line.isBlank()).reduce((first, second) -> second)
                .ifPresent(line -> lastLine = line);
        streamed = streamed.substring(end + 1);
    }

    void answered(Event.AnsweredModel event, Instant now) {
        if (since == null) since = now;
        if (agent.isEmpty()) agent = event.agent();
        clearStream();
        attempt = event.attempt();
        state = State.CHECKING;
        if (event.recorded()) {
            recorded++;
            return;
        }
        usage = usage.plus(event.usage());
        cost += event.cost();
    }

    void checked(Event.Checked event) {
        if (!state.over()) state = State.CHECKING;
        reason = event.passed() ? reason : sentence(event);
    }

    /** An end check has no other event than its result. */
    Row endCheck(Event.Checked event, long order) {
        withoutResult = event.failure().equals(Board.NO_RESULT);
        reason = switch (event.failure()) {
            case "" -> "";
            case Board.UNCHECKED -> event.tail();
            // The name of the check stands before the reason already.
            case Board.NO_RESULT -> event.tail().replace("Check '%s' has no result: ".formatted(event.check()), "");
            default -> sentence(event);
        };
        end(event.passed() ? State.DONE : event.failure().equals(Board.UNCHECKED) ? State.BLOCKED : State.FAILED,
                event.seconds(), order);
        return this;
    }

    void ended(Event.TaskEnded event, long order) {
        reason = event.evidence();
        end(switch (event.state()) {
            case DONE -> State.DONE;
            case FAILED -> State.FAILED;
            case BLOCKED -> State.BLOCKED;
            case INTERRUPTED -> State.INTERRUPTED;
        }, event.seconds(), order);
    }

    void end(State how, double took, long order) {
        clearStream();
        state = how;
        seconds = took;
        ending = order;
    }

    private void clearStream() {
        streaming = 0;
        streamed = "";
        lastLine = "";
    }

    /** What a failed or impossible check is told as, in one line. */
    private static String sentence(Event.Checked event) {
        return switch (event.failure()) {
            case Board.UNCHECKED -> "check '%s' was not run: %s".formatted(event.check(), Cell.line(event.tail()));
            case Board.NO_RESULT -> Cell.line(event.tail());
            default -> "check '%s' failed (exit code %d)".formatted(event.check(), event.exit());
        };
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

    public State state() {
        return state;
    }

    /** From 1; 0 before the first. */
    public int attempt() {
        return attempt;
    }

    /** Seconds it took, or has taken until now. */
    public double seconds(Instant now) {
        if (state.over()) return seconds;
        return since == null ? 0 : Duration.between(since, now).toMillis() / 1e3;
    }

    /** Seconds since the model was asked or its newest token arrived; 0 while none is awaited. */
    double silence(Instant now) {
        return state == State.RUNNING ? Duration.between(heard, now).toMillis() / 1e3 : 0;
    }

    /** What the calls of this run took; answers from a tape or an earlier part are not in it. */
    public Usage usage() {
        return usage;
    }

    /** Of all calls until now, the answer that is arriving included. */
    public long tokens() {
        return usage.input() + usage.output() + streaming;
    }

    /** US dollars. */
    public double cost() {
        return cost;
    }

    /** Number of answers that came from a tape or an earlier part of the run. */
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
    boolean withoutResult() {
        return withoutResult;
    }

    /** Position in the order of endings; 0 while it is not over. */
    long ending() {
        return ending;
    }
}
