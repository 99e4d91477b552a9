package llmswarm.run.options;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import llmswarm.guard.Stop;

/**
 * A specification in plain language.
 *
 * @param file how the user named it
 */
public record Spec(String text, String file) {
    private static final int LARGEST = 256 << 10;

    /** Reads a file; refuses what is no specification with one sentence. */
    public static Spec read(Path folder, String file) {
        var path = folder.resolve(file);
        try {
            if (!Files.exists(path)) throw Stop.usage("%s: there is no such file".formatted(file));
            if (Files.isDirectory(path)) throw Stop.usage("%s: is a folder; name the file that holds the specification".formatted(file));
            return of(text(path, file), file);
        } catch (CharacterCodingException e) {
            throw Stop.usage("%s: is not text in UTF-8".formatted(file), e);
        } catch (IOException e) {
            throw Stop.usage("%s: cannot be read: %s".formatted(file, e.getMessage()), e);
        }
    }

    /** Of no more than it may have: what is read may be a pipe, or have no end. */
    private static String text(Path path, String file) throws IOException {
        try (var in = Files.newInputStream(path)) {
            var bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length <= LARGEST) return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes))
                    .toString();
            throw Stop.usage(("%s: has more than the %d KB that a specification may have; keep what is to be built and leave out the rest")
                    .formatted(file, LARGEST >> 10));
        }
    }

    /** A specification that is at hand as text. */
    public static Spec of(String text, String file) {
        if (text.isBlank()) throw Stop.usage("%s: is empty; say in a few sentences what is to be built".formatted(file));
        return new Spec(text.strip() + "\n", file);
    }
}
