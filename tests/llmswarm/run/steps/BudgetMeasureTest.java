package llmswarm.run.steps;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;

import llmswarm.config.Budget;
import llmswarm.model.Usage;
import llmswarm.run.state.SpendingTotals.Toll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BudgetMeasureTest {
    private static final Budget DOLLARS = new Budget(OptionalDouble.of(5), OptionalLong.empty(), OptionalLong.empty()),
            TOKENS = new Budget(OptionalDouble.empty(), OptionalLong.of(1000), OptionalLong.empty()),
            CALLS = new Budget(OptionalDouble.empty(), OptionalLong.empty(), OptionalLong.of(3)),
            BOTH = new Budget(OptionalDouble.of(5), OptionalLong.of(1000), OptionalLong.empty()),
            ENDLESS = new Budget(OptionalDouble.of(Double.POSITIVE_INFINITY), OptionalLong.of(Long.MAX_VALUE),
            OptionalLong.empty());

    private static Toll toll(double dollars, long tokens, long calls) {
        return Toll.of(new Usage(tokens, 0, 0), dollars, calls);
    }

    static Stream<Arguments> requests() {
        var none = Toll.NONE;
        return Stream.of(
                Arguments.of(Budget.NONE, toll(1e9, 1 << 30, 1 << 30), none, toll(1e9, 1 << 30, 1), "fits"),
                Arguments.of(ENDLESS, toll(1e9, 1 << 30, 1 << 30), none, toll(1e9, 1 << 30, 1), "fits"),
                Arguments.of(DOLLARS, none, none, toll(5, 10, 1), "fits"),
                Arguments.of(DOLLARS, toll(4.7, 10, 1), toll(0.1, 1, 1), toll(0.2, 10, 1), "fits"),
                Arguments.of(DOLLARS, none, none, toll(5.01, 10, 1), "refused: $0 of $5.00 are spent, and it may take $5.01, --budget 10.02"),
                Arguments.of(DOLLARS, toll(4.91, 10, 1), none, toll(0.36, 10, 1),
                        "refused: $4.91 of $5.00 are spent, and it may take $0.3600, --budget 10.00"),
                Arguments.of(DOLLARS, toll(2, 10, 1), toll(2, 10, 1), toll(2, 10, 1), "waits"),
                Arguments.of(DOLLARS, toll(4, 10, 1), toll(0.5, 10, 1), toll(2, 10, 1),
                        "refused: $4.00 of $5.00 are spent, and it may take $2.00, --budget 10.00"),
                Arguments.of(DOLLARS, toll(4.99, 10, 1), none, toll(-1, 10_000_000, 1), "fits"),
                Arguments.of(TOKENS, toll(99, 900, 1), none, toll(99, 100, 1), "fits"),
                Arguments.of(TOKENS, toll(0, 900, 1), none, toll(0, 101, 1),
                        "refused: 900 of 1,000 tokens are spent, and it may take 101 tokens, --max-tokens 2000"),
                Arguments.of(CALLS, toll(0, 0, 2), toll(0, 0, 1), toll(0, 0, 1), "waits"),
                Arguments.of(CALLS, toll(0, 0, 3), none, toll(0, 0, 1), "refused: 3 of 3 calls are spent, --max-calls 6"),
                // what passes by itself does not hide what does not
                Arguments.of(BOTH, toll(4, 1000, 1), toll(0.9, 0, 1), toll(0.5, 1, 1),
                        "refused: 1,000 of 1,000 tokens are spent, and it may take 1 tokens, --max-tokens 2000"));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void aRequestFitsWaitsOrIsRefused(Budget budget, Toll spent, Toll open, Toll wanted, String expected) {
        assertEquals(expected, BudgetMeasure.of(budget, spent, open, wanted).map(missing -> missing.passes() ? "waits"
                : "refused: %s, %s".formatted(missing.told("it"), missing.remedy())).orElse("fits"));
    }
}
