package llmswarm.cli.findings;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.json.JsonMapper;
import llmswarm.cli.screen.Cell;
import llmswarm.cli.screen.Outlet;

/**
 * One thing that was looked at.
 *
 * @param text what was found; where it is not well, with the remedy
 */
public record Finding(State state, String name, String text) {
    private static final int SIGN = 3;

    /** How it stands. */
    public enum State {
        OK("ok"), /** Missing, but a run is possible without it. */ ABSENT("--"), /** A run needs it,
                a replay does not. */ NEEDED("!!"), /** Nothing is possible without it. */ VITAL("!!");

        private final String sign;

        State(String sign) {
            this.sign = sign;
        }
    }

    /** Lines of at most the width: the names in a column, or above their texts where that would be narrow. */
    public static List<String> lines(List<Finding> findings, int width) {
        int indent = SIGN + 1 + findings.stream().mapToInt(f -> Cell.width(f.name)).max().orElse(0);
        return findings.stream().flatMap(f -> {
            var head = f.state.sign + " " + f.name;
            if (indent <= width / 3) return Cell.labelled(head, indent, Cell.joined(f.text), width).stream();
            return Stream.concat(Stream.of(head), Cell.labelled("", SIGN, Cell.joined(f.text), width).stream());
        }).toList();
    }

    /** The same as it may be printed there; a secret that is folded first would not be known again. */
    public Finding at(Outlet out) {
        return new Finding(state, name, out.visible(text).text());
    }

    /** As an object of those. */
    public static String json(List<Finding> findings) {
        var object = new JsonMapper().createObjectNode().put("possible", isRunPossible(findings))
                .put("replay", isReplayPossible(findings));
        findings.forEach(f -> object.withArray("findings").addObject().put("state", f.state.name().toLowerCase(Locale.ROOT))
                .put("name", f.name).put("text", f.text));
        return object.toString();
    }

    public static boolean isRunPossible(List<Finding> findings) {
        return findings.stream().noneMatch(f -> f.state == State.NEEDED) && isReplayPossible(findings);
    }

    public static boolean isReplayPossible(List<Finding> findings) {
        return findings.stream().noneMatch(f -> f.state == State.VITAL);
    }
}
