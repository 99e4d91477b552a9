package sandbox.syscalls;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import sandbox.syscalls.Syscall.Condition;

/** A filter of system calls: a program for the machine of the kernel's packet filter (seccomp(2), linux/filter.h). */
final class SyscallFilter {
    /** Where the kernel shows a call's number, architecture and arguments: struct seccomp_data, little endian. */
    private static final int NUMBER = 0, ARCHITECTURE = 4, ARGUMENTS = 16;
    private static final short LOAD = 0x20, AND = 0x54, IF_EQUAL = 0x15, IF_GREATER = 0x25, RETURN = 0x06;

    private static final int STEP = 8, HEADER = 16;

    private SyscallFilter() {
    }

    /**
     * One step: struct sock_filter. A jump leaves out so many of the next steps, depending on whether its test holds.
     */
    private record Step(short code, int ifTrue, int ifFalse, int value) {
    }

    /** Eight bytes a step. */
    static byte[] of(Architecture architecture, boolean network) {
        var steps = new ArrayList<Step>();
        // A 32-bit program would have numbers of its own. Those of x32 are beyond the newest, as unsigned numbers.
        steps.add(new Step(LOAD, 0, 0, ARCHITECTURE));
        steps.addAll(when(IF_EQUAL, architecture.audit, false, Ruling.ENDED));
        steps.add(new Step(LOAD, 0, 0, NUMBER));
        steps.addAll(when(IF_GREATER, SyscallRules.NEWEST, true, Ruling.NOT_THERE));
        SyscallRules.all(network).stream().filter(call -> call.number(architecture) != Syscall.NONE).forEach(call -> {
            var decision = decision(call);
            steps.add(new Step(IF_EQUAL, 0, decision.size(), call.number(architecture)));
            steps.addAll(decision);
        });
        steps.add(returned(Ruling.ALLOWED));
        var bytes = ByteBuffer.allocate(STEP * steps.size()).order(ByteOrder.LITTLE_ENDIAN);
        steps.forEach(step -> bytes.putShort(step.code).put((byte) step.ifTrue).put((byte) step.ifFalse)
                .putInt(step.value));
        return bytes.array();
    }

    /**
     * As the kernel takes it: a struct sock_fprog, which tells the number of steps and where they lie, and the steps.
     */
    static byte[] program(byte[] steps, long at) {
        return ByteBuffer.allocate(HEADER + steps.length).order(ByteOrder.LITTLE_ENDIAN).putLong(steps.length / STEP)
                .putLong(at + HEADER).put(steps).array();
    }

    private static List<Step> decision(Syscall call) {
        var steps = new ArrayList<Step>();
        for (var clause : call.clauses()) {
            var decided = List.of(returned(clause.ruling()));
            for (var condition : clause.conditions().reversed()) {
                decided = Stream.concat(test(condition, decided.size()), decided.stream()).toList();
            }
            steps.addAll(decided);
        }
        steps.add(returned(call.otherwise()));
        return steps;
    }

    /** Goes on where the condition holds, and leaves out the rest of its clause where it does not. */
    private static Stream<Step> test(Condition condition, int rest) {
        var steps = new ArrayList<>(List.of(new Step(LOAD, 0, 0, ARGUMENTS + 8 * condition.argument())));
        if (condition.mask() != Condition.ALL_BITS) steps.add(new Step(AND, 0, 0, condition.mask()));
        var values = condition.values();
        for (int at = 0, last = values.size() - 1; at <= last; at++) {
            steps.add(new Step(IF_EQUAL, last - at, at == last ? rest : 0, values.get(at)));
        }
        return steps.stream();
    }

    private static List<Step> when(short test, int value, boolean holds, Ruling ruling) {
        return List.of(new Step(test, holds ? 0 : 1, holds ? 1 : 0, value), returned(ruling));
    }

    private static Step returned(Ruling ruling) {
        return new Step(RETURN, 0, 0, ruling.returned);
    }
}
