package llmswarm.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BoundsTest {
    @TempDir
    Path folder;

    @Test
    void eachExcessHasItsSentence() {
        var bounds = new Bounds(10, 5L << 20, folder, 0);
        assertEquals(Optional.empty(), bounds.excess(new ProcessTree.Load(10, 5L << 20)));
        assertEquals(Optional.of("it started more than 10 processes"), bounds.excess(new ProcessTree.Load(11, 0)));
        assertEquals(Optional.of("it took more than 5 MB of memory"), bounds.excess(new ProcessTree.Load(1, 6L << 20)));
        assertEquals(Optional.of("it left less than 8796093022207 MB of the disk"),
                new Bounds(10, 10, folder, Long.MAX_VALUE).excess(new ProcessTree.Load(1, 1)));
    }

    @Test
    void whatThisProgramTakesIsSeen() {
        var load = new ProcessTree(ProcessHandle.current().parent().orElseThrow(), Optional.empty()).look();
        assertEquals(true, load.processes() >= 1 && load.bytes() > 10 << 20, load.toString());
    }

    @Test
    void aTimeIsWrittenAsPeopleDo() {
        assertEquals("5 min", Bounds.text(Duration.ofMinutes(5)));
        assertEquals("90.0 s", Bounds.text(Duration.ofSeconds(90)));
        assertEquals("0.4 s", Bounds.text(Duration.ofMillis(400)));
    }
}
