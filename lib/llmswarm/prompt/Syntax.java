package llmswarm.prompt;

import com.google.re2j.Pattern;

/** The engine's messages about broken templates, said to the person who wrote one. */
final class Syntax {
    private static final Pattern CLOSES = Pattern.compile("Mismatched start/end tags: (.*) != (.*) in .*");
    private static final Pattern OPEN = Pattern.compile("Failed to close '(.*)' tag.*");

    private Syntax() {
    }

    static String sentence(String message) {
        var told = message == null ? "" : message.replaceFirst(" @\\[.*]$", "");
        var closes = CLOSES.matcher(told);
        if (closes.matches()) {
            return closes.group(1).equals("null")
                    ? "{{/%s}} closes a section that is not open.".formatted(closes.group(2))
                : "{{/%s}} stands where {{/%s}} is due.".formatted(closes.group(2), closes.group(1));
        }
        var open = OPEN.matcher(told);
        if (open.matches()) return "the section {{#%s}} is never closed.".formatted(open.group(1));
        if (told.startsWith("Improperly closed variable")) return "a {{ is never closed.";
        if (told.startsWith("Empty mustache")) return "{{}} names nothing.";
        if (told.startsWith("Invalid delimiter string")) return "delimiters are set as in {{=<% %>=}}.";
        if (told.startsWith("Maximum partial recursion")) return "a partial includes itself without end.";
        return "this is not valid Mustache: %s.".formatted(told);
    }
}
