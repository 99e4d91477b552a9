package sandbox.process;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;

/** Sends signals without starting a program for it, which a flood of processes could prevent. */
final class Signals {
    private static final int KILL = 9, STOP = 19;
    @SuppressWarnings("restricted")
    private static final MethodHandle SEND = Linker.nativeLinker()
            .downcallHandle(Linker.nativeLinker().defaultLookup().findOrThrow("kill"),
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));

    private Signals() {
    }

    /** Makes the first signal as fast as later ones; takes a tenth of a second, once. */
    static void prepare() {
        // Loading this class has done it.
    }

    /** Keeps a process from starting others. */
    static void stop(long pid) {
        send((int) pid, STOP);
    }

    /** Ends all processes of a group at once: none of them can start another meanwhile. */
    static void killGroup(long leader) {
        send((int) -leader, KILL);
    }

    private static void send(int receiver, int signal) {
        try {
            var _ = (int) SEND.invokeExact(receiver, signal);
        } catch (Throwable fault) {
            throw new IllegalStateException(fault);
        }
    }
}
