package llmswarm.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import llmswarm.config.ModelSpec.Price;
import org.junit.jupiter.api.Test;

/** What a server counts is believed only as far as it can be. */
class UsageTest {
    @Test
    void noMoreIsCachedThanThePromptHasAndNoMoreThoughtThanWasAnswered() {
        assertEquals(new Usage(100, 100, 20, 20), Usage.counted(100, 1_000_000, 20, 1_000_000));
        assertEquals(new Usage(100, 0, 20, 0), Usage.counted(100, -5, 20, -5));
        assertEquals(0.0001, Usage.counted(100, 1_000_000, 0, 0).cost(new Price(10, 1, 30)), 1e-12);
        assertEquals(Usage.NONE, Usage.counted(-1, 0, 20, 0));
    }
}
