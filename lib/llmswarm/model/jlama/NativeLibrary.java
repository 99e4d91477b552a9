package llmswarm.model.jlama;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;

import sandbox.view.Mounts;

/** Jlama's native library, which makes local models several times faster. */
public final class NativeLibrary {
    private static final String FOLDER = "java.io.tmpdir";

    private NativeLibrary() {
    }

    /**
     * Why it is not in use, as a sentence without its beginning; empty when it is. Loads it, which decides for the
     * whole process.
     */
    public static Optional<String> trouble() {
        try {
            if (Arithmetic.start(true) == Arithmetic.NATIVE) return Optional.empty();
        } catch (LinkageError noneForThisMachine) {
            // told below
        }
        return Optional.of(shut().map(("its native library cannot be loaded from %s, which is mounted noexec; name a "
                + "folder that lets programs start: JDK_JAVA_OPTIONS=-Djava.io.tmpdir=...")::formatted)
                .orElse("has no native library for this machine"));
    }

    /** The folder that the library is unpacked in, where no program can be started from it. */
    private static Optional<Path> shut() {
        try {
            var folder = Path.of(System.getProperty(FOLDER)).toRealPath();
            return Optional.of(folder).filter(f -> (Mounts.ofThisMachine().of(f).flags() & Mounts.NO_PROGRAMS) != 0);
        } catch (IOException | UncheckedIOException notLinux) {
            return Optional.empty();
        }
    }
}
