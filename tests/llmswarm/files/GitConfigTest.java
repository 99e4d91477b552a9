package llmswarm.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.util.Optional;

import org.junit.jupiter.api.Test;

/** How long it takes to look through a repository's own settings, by the processor's time of this thread. */
class GitConfigTest extends GitFixture {
    private static final int SHORT = 32 << 10, TIMES = 8, MOST = 40;
    private static final long LEAST = 10_000_000;

    private long time(int lines) throws IOException {
        var config = folder.resolve(".git/config");
        Files.writeString(config, Files.readString(config).replaceFirst("(?s)\\[x\\].*", "") + "[x]\n\ty = \""
                + "\\n".repeat(lines) + "\"\n");
        var git = new Git(folder, environment);
        var clock = ManagementFactory.getThreadMXBean();
        long begun = clock.getCurrentThreadCpuTime();
        assertEquals(Optional.empty(), GitConfig.dangerous(git, folder));
        return clock.getCurrentThreadCpuTime() - begun;
    }

    @Test
    void aLongSettingIsReadInATimeThatGrowsWithItsLength() throws IOException {
        GitHistory.open(folder, environment);
        long once = time(SHORT);
        long often = time(TIMES * SHORT);
        assertTrue(often <= MOST * Math.max(once, LEAST), () -> "%d times slower".formatted(often / once));
    }
}
