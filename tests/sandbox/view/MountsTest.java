package sandbox.view;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;

class MountsTest {
    private static final List<String> LINES = """
            22 27 0:21 / /proc rw,relatime - proc proc rw
            27 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
            30 27 0:30 / /data\\040one rw,nosuid,nodev - ext4 /dev/vdb rw
            31 30 0:31 / /data\\040one/inner rw - tmpfs tmpfs rw
            32 27 0:32 / /old/inner rw - tmpfs tmpfs rw
            33 27 0:33 / /old rw - tmpfs tmpfs rw
            34 33 0:34 / /old ro,noexec - tmpfs tmpfs rw
            """.lines().toList();

    @Test
    void whatAnotherMountCoversCannotBeReached() {
        assertEquals(List.of(22, 27, 30, 31, 34), Mounts.of(LINES).all().stream().map(Mounts.Mount::id).toList());
    }

    @Test
    void aPathLiesOnTheDeepestMount() {
        var mounts = Mounts.of(LINES);
        assertEquals(Mounts.NO_SUID | Mounts.NO_DEVICES, mounts.of(Path.of("/data one/x")).flags());
        assertEquals(0, mounts.of(Path.of("/data")).flags());
        assertEquals(Mounts.READ_ONLY | Mounts.NO_PROGRAMS, mounts.of(Path.of("/old/x")).flags());
    }

    @Test
    void whatLiesBelowAFolderIsListedParentsFirst() {
        assertEquals(List.of(Path.of("/data one"), Path.of("/data one/inner"), Path.of("/old"), Path.of("/proc")),
                Mounts.of(LINES).below(Path.of("/")).stream().map(Mounts.Mount::at).toList());
        assertEquals(List.of(Path.of("/data one/inner")),
                Mounts.of(LINES).below(Path.of("/data one")).stream().map(Mounts.Mount::at).toList());
    }
}
