package llmswarm.cli.screen;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;

import org.jline.terminal.Size;

/**
 * The terminal behind standard error. JLine asks the one behind standard input, which may be a pipe; hence the system's
 * own ioctl here.
 */
public final class Window {
    /** Standard output and standard error, by the numbers of their files. */
    static final int STDOUT = 1, STDERR = 2;
    private static final int CHARACTER_DEVICE = 0020000, KIND = 0170000;
    private static final boolean LINUX = System.getProperty("os.name").equals("Linux");
    /** TIOCGWINSZ of Linux, and of macOS and the BSDs. */
    private static final long GET_SIZE = LINUX ? 0x5413 : 0x40087468;
    /** What to assume when a terminal does not tell its size. */
    private static final Size USUAL = new Size(80, 24);

    private Window() {
    }

    /** Whether standard error is a terminal; a pipe or file is told by one look at the file system. */
    public static boolean isTerminal() {
        return isTerminal(STDERR);
    }

    /** Whether the open file of that number is a terminal. */
    static boolean isTerminal(int file) {
        try {
            var mode = (int) Files.getAttribute(Path.of("/dev/fd/" + file), "unix:mode");
            return (mode & KIND) == CHARACTER_DEVICE && ask(file) != null;
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return false;
        }
    }

    /** The size now, so that a resize is seen at the next drawing. */
    public static Size size() {
        var size = ask(STDERR);
        return size == null || size.getRows() == 0 || size.getColumns() == 0 ? USUAL : size;
    }

    /** How wide lines that are printed once may be: as the terminal, or as usual where there is none. */
    public static int columns() {
        return isTerminal() ? size().getColumns() : USUAL.getColumns();
    }

    private static Size ask(int file) {
        try (var arena = Arena.ofConfined()) {
            var window = arena.allocate(8, 2);
            if ((int) Native.IOCTL.invokeExact(file, GET_SIZE, window) != 0) return null;
            return new Size(Short.toUnsignedInt(window.get(JAVA_SHORT, 2)),
                    Short.toUnsignedInt(window.get(JAVA_SHORT, 0)));
        } catch (Throwable e) {
            return null;
        }
    }

    /** Linked on first use only. */
    @SuppressWarnings("restricted")
    private static final class Native {
        static final MethodHandle IOCTL = Linker.nativeLinker().downcallHandle(
                Linker.nativeLinker().defaultLookup().findOrThrow("ioctl"),
                FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS), Linker.Option.firstVariadicArg(2));
    }
}
