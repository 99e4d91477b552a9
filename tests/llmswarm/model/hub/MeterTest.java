package llmswarm.model.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import llmswarm.guard.SafePath;
import org.junit.jupiter.api.Test;

class MeterTest {
    private static final long SECOND = 1_000_000_000;

    private final List<Progress> told = new ArrayList<>();
    private long now;
    private final Meter meter = new Meter(2, 10_000, told::add, () -> now);

    private static HubFile file(String name, long size) throws Exception {
        return new HubFile(SafePath.of(name, List.of()), size, Optional.empty());
    }

    @Test
    void theRateCountsOnlyWhatArrivedAndTellsTheTimeLeft() throws Exception {
        meter.begin(file("a", 4000), 4000);
        meter.begin(file("b", 6000), 1000);
        for (int second = 1; second <= 4; second++) {
            now = second * SECOND;
            meter.at(1000 + second * 500, 500);
        }
        assertEquals(new Progress("b", 2, 2, 7000, 10_000, 500, Optional.of(Duration.ofSeconds(6))), told.getLast());
    }

    @Test
    void aPauseIsForgottenAfterTenSeconds() throws Exception {
        meter.begin(file("a", 10_000), 0);
        for (int second = 60; second <= 80; second++) {
            now = second * SECOND;
            meter.at((second - 59) * 100, 100);
        }
        assertEquals(100, told.getLast().perSecond(), 0.01);
    }

    @Test
    void itTellsFiveTimesASecondAtMostAndAlwaysAtTheEnd() throws Exception {
        meter.begin(file("a", 10_000), 0);
        for (int i = 1; i <= 1000; i++) {
            now = i * SECOND / 1000;
            meter.at(i * 10, 10);
        }
        assertEquals(6, told.size());
        meter.end();
        assertEquals(7, told.size());
        assertEquals(100, told.getLast().percent());
    }

    @Test
    void aRateIsToldOnlyWhenThereIsOne() throws Exception {
        meter.begin(file("a", 10_000), 0);
        assertEquals(new Progress("a", 1, 2, 0, 10_000, 0, Optional.empty()), told.getLast());
    }
}
