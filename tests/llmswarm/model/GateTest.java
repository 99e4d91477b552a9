package llmswarm.model;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;

import org.junit.jupiter.api.Test;

class GateTest {
    private static final Duration APART = Duration.ofMillis(300);

    @Test
    void theCallRightAfterAnAnswerThatAsksForASpaceKeepsIt() throws InterruptedException {
        var gate = new Gate(Duration.ofSeconds(1), () -> false);
        gate.pass();
        var answered = System.nanoTime();
        gate.space(APART);
        gate.pass();
        assertTrue(System.nanoTime() - answered >= APART.toNanos());
        gate.pass();
        assertTrue(System.nanoTime() - answered >= 2 * APART.toNanos());
    }
}
