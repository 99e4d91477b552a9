package llmswarm.cli.screen;

import java.util.stream.Collectors;

import llmswarm.run.state.TaskProgress;
import org.jline.utils.AttributedStyle;

/**
 * How states look on a terminal: each has a sign of its own, so that colour is not needed.
 *
 * @param unicode whether the terminal's character set has the signs beyond ASCII
 * @param colour  false with NO_COLOR
 */
public record StateSigns(boolean unicode, boolean colour) {
    String sign(TaskProgress.Stage state) {
        return switch (state) {
            case WAITING -> unicode ? "·" : ".";
            case RUNNING -> unicode ? "●" : ">";
            case CHECKING -> unicode ? "◆" : "?";
            case DONE -> unicode ? "✔" : "+";
            case FAILED -> unicode ? "✘" : "x";
            case BLOCKED -> unicode ? "⊘" : "-";
            case INTERRUPTED -> unicode ? "■" : "!";
        };
    }

    AttributedStyle style(TaskProgress.Stage state) {
        return !colour ? AttributedStyle.DEFAULT : switch (state) {
            case WAITING -> AttributedStyle.DEFAULT.faint();
            case RUNNING -> AttributedStyle.DEFAULT.foreground(AttributedStyle.CYAN);
            case CHECKING -> AttributedStyle.DEFAULT.foreground(AttributedStyle.BLUE);
            case DONE -> AttributedStyle.DEFAULT.foreground(AttributedStyle.GREEN);
            case FAILED -> AttributedStyle.DEFAULT.foreground(AttributedStyle.RED).bold();
            case BLOCKED, INTERRUPTED -> AttributedStyle.DEFAULT.foreground(AttributedStyle.YELLOW);
        };
    }

    AttributedStyle title() {
        return colour ? AttributedStyle.DEFAULT.bold() : AttributedStyle.DEFAULT;
    }

    /** For what matters least. */
    AttributedStyle quiet() {
        return colour ? AttributedStyle.DEFAULT.faint() : AttributedStyle.DEFAULT;
    }

    /** One line of it, with a question mark for each sign the terminal does not have. */
    String shown(String text) {
        var line = Cell.line(text);
        return unicode ? line : line.codePoints().mapToObj(c -> c < 128 ? Character.toString(c) : "?")
                .collect(Collectors.joining());
    }

    String ellipsis() {
        return unicode ? "…" : "..";
    }
}
