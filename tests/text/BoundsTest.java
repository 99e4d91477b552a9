package text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import sandbox.process.Limits;
import sandbox.process.MachineMemory;

class BoundsTest {
    @Test
    void aTimeIsWrittenAsPeopleDo() {
        assertEquals("5 min", Bounds.text(Duration.ofMinutes(5)));
        assertEquals("90.0 s", Bounds.text(Duration.ofSeconds(90)));
        assertEquals("0.4 s", Bounds.text(Duration.ofMillis(400)));
    }

    @Test
    void anAmountIsWrittenInTheUnitThatFits() {
        assertEquals("5 MB", Bounds.size(5L << 20));
        assertEquals("1536 MB", Bounds.size(1536L << 20));
        assertEquals("2 GB", Bounds.size(2L << 30));
        assertEquals("11.5 GB", Bounds.size(23L << 29));
    }

    @Test
    void theDefaultLeavesHalfOfTheMachinesMemoryToOthers() {
        var limits = Limits.DEFAULT;
        assertEquals(true, limits.memoryBytes() <= MachineMemory.total() / 2 && limits.memoryBytes() <= 4L << 30);
        assertEquals(new Limits(Duration.ofSeconds(1), limits.outputBytes(), limits.printedBytes(),
                limits.memoryBytes(),
                limits.processes(), limits.diskBytes(), limits.files()), limits.within(Duration.ofSeconds(1)));
    }
}
