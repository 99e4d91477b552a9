package sandbox.syscalls;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.LongStream;

/**
 * System calls that the program of lib/sandbox/airlock makes one after the other before it becomes a command. Each has
 * an aim, the end of the sentence "could not ..."; where the aim is empty, a refusal changes nothing.
 */
public final class StartupCalls {
    /** Where that program reads its list. */
    private static final long PLACE = 0x10000000;
    /** Numbers a call: which one, its arguments, the complaint. */
    private static final int ARGUMENTS = 6, NUMBERS = 8;
    /** See fcntl.h and sys/stat.h; both architectures have the same. */
    private static final int AT_FDCWD = -100, O_WRONLY = 1, O_CLOEXEC = 0x80000, S_IFREG = 0x8000;
    /** The lowest number that is free where standard input, output and error are open. */
    private static final int FREE = 3;

    private final List<Call> calls = new ArrayList<>();

    private record Call(KernelCall which, List<Argument> numbers) {
    }

    /** A number, or where something lies. */
    public sealed interface Argument {
        record Number(long value) implements Argument {
        }

        /** @param bytes for the address at which they will lie */
        record Data(LongFunction<byte[]> bytes) implements Argument {
        }

        static Argument of(long value) {
            return new Number(value);
        }

        static Argument of(byte[] bytes) {
            return new Data(_ -> bytes);
        }

        /** As C knows texts; none where it is empty. */
        static Argument of(String text) {
            return text.isEmpty() ? of(0) : of((text + "\0").getBytes(StandardCharsets.UTF_8));
        }
    }

    public void call(String aim, KernelCall which, Argument... arguments) {
        var numbers = new ArrayList<>(List.of(arguments));
        while (numbers.size() < ARGUMENTS) numbers.add(Argument.of(0));
        numbers.add(Argument.of(aim));
        calls.add(new Call(which, numbers));
    }

    public void call(String aim, KernelCall which, long... arguments) {
        call(aim, which, LongStream.of(arguments).mapToObj(Argument::of).toArray(Argument[]::new));
    }

    public void mount(String aim, String from, String at, String type, long flags, String data) {
        call(aim, KernelCall.MOUNT, Argument.of(from), Argument.of(at), Argument.of(type), Argument.of(flags),
                Argument.of(data));
    }

    /** Bounds a resource for good (setrlimit(2)). */
    public void limit(String aim, int resource, long most) {
        var both = ByteBuffer.allocate(2 * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(most).putLong(most);
        call(aim, KernelCall.PRLIMIT64, Argument.of(0), Argument.of(resource), Argument.of(both.array()));
    }

    public void enter(String aim, String folder) {
        call(aim, KernelCall.CHDIR, Argument.of(folder));
    }

    /** Makes an empty folder or file, unless it is there. */
    public void make(String at, boolean isFolder) {
        if (isFolder) {
            call("", KernelCall.MKDIRAT, Argument.of(AT_FDCWD), Argument.of(at), Argument.of(0755));
        } else {
            call("", KernelCall.MKNODAT, Argument.of(AT_FDCWD), Argument.of(at), Argument.of(S_IFREG | 0644));
        }
    }

    /** Removes a file, if it is there. */
    public void remove(String file) {
        call("", KernelCall.UNLINKAT, Argument.of(AT_FDCWD), Argument.of(file));
    }

    public void write(String aim, String file, String text) {
        opened(() -> {
            call(aim, KernelCall.OPENAT, Argument.of(AT_FDCWD), Argument.of(file), Argument.of(O_WRONLY | O_CLOEXEC));
            call(aim, KernelCall.WRITE, Argument.of(FREE), Argument.of(text), Argument.of(text.length()));
        });
    }

    /** Asks a device of a socket of that kind; a refusal changes nothing. */
    public void ioctl(int family, int type, long request, byte[] argument) {
        opened(() -> {
            call("", KernelCall.SOCKET, family, type | O_CLOEXEC);
            call("", KernelCall.IOCTL, Argument.of(FREE), Argument.of(request), Argument.of(argument));
        });
    }

    private void opened(Runnable used) {
        call("", KernelCall.CLOSE, FREE);
        used.run();
        call("", KernelCall.CLOSE, FREE);
    }

    /**
     * As the program reads it: all calls, one more number, at which it becomes the command, and what the calls point
     * to.
     */
    public byte[] bytes(Architecture architecture) {
        int size = Long.BYTES * (NUMBERS * calls.size() + 1);
        var list = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        var data = new ByteArrayOutputStream();
        for (var call : calls) {
            list.putLong(call.which.number(architecture));
            call.numbers.forEach(argument -> list.putLong(switch (argument) {
                case Argument.Number(long value) -> value;
                case Argument.Data(var bytes) -> {
                    long at = PLACE + size + data.size();
                    data.writeBytes(bytes.apply(at));
                    yield at;
                }
            }));
        }
        list.putLong(KernelCall.EXECVE.number(architecture));
        return ByteBuffer.allocate(size + data.size()).put(list.array()).put(data.toByteArray()).array();
    }
}
