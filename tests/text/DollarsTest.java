package text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.DoubleStream;

import org.junit.jupiter.api.Test;

class DollarsTest {
    @Test
    void moneyIsNeverRoundedToNothing() {
        assertEquals(List.of("$0", "<$0.0001", "$0.0012", "$0.9999", "$1.00", "$1,234.50"),
                DoubleStream.of(0, 0.00001, 0.0012, 0.9999, 0.99996, 1234.5).mapToObj(Dollars::told).toList());
    }
}
