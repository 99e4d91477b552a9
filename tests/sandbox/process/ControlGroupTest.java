package sandbox.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sandbox.Sandboxes;
import sandbox.Walls;

class ControlGroupTest {
    @TempDir
    Path folder;

    @BeforeEach
    void here() {
        assumeTrue(Sandboxes.haveControlGroups(), "skipped: this user may make no control group");
    }

    @ParameterizedTest
    @ValueSource(strings = {"unshare", "off"})
    void aCommandIsInAGroupOfItsOwnThatIsGoneAfterwards(String name) throws Exception {
        var groups = Walls.sh(Walls.here(name), folder, "cat /proc/self/cgroup").tail().lines()
                .map(line -> line.replaceFirst(".*/", ""))
                .filter(group -> group.startsWith("swarm-check-" + ProcessHandle.current().pid() + "-")).toList();
        assertEquals(1, groups.size());
        assertFalse(Files.exists(ControlGroup.parent().orElseThrow().resolve(groups.getFirst())));
    }

    @Test
    void theKernelItselfRefusesMoreProcesses() throws Exception {
        var most = Limits.DEFAULT;
        var limits = new Limits(most.time(), most.outputBytes(), most.printedBytes(), most.memoryBytes(), 5,
                most.diskBytes(), most.files());
        try (var group = ControlGroup.make(limits).orElseThrow()) {
            var words = new ArrayList<>(group.words());
            words.addAll(List.of("sh", "-c", "i=0; while [ $i -lt 30 ]; do sleep 20 & i=$((i+1)); done; wait"));
            var process = new ProcessBuilder(words).redirectErrorStream(true).start();
            try {
                assertTrue(process.inputReader().readLine().contains("fork"));
            } finally {
                process.waitFor();
                for (var pid : Files.readAllLines(Path.of(group.words().getLast()))) {
                    ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
                }
            }
        }
    }

    @Test
    void whatAKilledProgramLeftIsRemoved() throws Exception {
        var abandoned = Files.createDirectory(ControlGroup.parent().orElseThrow().resolve("swarm-check-4194305-test"));
        ControlGroup.make(Limits.DEFAULT).orElseThrow().close();
        assertFalse(Files.exists(abandoned));
    }
}
