package llmswarm.cli.screen;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import llmswarm.Story;
import llmswarm.guard.Redactor;
import llmswarm.run.journal.Event;
import llmswarm.run.state.RunState;
import org.jline.builtins.ScreenTerminal;
import org.jline.terminal.Size;

//DEPS org.jline:jline-builtins:3.30.6
/** The live view on a terminal of some size, and what a person sees there. */
public final class Screen {
    final Story clock = new Story();
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    public final LivePicture view;
    Size size;

    public Screen(int columns, int rows, StateSigns signs) {
        size = new Size(columns, rows);
        var terminal = LivePicture.terminal("screen-256color", new PrintStream(bytes, true, UTF_8)).orElseThrow();
        view = new LivePicture(new RunState(), terminal, () -> size, signs, clock, text ->
                new Redactor(Map.of()).redact(text).visible());
    }

    /** Tells events and draws. */
    public void shows(Event... events) {
        shows(List.of(events));
    }

    public void shows(List<Event> events) {
        clock.entries(events).forEach(view);
        view.draw();
    }

    /** All bytes so far, played to a terminal of that size. */
    public String text() {
        var screen = new ScreenTerminal(size.getColumns(), size.getRows());
        screen.write(sent().replace("\n", "\r\n"));
        return screen.toString().lines().map(String::stripTrailing).collect(Collectors.joining("\n")).stripTrailing();
    }

    public String sent() {
        return bytes.toString(UTF_8);
    }

    void reads(String lines) {
        assertEquals(lines.stripTrailing(), text());
    }
}
