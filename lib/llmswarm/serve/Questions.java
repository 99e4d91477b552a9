package llmswarm.serve;

import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import llmswarm.run.journal.Entry;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.QuestionId;

/** Questions as JSON, with the choices that a terminal shows below "What now?". */
final class Questions {
    private static final String CHOICES = "What now?\n", YES_OR_NO = "[y/N]";
    private static final Pattern CHOICE = Pattern.compile("  ([a-z]+)( [A-Z]+)? {2,}(\\S.*)");

    private Questions() {
    }

    /** Question of openapi.yaml, of a line that asks. */
    static ObjectNode json(Entry entry) {
        var asked = (Event.Asked) entry.event();
        var id = QuestionId.of(asked.id());
        var json = RunView.JSON.createObjectNode().put("seq", entry.seq()).put("id", asked.id()).put("kind", kind(id));
        if (id instanceof QuestionId.AboutTask about) json.put("task", about.task());
        json.put("question", asked.question()).put("assumed", asked.assumed()).put("at", entry.at().toString());
        choices(asked, json.putArray("choices"));
        return json;
    }

    private static String kind(QuestionId id) {
        return switch (id) {
            case QuestionId.Open _ -> "open";
            case QuestionId.AboutTask _ -> "task";
            case QuestionId.OfVariable _ -> "variable";
            case QuestionId.OfPlan _ -> "plan";
            case QuestionId.Consent(var text) -> text.startsWith("trust") ? "trust" : switch (text) {
                case "budget" -> "budget";
                case "programs" -> "programs";
                case "approve-setup" -> "setup";
                case "approve-checks" -> "checks";
                default -> "consent";
            };
        };
    }

    private static void choices(Event.Asked asked, ArrayNode choices) {
        if (asked.question().endsWith(YES_OR_NO)) {
            choice(choices, "y", "", "yes");
            choice(choices, "n", "", "no");
        }
        // Evidence stands before the choices, and may hold the same words.
        int at = asked.question().lastIndexOf(CHOICES);
        if (at < 0) return;
        asked.question().substring(at + CHOICES.length()).lines().map(CHOICE::matcher).filter(line -> line.matches())
                .forEach(line -> choice(choices, line.group(1), line.group(2) == null ? "" : line.group(2).strip(),
                line.group(3)));
    }

    private static void choice(ArrayNode choices, String word, String argument, String help) {
        choices.addObject().put("word", word).put("argument", argument).put("help", help);
    }
}
