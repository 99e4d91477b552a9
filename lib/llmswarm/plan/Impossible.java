package llmswarm.plan;

import java.util.Optional;
import java.util.regex.Pattern;

import answers.Thinking;
import text.Printable;

/** The word with which an agent says that its task cannot be done as planned. */
public final class Impossible {
    private static final Pattern WORD = Pattern.compile("(?m)^[^\\w\\n]{0,10}IMPOSSIBLE[^\\w\\n]{1,10}(\\S.*)$");
    private static final int LONGEST_REASON = 500;

    private Impossible() {
    }

    /**
     * The reason behind the word, printable and of at most 500 characters; empty where an answer does not hold the
     * word, or only in its thinking, in which models go through the rules.
     */
    public static Optional<String> reason(String answer) {
        var said = WORD.matcher(Thinking.removed(answer).orElse(""));
        return said.find() ? Optional.of(shortened(Printable.shown(said.group(1)).strip())) : Optional.empty();
    }

    private static String shortened(String reason) {
        return reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) + "..." : reason;
    }
}
