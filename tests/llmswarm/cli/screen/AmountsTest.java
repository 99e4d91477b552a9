package llmswarm.cli.screen;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

class AmountsTest {
    @Test
    void secondsGrowIntoMinutesAndHours() {
        assertEquals(List.of("0.0 s", "12.3 s", "59.9 s", "1 min 00 s", "2 min 05 s", "1 h 00 min", "27 h 46 min"),
                DoubleStream.of(0, 12.34, 59.94, 59.96, 125.2, 3600, 99999).mapToObj(Amounts::seconds).toList());
        assertEquals(List.of("12.3s", "1m00s", "2m05s", "1h00m", "27h46m"),
                DoubleStream.of(12.34, 59.96, 125.2, 3600, 99999).mapToObj(Amounts::shortSeconds).toList());
        assertEquals(List.of("0s", "59s", "1m00s", "1h00m"),
                DoubleStream.of(0.9, 59.99, 60.9, 3600).mapToObj(Amounts::clock).toList());
    }

    @Test
    void tokensAreGroupedOrShortened() {
        assertEquals(List.of("0", "1,204", "1,234,567"),
                LongStream.of(0, 1204, 1_234_567).mapToObj(Amounts::tokens).toList());
        assertEquals(List.of("9,999", "10.0k", "999.9k", "1.0M", "12.3M"),
                LongStream.of(9999, 10_000, 999_949, 999_951, 12_345_678).mapToObj(Amounts::shortTokens).toList());
    }
}
