package llmswarm.check;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import llmswarm.guard.Stop;
import llmswarm.prompt.Literal;

/** Puts values into the words of commands: for {@code {{name}}} the value of that name, and nothing else. */
public final class VariableWords {
    private static final Pattern VARIABLE = Pattern.compile("\\{\\{\\s*([^{}\\s]+)\\s*\\}\\}");

    private VariableWords() {
    }

    /**
     * The words with their variables replaced; a {@link Stop} names a variable that is not known.
     *
     * @param what whose command it is, as the beginning of a sentence
     */
    public static List<String> filled(String what, List<String> words, Map<String, String> variables) {
        return words.stream().map(word -> VARIABLE.matcher(word).replaceAll(found -> {
            var value = Literal.of(variables, found.group(1));
            if (value == null) {
                throw Stop.usage("%s: unknown variable '%s' in '%s'.".formatted(what, found.group(1), word));
            }
            return Matcher.quoteReplacement(value);
        })).toList();
    }
}
