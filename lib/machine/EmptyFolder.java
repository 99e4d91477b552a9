package machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;

/** Whether a folder is empty. */
public final class EmptyFolder {
    private EmptyFolder() {
    }

    /**
     * Looks.
     *
     * @param besides names of entries that do not count
     * @throws java.nio.file.NoSuchFileException    where there is none
     * @throws java.nio.file.NotDirectoryException where something else lies there
     */
    public static boolean is(Path folder, String... besides) throws IOException {
        try (var entries = Files.newDirectoryStream(folder)) {
            return StreamSupport.stream(entries.spliterator(), false)
                    .allMatch(entry -> List.of(besides).contains(entry.getFileName().toString()));
        }
    }
}
