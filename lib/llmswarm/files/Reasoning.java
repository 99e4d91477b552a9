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
        var rest = Optional.of(text);
        for (var before = Optional.<String>empty(); rest.isPresent() && !rest.equals(before); ) {
            before = rest;
            rest = without(rest.get());
        }
        return rest;
    }

    private static Optional<String> without(String text) {
        var start = text.stripLeading();
        // Some servers swallow the opening tag; what comes before the first fence cannot be a file.
        int fence = start.indexOf("```");
        for (var name : NAMES) {
            var closing = "</" + name + ">";
            int end = start.indexOf(closing);
            if (start.startsWith("<" + name + ">") && end < 0) return Optional.empty();
            if (end >= 0 && (start.startsWith("<" + name + ">") || fence < 0 || end < fence)) {
                return Optional.of(start.substring(end + closing.length()));
            }
        }
        return Optional.of(text);
    }
}
