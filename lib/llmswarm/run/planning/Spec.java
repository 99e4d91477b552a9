package llmswarm.run.planning;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;

import llmswarm.guard.Stop;

/**
 * A specification in plain language.
 *
 * @param file how the user named it
 */
public record Spec(String text, String file) {
    private static final long LARGEST = 256 << 10;

    /** Reads a file; refuses what is no specification with one sentence. */
    public static Spec read(Path folder, String file) {
        var path = folder.resolve(file);
        try {
            if (!Files.exists(path)) throw Stop.usage("%s: there is no such file".formatted(file));
            if (Files.isDirectory(path)) throw Stop.usage("%s: is a folder; name the file that holds the specification".formatted(file));
            if (Files.size(path) > LARGEST) {
                throw Stop.usage("%s: has %d KB, but a specification may have at most %d KB; keep what is to be built and leave out the rest"
                        .formatted(file, Files.size(path) >> 10, LARGEST >> 10));
            }
            return of(Files.readString(path), file);
        } catch (MalformedInputException e) {
            throw Stop.usage("%s: is not text in UTF-8".formatted(file), e);
        } catch (IOException e) {
            throw Stop.usage("%s: cannot be read: %s".formatted(file, e.getMessage()), e);
        }
    }

    /** A specification that is at hand as text. */
    public static Spec of(String text, String file) {
        if (text.isBlank()) throw Stop.usage("%s: is empty; say in a few sentences what is to be built".formatted(file));
        return new Spec(text.strip() + "\n", file);
    }
}
