package llmswarm.cli;

import java.util.OptionalDouble;
import java.util.OptionalLong;

import llmswarm.config.Budget;
import llmswarm.guard.Stop;
import picocli.CommandLine.Option;

/** Flags that say what calls of models may take; a resume counts what the run took before. */
public final class BudgetFlags {
    private static final String NONE = "none";

    @Option(names = "--budget", paramLabel = "DOLLARS",
            description = "US dollars that the run may spend in all, or none for no bound. Default: as budget.yaml says.")
    private String dollars;

    @Option(names = "--max-tokens", paramLabel = "N",
            description = "Tokens of prompts and answers that the run may take in all, or none.")
    private String tokens;

    @Option(names = "--max-calls", paramLabel = "N", description = "Requests to models that the run may send in all, or none.")
    private String calls;

    Budget budget() {
        return new Budget(dollars == null ? OptionalDouble.empty() : OptionalDouble.of(dollars(dollars)),
                whole("--max-tokens", tokens), whole("--max-calls", calls));
    }

    private static double dollars(String text) {
        if (text.equals(NONE)) return Double.POSITIVE_INFINITY;
        if (!text.matches("\\$?\\d{1,7}(\\.\\d{1,6})?")) {
            throw Stop.usage("--budget takes US dollars, such as 2.50, or none, not '%s'".formatted(text));
        }
        return Double.parseDouble(text.replace("$", ""));
    }

    private static OptionalLong whole(String flag, String text) {
        if (text == null) return OptionalLong.empty();
        if (text.equals(NONE)) return OptionalLong.of(Long.MAX_VALUE);
        var number = text.replaceAll("[,_]", "");
        if (number.matches("\\d{1,12}")) return OptionalLong.of(Long.parseLong(number));
        throw Stop.usage("%s takes a whole number, such as 500000, or none, not '%s'".formatted(flag, text));
    }
}
