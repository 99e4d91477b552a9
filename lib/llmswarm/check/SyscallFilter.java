package llmswarm.check;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** A filter of system calls: a program for the machine of the kernel's packet filter (seccomp(2), linux/filter.h). */
final class SyscallFilter {
    /** Where the kernel shows a call's number, architecture and arguments: struct seccomp_data, little endian. */
    private static final int NUMBER = 0, ARCHITECTURE = 4, ARGUMENTS = 16;
    private static final short LOAD = 0x20, IF_EQUAL = 0x15, IF_GREATER = 0x25, IF_SHARED = 0x45, RETURN = 0x06;

    private SyscallFilter() {
    }

    /** One step: struct sock_filter. A jump leaves out so many of the next steps, depending on whether its test holds. */
    private record Step(short code, int ifTrue, int ifFalse, int value) {
    }

    /** The number of steps in eight bytes and then eight bytes a step. */
    static byte[] of(Architecture architecture) {
        var steps = new ArrayList<Step>();
        // A 32-bit program would have numbers of its own. Those of x32 are beyond the newest, as unsigned numbers.
        steps.add(new Step(LOAD, 0, 0, ARCHITECTURE));
        steps.addAll(when(IF_EQUAL, architecture.audit, false, Ruling.ENDED));
        steps.add(new Step(LOAD, 0, 0, NUMBER));
        steps.addAll(when(IF_GREATER, Syscalls.NEWEST, true, Ruling.NOT_THERE));
        Syscalls.ALL.stream().filter(call -> call.number(architecture) != Syscall.NONE).forEach(call -> {
            var decision = decision(call);
            steps.add(new Step(IF_EQUAL, 0, decision.size(), call.number(architecture)));
            steps.addAll(decision);
        });
        steps.add(returned(Ruling.ALLOWED));
        var bytes = ByteBuffer.allocate(8 + 8 * steps.size()).order(ByteOrder.LITTLE_ENDIAN).putLong(steps.size());
        steps.forEach(step -> bytes.putShort(step.code).put((byte) step.ifTrue).put((byte) step.ifFalse).putInt(step.value));
        return bytes.array();
    }

    private static List<Step> decision(Syscall call) {
        var steps = new ArrayList<Step>();
        for (var clause : call.clauses()) {
            steps.add(new Step(LOAD, 0, 0, ARGUMENTS + 8 * clause.argument()));
            steps.addAll(switch (clause.test()) {
                case EQUALS -> when(IF_EQUAL, clause.value(), true, clause.ruling());
                case DIFFERS -> when(IF_EQUAL, clause.value(), false, clause.ruling());
                case SHARES -> when(IF_SHARED, clause.value(), true, clause.ruling());
            });
        }
        steps.add(returned(call.otherwise()));
        return steps;
    }

    private static List<Step> when(short test, int value, boolean holds, Ruling ruling) {
        return List.of(new Step(test, holds ? 0 : 1, holds ? 1 : 0, value), returned(ruling));
    }

    private static Step returned(Ruling ruling) {
        return new Step(RETURN, 0, 0, ruling.returned);
    }
}
