package llmswarm.run.steps;

import java.util.function.Consumer;

import llmswarm.guard.Redacted;
import llmswarm.guard.RedactedStream;
import llmswarm.guard.Redactor;
import llmswarm.run.journal.Journal;
import llmswarm.run.journal.Momentary;

/** Shows an answer while it arrives: without secrets, of which none is known by its first piece. */
final class ArrivingAnswer implements Consumer<String> {
    private final String task;
    private final Redactor redactor;
    private final Journal journal;
    private RedactedStream text;
    private int pieces;

    ArrivingAnswer(String task, Redactor redactor, Journal journal) {
        this.task = task;
        this.redactor = redactor;
        this.journal = journal;
        this.text = redactor.stream();
    }

    /** Takes the next piece; null when the answer begins again. */
    @Override
    public void accept(String piece) {
        if (piece == null) {
            text = redactor.stream();
            pieces = 0;
            journal.show(new Momentary.Streaming(task, 0, ""));
        } else {
            pieces++;
            show(text.next(piece));
        }
    }

    /** Shows what was held back, once the answer is whole. */
    void end() {
        var rest = text.rest();
        if (!rest.text().isEmpty()) show(rest);
    }

    private void show(Redacted shown) {
        journal.show(new Momentary.Streaming(task, pieces, shown.text()));
    }
}
