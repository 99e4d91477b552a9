package sandbox.syscalls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SyscallFilterTest {
    private static final Pattern NUMBER = Pattern.compile("#define __NR(?:3264)?_(\\w+)\\s+(\\d+)\\b");

    /** Arguments are first to third; a call that is not in the table has its two numbers. */
    @ParameterizedTest
    @CsvSource(textBlock = """
            keyctl,      0,          0,          0,  NOT_PERMITTED
            keyctl,      11,         -3,         0,  NOT_PERMITTED
            ptrace,      0,          0,          0,  NOT_PERMITTED
            ptrace,      5,          1,          0,  NOT_PERMITTED
            ptrace,      16,         1,          0,  ALLOWED
            ptrace,      0x4204,     1,          1,  ALLOWED
            ptrace,      0x4205,     1,          1,  NOT_PERMITTED
            ptrace,      0x4206,     1,          0,  NOT_PERMITTED
            io_uring_setup, 1,       0,          0,  NOT_THERE
            clone3,      0,          88,         0,  NOT_THERE
            clone,       0x01200011, 0,          0,  ALLOWED
            clone,       0x003d0f00, 0,          0,  ALLOWED
            clone,       0x10000011, 0,          0,  NOT_PERMITTED
            clone,       0x00020011, 0,          0,  NOT_PERMITTED
            clone,       0x40000011, 0,          0,  NOT_PERMITTED
            unshare,     0x00000600, 0,          0,  ALLOWED
            unshare,     0x10000000, 0,          0,  NOT_PERMITTED
            unshare,     0x00000080, 0,          0,  NOT_PERMITTED
            ioctl,       0,          0x5401,     0,  ALLOWED
            ioctl,       0,          0x5412,     0,  NOT_PERMITTED
            ioctl,       0,          0x100005412, 0, NOT_PERMITTED
            ioctl,       0,          0x541C,     0,  NOT_PERMITTED
            ioctl,       0,          0x5423,     0,  NOT_PERMITTED
            ioctl,       0x5412,     0x541B,     0,  ALLOWED
            personality, 0,          0,          0,  ALLOWED
            personality, 0xFFFFFFFF, 0,          0,  ALLOWED
            personality, 0x40000,    0,          0,  ALLOWED
            personality, 8,          0,          0,  ALLOWED
            personality, 0x400000,   0,          0,  NOT_PERMITTED
            personality, 6,          0,          0,  NOT_PERMITTED
            socket,      1,          1,          0,  ALLOWED
            socket,      2,          2,          17, ALLOWED
            socket,      10,         0x80001,    0,  ALLOWED
            socket,      10,         1,          6,  ALLOWED
            socket,      2,          0x802,      1,  ALLOWED
            socket,      10,         2,          58, ALLOWED
            socket,      2,          2,          136, NO_SUCH_PROTOCOL
            socket,      10,         2,          136, NO_SUCH_PROTOCOL
            socket,      2,          1,          262, NO_SUCH_PROTOCOL
            socket,      2,          1,          132, NO_SUCH_PROTOCOL
            socket,      2,          5,          0,  NO_SUCH_PROTOCOL
            socket,      2,          6,          0,  NO_SUCH_PROTOCOL
            socket,      2,          0x80006,    33, NO_SUCH_PROTOCOL
            socket,      2,          2,          115, NO_SUCH_PROTOCOL
            socket,      2,          3,          1,  NO_SUCH_PROTOCOL
            socket,      2,          0,          0,  NO_SUCH_PROTOCOL
            socket,      1,          2,          0,  ALLOWED
            socket,      16,         3,          0,  ALLOWED
            socket,      16,         3,          15, NO_SUCH_PROTOCOL
            socket,      16,         3,          6,  NO_SUCH_PROTOCOL
            socket,      17,         3,          0,  NO_SUCH_FAMILY
            socket,      38,         5,          0,  NO_SUCH_FAMILY
            socket,      40,         1,          0,  NO_SUCH_FAMILY
            socket,      0x100000028, 1,         0,  NO_SUCH_FAMILY
            socketpair,  1,          1,          0,  ALLOWED
            socketpair,  1,          2,          0,  ALLOWED
            socketpair,  30,         1,          0,  NO_SUCH_FAMILY
            0 63,        0,          0,          1,  ALLOWED
            317 277,     1,          0,          0,  ALLOWED
            444 444,     0,          0,          0,  ALLOWED
            456 456,     0,          0,          0,  ALLOWED
            457 457,     0,          0,          0,  NOT_THERE
            547 547,     0,          0,          0,  NOT_THERE
            -1 -1,       0,          0,          0,  NOT_THERE
            """)
    void aCallIsRuledByItsNumberAndArguments(String call, String first, String second, String third, Ruling ruling) {
        isRuled(false, call, first, second, third, ruling);
    }

    private static void isRuled(boolean network, String call, String first, String second, String third,
            Ruling ruling) {
        for (var architecture : Architecture.values()) {
            int returned = new FilterMachine(architecture, network)
                    .returned(architecture.audit, number(call, architecture),
                    Long.decode(first), Long.decode(second), Long.decode(third));
            assertEquals(ruling, ruling(returned), architecture.toString());
        }
    }

    /** A pair of datagrams could be connected anew, to a program of this machine. */
    @ParameterizedTest
    @CsvSource(textBlock = """
            socket,      1,   1,       0,   NO_SUCH_FAMILY
            socket,      1,   0x80002, 0,   NO_SUCH_FAMILY
            socket,      1,   5,       0,   NO_SUCH_FAMILY
            socket,      0x100000001, 1, 0, NO_SUCH_FAMILY
            socketpair,  1,   0x80801, 0,   ALLOWED
            socketpair,  1,   5,       0,   ALLOWED
            socketpair,  1,   2,       0,   NO_SUCH_FAMILY
            socketpair,  1,   3,       0,   NO_SUCH_FAMILY
            socket,      2,   1,       6,   ALLOWED
            socket,      10,  0x80802, 0,   ALLOWED
            socket,      16,  3,       0,   ALLOWED
            socket,      2,   2,       136, NO_SUCH_PROTOCOL
            keyctl,      0,   0,       0,   NOT_PERMITTED
            0 63,        0,   0,       1,   ALLOWED
            """)
    void withTheMachinesNetworkOnlyAPairOfUnixSocketsIsToBeHad(String call, String first, String second, String third,
    Ruling ruling) {
        isRuled(true, call, first, second, third, ruling);
    }

    @ParameterizedTest
    @EnumSource
    void whatHasNoClauseIsRefusedWhateverItsArguments(Architecture architecture) {
        var machine = new FilterMachine(architecture, false);
        SyscallRules.all(false).stream().filter(call -> call.clauses().isEmpty()
                && call.number(architecture) != Syscall.NONE).forEach(call -> {
            assertEquals(call.otherwise(),
                    ruling(machine.returned(architecture.audit, call.number(architecture), 0, 0, 0)), call.name());
            assertEquals(call.otherwise(),
                    ruling(machine.returned(architecture.audit, call.number(architecture), 16, 16, 0)), call.name());
        });
    }

    @Test
    void allOtherCallsUpToTheNewestAreAllowed() {
        for (var architecture : Architecture.values()) {
            var machine = new FilterMachine(architecture, false);
            var listed = SyscallRules.all(false).stream().map(call -> call.number(architecture)).toList();
            for (int number = 0; number <= SyscallRules.NEWEST; number++) {
                if (listed.contains(number)) continue;
                assertEquals(Ruling.ALLOWED, ruling(machine.returned(architecture.audit, number, 40, 40, 40)), ""
                        + number);
            }
        }
    }

    /** AUDIT_ARCH_I386, AUDIT_ARCH_ARM and the other one of this program's two. */
    @Test
    void aProgramOfAForeignArchitectureIsEndedAtItsFirstCall() {
        for (int foreign : new int[] {0x40000003, 0x40000028, Architecture.AARCH64.audit}) {
            assertEquals(Ruling.ENDED, ruling(new FilterMachine(Architecture.X86_64, false)
                    .returned(foreign, 0, 0, 0, 0)));
        }
        assertEquals(Ruling.ENDED, ruling(new FilterMachine(Architecture.AARCH64, false)
                .returned(Architecture.X86_64.audit, 0, 0, 0, 0)));
    }

    /** x32: the numbers of x86-64 with a bit of their own, also for what is refused with another error. */
    @Test
    void theNumbersOfX32AreNotThere() {
        var machine = new FilterMachine(Architecture.X86_64, false);
        for (int number : new int[] {0, 41, 56, 250, 520}) {
            assertEquals(Ruling.NOT_THERE,
                    ruling(machine.returned(Architecture.X86_64.audit, number | 0x40000000, 40, 0, 0)));
        }
    }

    @ParameterizedTest
    @CsvSource({"X86_64, /usr/include/x86_64-linux-gnu/asm/unistd_64.h", "AARCH64, /usr/include/asm-generic/unistd.h"})
    void theNumbersAreThoseOfTheKernelsHeaders(Architecture architecture, Path header) throws Exception {
        assumeTrue(Files.exists(header), "skipped: there is no " + header);
        var numbers = new HashMap<String, Integer>();
        NUMBER.matcher(Files.readString(header)).results()
                .forEach(m -> numbers.put(m.group(1), Integer.parseInt(m.group(2))));
        for (var call : SyscallRules.all(false)) {
            assertEquals(numbers.getOrDefault(call.name(), Syscall.NONE), call.number(architecture), call.name());
        }
        for (var call : KernelCall.values()) {
            assertEquals(numbers.get(call.name().toLowerCase(Locale.ROOT)), call.number(architecture), call.name());
        }
    }

    private static int number(String call, Architecture architecture) {
        return SyscallRules.all(false).stream().filter(listed -> listed.name().equals(call)).findFirst()
                .map(listed -> listed.number(architecture))
                .orElseGet(() -> Integer.parseInt(call.split(" ")[architecture.ordinal()]));
    }

    private static Ruling ruling(int returned) {
        return Stream.of(Ruling.values()).filter(ruling -> ruling.returned == returned).findFirst().orElseThrow();
    }
}
