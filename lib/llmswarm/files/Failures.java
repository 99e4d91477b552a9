package llmswarm.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;

import llmswarm.guard.Stop;

/** Tells a person why a file could not be written or read. */
final class Failures {
    private Failures() {
    }

    /** "could not write 'x': no space left on device". */
    static Stop of(String verb, String name, IOException failed) {
        return Stop.usage("could not %s '%s': %s".formatted(verb, name, reason(failed)), failed);
    }

    private static String reason(IOException failed) {
        if (failed instanceof AccessDeniedException) return "permission denied";
        if (failed instanceof NoSuchFileException) return "there is no such file or folder";
        if (failed instanceof FileAlreadyExistsException) return "a file is in the place of a folder";
        var reason = failed instanceof FileSystemException known && known.getReason() != null ? known.getReason() : failed.getMessage();
        if (reason == null || reason.isBlank()) return "the system gives no reason";
        return reason.substring(0, 1).toLowerCase(Locale.ROOT) + reason.substring(1);
    }
}
