package llmswarm.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;

import org.junit.jupiter.api.Test;

class FaultTextTest {
    @Test
    void lengthsAreSaidAsPeopleSayThem() {
        assertEquals("0 s", FaultText.length(Duration.ZERO));
        assertEquals("0.1 s", FaultText.length(Duration.ofNanos(1)));
        assertEquals("0.5 s", FaultText.length(Duration.ofMillis(500)));
        assertEquals("2 s", FaultText.length(Duration.ofSeconds(2)));
        assertEquals("14 s", FaultText.length(Duration.ofMillis(13_200)));
        assertEquals("5 min", FaultText.length(Duration.ofMinutes(5)));
        assertEquals("24 h", FaultText.length(Duration.ofDays(1)));
    }
}
