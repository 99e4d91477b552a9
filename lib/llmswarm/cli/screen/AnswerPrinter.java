package llmswarm.cli.screen;

import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import llmswarm.model.Usage;
import llmswarm.run.journal.Entry;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Momentary;
import llmswarm.run.state.RunState;

/**
 * Prints one agent's answer: the text to standard output, the talk to standard error. On a terminal it is printed as it
 * arrives; whatever else reads it is given no part of an answer that broke off.
 */
public final class AnswerPrinter implements Consumer<Entry> {
    private final Outlet out, err;
    private final Heartbeat heart;
    private final boolean live;
    private final StringBuilder held = new StringBuilder();
    private boolean midLine;

    /** @param live whether a piece is printed at once */
    AnswerPrinter(Outlet out, Outlet err, boolean live, InstantSource clock) {
        this.out = out;
        this.err = err;
        this.live = live;
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
        return json ? new JsonView(new RunState(), out, err) : new AnswerPrinter(out, err, out.isTerminal(),
                InstantSource.system())
                .start();
    }

    @Override
    public synchronized void accept(Entry entry) {
        heart.accept(entry);
        switch (entry.event()) {
            case Momentary.Streaming s when s.tokens() == 0 -> {
                held.setLength(0);
                if (midLine) err.println("The answer broke off; it begins again.");
                endLine();
            }
            case Momentary.Streaming s when live -> print(s.text());
            case Momentary.Streaming s -> held.append(s.text());
            case Event.AnsweredModel a -> {
                print(held.toString());
                held.setLength(0);
                endLine();
                err.println(String.format(Locale.ROOT, "%s: %s, %.1f s%s", a.agent(), tokens(a.usage()), a.seconds(),
                        a.cutOff() ? "; cut off at the token limit" : ""));
            }
            case Event.Noted n -> err.println(n.sentence());
            default -> { }
        }
    }

    private static String tokens(Usage usage) {
        return usage.equals(Usage.NONE) ? "tokens not counted by the server" : String.format(Locale.ROOT, "%s in, %,d out%s%s",
                Amounts.count(usage.input(), "token"), usage.output(),
                usage.thinking() == 0 ? "" : String.format(Locale.ROOT, " (%,d of thinking)", usage.thinking()),
                usage.guessed() == 0 ? "" : " (estimated)");
    }

    private void print(String arrived) {
        var text = out.visible(arrived);
        out.print(text);
        if (!text.text().isEmpty()) midLine = !text.text().endsWith("\n");
    }

    private void endLine() {
        if (midLine) out.println("");
        midLine = false;
    }
}
