package llmswarm.prompt;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** A file shown to a model as data. */
public record SourceText(String path, String text) {
    /** A file of a tree; empty when it is no text. */
    public static Optional<SourceText> of(String path, byte[] content) {
        try {
            return Optional.of(new SourceText(path,
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString()));
        } catch (CharacterCodingException binary) {
            return Optional.empty();
        }
    }

    /** As template data: path, text, and a fence that the text does not contain. */
    public Map<String, Object> data() {
        return Map.of("path", path, "text", text.endsWith("\n") || text.isEmpty() ? text : text + "\n", "fence",
                fence(text));
    }

    /** A run of at least three backticks, longer than any in the text. */
    public static String fence(String text) {
        int longest = 2;
        int run = 0;
        for (int i = 0; i < text.length(); i++) {
            run = text.charAt(i) == '`' ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        return "`".repeat(longest + 1);
    }
}
