package llmswarm.cli;

import java.io.PrintStream;
import java.util.function.Consumer;

import llmswarm.guard.Printable;
import llmswarm.run.Event;

/** Prints one agent's answer as it arrives: the text to standard output, the talk to standard error. */
final class AnswerPrinter implements Consumer<Event> {
    private final PrintStream out;
    private final PrintStream err;
    private boolean midLine;

    private AnswerPrinter(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /** Text, or with {@code json} an event a line. */
    static Consumer<Event> choose(boolean json, PrintStream out, PrintStream err) {
        return json ? new JsonView(new Board(), Opened.json(), out, err) : new AnswerPrinter(out, err);
    }

    @Override
    public synchronized void accept(Event event) {
        switch (event) {
            case Event.Streaming s when s.tokens() == 0 -> {
                if (midLine) err.println("The answer broke off; it begins again.");
                endLine();
            }
            case Event.Streaming s -> print(Printable.of(s.text()));
            case Event.AnsweredModel a -> {
                endLine();
                out.flush();
                err.printf("%s: %s in, %,d out, %.1f s%s%n", a.agent(), Amounts.count(a.usage().input(), "token"), a.usage().output(), a.seconds(),
                        a.cutOff() ? "; cut off at the token limit" : "");
            }
            case Event.Noted n -> err.println(n.sentence());
            default -> { }
        }
    }

    private void print(String text) {
        out.print(text);
        out.flush();
        if (!text.isEmpty()) midLine = !text.endsWith("\n");
    }

    private void endLine() {
        if (midLine) out.println();
        midLine = false;
    }
}
