package sandbox.syscalls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import sandbox.Walls;

/**
 * What the program of lib/sandbox/airlock makes of a list; that for the other architecture too, where there is a qemu
 * for it.
 */
class StartupCallsTest {
    @TempDir
    Path temp;

    private record Ended(int exit, String said) {
    }

    @ParameterizedTest
    @EnumSource
    void theCallsAreMadeInTheirOrderAndThenTheCommandStarts(Architecture architecture) throws Exception {
        var calls = new StartupCalls();
        calls.make(temp + "/a folder", true);
        calls.make(temp + "/a folder/file", false);
        calls.write("write a text", temp + "/a folder/file", "a text");
        calls.enter("go there", temp + "/a folder");
        var ended = run(architecture, calls, "/bin/sh", "sh", "-c", "echo $(cat file) \"$@\"; exit 7", "sh", "b c");
        assertEquals(new Ended(7, "a text b c\n"), ended);
    }

    @ParameterizedTest
    @EnumSource
    void aRefusalThatMattersIsSaidAndEndsIt(Architecture architecture) throws Exception {
        var calls = new StartupCalls();
        calls.enter("", temp + "/absent");
        calls.enter("go there", temp + "/absent");
        assertRefused("go there", run(architecture, calls, "/bin/echo", "echo"));
        assertRefused("start /absent", run(architecture, new StartupCalls(), "/absent", "absent"));
    }

    @ParameterizedTest
    @EnumSource
    void anAbsentListIsSaid(Architecture architecture) throws Exception {
        assertRefused("read what to do", run(architecture, temp.resolve("absent"), "/bin/echo", "echo"));
    }

    @ParameterizedTest
    @EnumSource
    void afterAForkItEndsAsTheOneThatGoesOn(Architecture architecture) throws Exception {
        var calls = new StartupCalls();
        calls.call("fork", KernelCall.CLONE, 17);
        assertEquals(new Ended(77, "said\n"), run(architecture, calls, "/bin/sh", "sh", "-c", "echo said; exit 77"));
        assertEquals(128 + 15, run(architecture, calls, "/bin/sh", "sh", "-c", "kill -15 $$").exit);
    }

    @ParameterizedTest
    @EnumSource
    void aScriptThatDoesNotSayWhatRunsItIsRunByTheShell(Architecture architecture) throws Exception {
        var script = Walls.script(temp.resolve("script"), "echo \"$0\" \"$@\"\n").toString();
        assertEquals(new Ended(0, script + " a b c\n"),
                run(architecture, new StartupCalls(), script, "script", "a b", "c"));
    }

    @ParameterizedTest
    @CsvSource({"X86_64, x86-64.s, x86_64-linux-gnu-", "AARCH64, aarch64.s, aarch64-linux-gnu-"})
    void theProgramIsWhatItsSourceSays(Architecture architecture, String source, String tools) throws Exception {
        var object = temp.resolve("object").toString();
        assumeTrue(exit(tools + "as", "--version") == 0 && exit(tools + "objcopy", "--version") == 0,
                "skipped: there is no " + tools + "as");
        assertEquals(0, exit(tools + "as", "-o", object,
                Path.of("lib/sandbox/airlock", source).toAbsolutePath().toString()));
        assertEquals(0, exit(tools + "objcopy", "-O", "binary", "-j", ".text", object,
                temp.resolve("code").toString()));
        assertArrayEquals(Files.readAllBytes(temp.resolve("code")), architecture.code);
    }

    private static int exit(String... words) throws InterruptedException {
        try {
            return new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start().waitFor();
        } catch (IOException absent) {
            return -1;
        }
    }

    private static void assertRefused(String aim, Ended ended) {
        assertEquals(new Ended(125, "sandbox: could not %s: error 02\n".formatted(aim)), ended);
    }

    private Ended run(Architecture architecture, StartupCalls calls, String... words) throws Exception {
        return run(architecture, Files.write(temp.resolve("list"), calls.bytes(architecture)), words);
    }

    private Ended run(Architecture architecture, Path list, String... words) throws Exception {
        var all = new ArrayList<String>();
        if (!Architecture.here().equals(Optional.of(architecture))) {
            all.add("qemu-" + architecture.name().toLowerCase(Locale.ROOT));
        }
        var program = Files.write(temp.resolve("program"), architecture.code);
        program.toFile().setExecutable(true);
        all.addAll(List.of(program.toString(), list.toString()));
        all.addAll(List.of(words));
        try {
            var process = new ProcessBuilder(all).redirectErrorStream(true).start();
            var said = new String(process.getInputStream().readAllBytes());
            return new Ended(process.waitFor(), said);
        } catch (IOException absent) {
            assumeTrue(false, "skipped: there is no " + all.getFirst());
            throw absent;
        }
    }
}
