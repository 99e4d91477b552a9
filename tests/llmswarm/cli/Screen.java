//DEPS org.jline:jline-builtins:3.30.6
package llmswarm.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.stream.Collectors;

import org.jline.builtins.ScreenTerminal;
import org.jline.terminal.Size;

import llmswarm.Story;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.RunState;

/** The live view on a terminal of some size, and what a person sees there. */
final class Screen {
    final Story clock = new Story();
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    final TerminalView view;
    Size size;

    Screen(int columns, int rows, Look look) {
        size = new Size(columns, rows);
        var terminal = TerminalView.terminal("screen-256color", new PrintStream(bytes, true, UTF_8)).orElseThrow();
        view = new TerminalView(new RunState(), terminal, () -> size, look, clock);
    }

    /** Tells events and draws. */
    void shows(Event... events) {
        shows(List.of(events));
    }

    void shows(List<Event> events) {
        clock.entries(events).forEach(view);
        view.draw();
    }

    /** All bytes so far, played to a terminal of that size. */
    String text() {
        var screen = new ScreenTerminal(size.getColumns(), size.getRows());
        screen.write(sent().replace("\n", "\r\n"));
        return screen.toString().lines().map(String::stripTrailing).collect(Collectors.joining("\n")).stripTrailing();
    }

    String sent() {
        return bytes.toString(UTF_8);
    }

    void reads(String lines) {
        assertEquals(lines.stripTrailing(), text());
    }
}
