package llmswarm.cli.screen;

import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import llmswarm.guard.Visible;
import llmswarm.run.journal.Entry;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Momentary;
import llmswarm.run.journal.RunState;

/** Prints one agent's answer as it arrives: the text to standard output, the talk to standard error. */
public final class AnswerPrinter implements Consumer<Entry> {
    private final Outlet out, err;
    private final Heartbeat heart;
    private boolean midLine;

    AnswerPrinter(Outlet out, Outlet err, InstantSource clock) {
        this.out = out;
        this.err = err;
        this.heart = new Heartbeat(clock);
    }

    /** From now on the printer looks every second whether the answer takes long. */
    private AnswerPrinter start() {
        Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("heartbeat").factory())
                .scheduleWithFixedDelay(this::beat, 1, 1, TimeUnit.SECONDS);
        return this;
    }

    /** Tells that the answer takes long, if it is time to, but not amidst its lines. */
    synchronized void beat() {
        if (!midLine) heart.line().ifPresent(err::println);
    }

    /** Text, or with {@code json} an event a line. */
    public static Consumer<Entry> choose(boolean json, Outlet out, Outlet err) {
        return json ? new JsonView(new RunState(), out, err) : new AnswerPrinter(out, err, InstantSource.system())
                .start();
    }

    @Override
    public synchronized void accept(Entry entry) {
        heart.accept(entry);
        switch (entry.event()) {
            case Momentary.Streaming s when s.tokens() == 0 -> {
                if (midLine) err.println("The answer broke off; it begins again.");
                endLine();
            }
            case Momentary.Streaming s -> print(out.visible(s.text()));
            case Event.AnsweredModel a -> {
                endLine();
                err.println("%s: %s in, %,d out%s, %.1f s%s".formatted(a.agent(),
                        Amounts.count(a.usage().input(), "token"), a.usage().output(),
                        a.usage().thinking() == 0 ? "" : " (%,d of thinking)".formatted(a.usage().thinking()), a.seconds(),
                        a.cutOff() ? "; cut off at the token limit" : ""));
            }
            case Event.Noted n -> err.println(n.sentence());
            default -> { }
        }
    }

    private void print(Visible text) {
        out.print(text);
        if (!text.text().isEmpty()) midLine = !text.text().endsWith("\n");
    }

    private void endLine() {
        if (midLine) out.println("");
        midLine = false;
    }
}
