package llmswarm.model.grammar;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/** Follows one answer through its grammar, byte by byte. */
final class Reading {
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private Grammar grammar;
    private State state;
    private Unlike unlike;
    private boolean over;

    Reading(Grammar grammar) {
        begin(grammar);
    }

    private Reading(Reading other) {
        text.writeBytes(other.text.toByteArray());
        grammar = other.grammar;
        state = other.state;
        unlike = other.unlike;
        over = other.over;
    }

    Reading copy() {
        return new Reading(this);
    }

    /** Where the answer is in its stretch. */
    State state() {
        return state;
    }

    /** What the stretch must not become; null when nothing is forbidden. */
    Unlike unlike() {
        return unlike;
    }

    /** Whether the answer is complete and nothing can follow. */
    boolean over() {
        return over;
    }

    /** Whether the answer may end here. */
    boolean mayEnd() {
        return over || state.end() && grammar.then().apply(text.toString(UTF_8)).isEmpty();
    }

    /** Takes one byte; returns false, and changes nothing, when it cannot come. */
    boolean take(int b) {
        var next = over ? null : state.step(b);
        if (next == null) return false;
        var forbidden = unlike == null ? null : unlike.next(b);
        if (forbidden != null && forbidden.dead(next)) return false;
        state = next;
        unlike = forbidden;
        text.write(b);
        if (state.over()) grammar.then().apply(text.toString(UTF_8)).ifPresentOrElse(this::begin, () -> over = true);
        return true;
    }

    private void begin(Grammar next) {
        grammar = next;
        state = State.of(next.shape());
        unlike = next.unlike();
        text.reset();
    }
}
