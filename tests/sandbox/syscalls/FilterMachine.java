package sandbox.syscalls;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Runs a filter as the kernel does, for architectures that are not this machine's too. */
final class FilterMachine {
    private final ByteBuffer filter;

    FilterMachine(Architecture architecture, boolean network) {
        filter = ByteBuffer.wrap(SyscallFilter.of(architecture, network)).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** What the filter returns; refuses programs that the kernel would refuse. */
    int returned(int architecture, int number, long... arguments) {
        var call = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN).putInt(number).putInt(architecture)
                .putLong(0);
        for (long argument : arguments) call.putLong(argument);
        int length = filter.capacity() / 8;
        if (length > 4096 || filter.capacity() % 8 != 0) throw new IllegalStateException(length + " steps");
        int loaded = 0;
        for (int at = 0; ; at++) {
            if (at >= length) throw new IllegalStateException("jumps out of the program");
            int value = filter.getInt(8 * at + 4);
            switch (filter.getShort(8 * at)) {
                case 0x20 -> loaded = call.getInt(value);
                case 0x54 -> loaded &= value;
                case 0x15 -> at += jump(at, loaded == value);
                case 0x25 -> at += jump(at, Integer.compareUnsigned(loaded, value) > 0);
                case 0x06 -> {
                    return value;
                }
                default -> throw new IllegalStateException("no such step");
            }
        }
    }

    private int jump(int at, boolean holds) {
        return Byte.toUnsignedInt(filter.get(8 * at + (holds ? 2 : 3)));
    }
}
