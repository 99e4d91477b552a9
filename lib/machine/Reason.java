package machine;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;

/** Why the system could not read or write a file, as the end of a sentence. */
public final class Reason {
    private Reason() {
    }

    /** In lower case and without the file's name, as the system's own messages are often nothing but that. */
    public static String of(IOException failed) {
        if (failed instanceof AccessDeniedException) return "permission denied";
        if (failed instanceof NoSuchFileException) return "there is no such file or folder";
        if (failed instanceof FileAlreadyExistsException) return "a file is in the place of a folder";
        var reason = failed instanceof FileSystemException known && known.getReason() != null ? known.getReason()
                : failed.getMessage();
        if (reason == null || reason.isBlank()) return "the system gives no reason";
        return reason.substring(0, 1).toLowerCase(Locale.ROOT) + reason.substring(1);
    }
}
