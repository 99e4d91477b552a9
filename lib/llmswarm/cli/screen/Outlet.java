package llmswarm.cli.screen;

import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import llmswarm.guard.Redactor;
import llmswarm.guard.Visible;
import machine.Reason;
import org.jline.terminal.Terminal;

/**
 * Where a command prints. No other class writes to standard output or standard error, so that all text leaves without
 * secrets and with nothing hidden in it.
 */
public final class Outlet {
    private static final String WIPE = "\r\u001b[K";

    private final PrintStream stream;
    private final Supplier<Redactor> redactor;
    private final AtomicReference<IOException> failed;
    private final boolean standardOutput;

    /** @param redactor asked each time, as more secrets are known once the configuration is read */
    public Outlet(PrintStream stream, Supplier<Redactor> redactor) {
        this(stream, redactor, new AtomicReference<>(), false);
    }

    private Outlet(PrintStream stream, Supplier<Redactor> redactor, AtomicReference<IOException> failed,
            boolean standardOutput) {
        this.standardOutput = standardOutput;
        this.stream = stream;
        this.redactor = redactor;
        this.failed = failed;
    }

    /** Standard output, which keeps why it could not be written: System.out only tells that something failed. */
    public static Outlet standardOutput(Supplier<Redactor> redactor) {
        var failed = new AtomicReference<IOException>();
        var bytes = new FilterOutputStream(new FileOutputStream(FileDescriptor.out)) {
            @Override
            public void write(byte[] some, int from, int length) throws IOException {
                try {
                    out.write(some, from, length);
                } catch (IOException cause) {
                    failed.compareAndSet(null, cause);
                    throw cause;
                }
            }
        };
        return new Outlet(new PrintStream(bytes, false, System.out.charset()), redactor, failed, true);
    }

    /** Why something that was printed here is lost, as the end of a sentence; a reader that had enough is no fault. */
    public Optional<String> lost() {
        return Optional.ofNullable(failed.get()).map(Reason::of)
                .filter(reason -> !reason.toLowerCase(Locale.ROOT).contains("pipe"));
    }

    /** The text as it may be printed here. */
    public Visible visible(String text) {
        return redactor.get().redact(text).visible();
    }

    /** One line, or several with line feeds between them. */
    public void println(String text) {
        print(visible(text + "\n"));
    }

    /** At once, and without a line end of its own. */
    public void print(Visible text) {
        stream.print(text.text());
        stream.flush();
    }

    /** A line of JSON, whose strings keep their values but for secrets. */
    public void json(String line) {
        print(redactor.get().json(line).visible());
        println("");
    }

    /** Takes back the line that is being drawn on a terminal. */
    public void wipe() {
        stream.print(WIPE);
        stream.flush();
    }

    /** For a library that wants a writer; what it writes is printed a line at a time. */
    public PrintWriter writer() {
        return new PrintWriter(new Lines(), true);
    }

    /** The same as a stream; what it is told is printed each time it is flushed. */
    public PrintStream stream() {
        var told = new ByteArrayOutputStream() {
            @Override
            public synchronized void flush() {
                print(visible(toString(StandardCharsets.UTF_8)));
                reset();
            }
        };
        return new PrintStream(told, true, StandardCharsets.UTF_8);
    }

    /** A terminal of that type that draws here; see {@link LivePicture#terminal}. */
    Optional<Terminal> terminal(String type) {
        return LivePicture.terminal(type, stream);
    }

    /** Whether this is standard output, and a person sees it at once. */
    boolean isTerminal() {
        return standardOutput && Window.isTerminal(Window.STDOUT);
    }

    public boolean isStandardError() {
        return stream == System.err;
    }

    Charset charset() {
        return stream.charset();
    }

    /** A secret may lie across two writes; hardly one across the end of a line. */
    private final class Lines extends Writer {
        private final StringBuilder begun = new StringBuilder();

        @Override
        public synchronized void write(char[] text, int from, int length) {
            begun.append(text, from, length);
            int end = begun.lastIndexOf("\n") + 1;
            if (end == 0) return;
            print(visible(begun.substring(0, end)));
            begun.delete(0, end);
        }

        @Override
        public void flush() {
            stream.flush();
        }

        @Override
        public synchronized void close() {
            print(visible(begun.toString()));
            begun.setLength(0);
        }
    }
}
