package llmswarm.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import llmswarm.config.stack.PackProgram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sandbox.Sandbox;
import sandbox.Walls;

/** Programs of the machine the tests run on, and some that only say they are there. */
class ProgramsTest {
    @TempDir
    Path temp;

    private static PackProgram program(String name, String... version) {
        return new PackProgram(name, version.length == 0 ? List.of(name, "--version") : List.of(version));
    }

    private static List<String> found(Programs programs, Sandbox sandbox, PackProgram... candidates)
            throws InterruptedException {
        return programs.found(Arrays.asList(candidates), sandbox).stream().map(Programs.Installed::text).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare", "off"})
    void programsThatAreThereAreFoundWithTheirVersions(String name) throws Exception {
        var found = found(new Programs(), Walls.here(name), program("python3"), program("no-such-tool"),
                program("git"), program("sh", "sh", "-c", ":"));
        assertEquals(3, found.size(), found::toString);
        assertTrue(found.get(0).matches("python3 3(\\.\\d+)+"), found::toString);
        assertTrue(found.get(1).matches("git 2(\\.\\d+)+"), found::toString);
        assertEquals("sh", found.get(2));
    }

    @Test
    void soAreThoseOfAllFoldersOnTheUsersPath() throws Exception {
        var found = found(new Programs(), Walls.here("bubblewrap", System.getenv()), program("python3"));
        assertTrue(found.getFirst().matches("python3 3(\\.\\d+)+"), found::toString);
    }

    @Test
    void aNameThatOnlySaysWhatToInstallIsNoProgramAndOneWithoutAVersionIsListedByName() throws Exception {
        var bin = temp.resolve("bin");
        Walls.script(bin.resolve("shim"),
                "#!/bin/sh\necho 'shim 3.1: command not found, but can be installed with apt' >&2\nexit 127\n");
        Walls.script(bin.resolve("silent"), "#!/bin/sh\n");
        Walls.script(bin.resolve("wordy"), "#!/bin/sh\necho wordy, the newest one\n");
        Walls.script(bin.resolve("odd's"), "#!/bin/sh\necho \"$1\"\n");
        var sandbox = Walls.here("off", Walls.with(Map.of("PATH", bin + ":/usr/bin:/bin")));
        assertEquals(List.of("silent", "wordy", "odd's 4.5"),
                found(new Programs(), sandbox, program("shim"), program("silent"), program("wordy"),
                program("odd's", "odd's", "it's 4.5 $(exit 3)")));
    }

    @Test
    void oneThatHangsIsFoundByNameAndKeepsNoOtherFromBeingFound() throws Exception {
        Walls.script(temp.resolve("hangs"), "#!/bin/sh\nsleep 60\n");
        var sandbox = Walls.here("off", Walls.with(Map.of("PATH", temp + ":" + System.getenv("PATH"))));
        var start = System.nanoTime();
        var found = found(new Programs(), sandbox, program("hangs"), program("git"));
        assertEquals("hangs", found.getFirst());
        assertTrue(found.getLast().matches("git 2(\\.\\d+)+"), found::toString);
        assertTrue((System.nanoTime() - start) / 1e9 < 20);
    }

    @Test
    void eachIsAskedOnceAndAgainWhenItsFileHasChangedAndNeverWhenItIsGone() throws Exception {
        var programs = new Programs();
        var tool = Walls.script(temp.resolve("bin/tool"),
                "#!/bin/sh\necho . >> '%s'\necho 1.$(grep -c . '%1$s')\n".formatted(temp.resolve("asked")));
        var sandbox = Walls.here("off", Walls.with(Map.of("PATH", temp.resolve("bin") + ":/usr/bin:/bin")));
        assertEquals(List.of("tool 1.1"), found(programs, sandbox, program("tool")));
        assertEquals(List.of("tool 1.1", "tool 1.1"),
                found(programs, sandbox, program("other"), program("tool"), program("tool")));
        Files.setLastModifiedTime(tool, FileTime.from(Instant.EPOCH));
        assertEquals(List.of("tool 1.2"), found(programs, sandbox, program("tool")));
        Files.delete(tool);
        assertEquals(List.of(), found(programs, sandbox, program("tool")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            gcc     | gcc (Debian 12.2.0-14+deb12u1) 12.2.0                        | 12.2.0
            java    | openjdk version "25" 2025-09-16                              | 25
            go      | go version go1.19.8 linux/amd64                              | 1.19.8
            perl    | This is perl 5, version 36, subversion 0 (v5.36.0) built for | 5.36.0
            prove   | TAP::Harness v3.44 and Perl v5.36.0                          | 3.44
            valgrind | valgrind-3.19.0                                             | 3.19.0
            mix     | Erlang/OTP 25 [erts-13.1.5] [64-bit];Mix 1.14.0 (with OTP 25) | 1.14.0
            shellcheck | ShellCheck - script analysis tool;version: 0.9.0          | 0.9.0
            zip     | Copyright (c) 1990-2008 Info-ZIP;This is Zip 3.0 (July 5th)  | 3.0
            erl     | 25                                                           | 25
            x86     | built for x86_64 only                                        | ''
            none    | no number here                                               | ''
            """)
    void theVersionIsAShortNumber(String name, String output, String version) {
        assertEquals(version, Programs.version(name, output.replace(';', '\n')));
    }
}
