package llmswarm.files;

import java.util.List;
import java.util.Optional;

/** The thinking that some models put before their answer. */
final class Reasoning {
    private static final List<String> NAMES = List.of("think", "thinking", "reasoning", "thought");

    private Reasoning() {
    }

    /** The text behind it; empty when the text ends before the thinking does. */
    static Optional<String> removed(String text) {
        var start = text.stripLeading();
        for (var name : NAMES) {
            var closing = "</" + name + ">";
            int end = start.indexOf(closing);
            if (start.startsWith("<" + name + ">")) {
                return end < 0 ? Optional.empty() : removed(start.substring(end + closing.length()));
            }
            // Some servers swallow the opening tag; what comes before the first fence cannot be a file.
            int fence = start.indexOf("```");
            if (end >= 0 && (fence < 0 || end < fence)) return Optional.of(start.substring(end + closing.length()));
        }
        return Optional.of(text);
    }
}
