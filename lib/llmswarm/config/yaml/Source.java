package llmswarm.config.yaml;

import java.nio.charset.StandardCharsets;

import llmswarm.guard.Digest;

/** Text of a file, with where it begins and the digest of its content. */
public record Source(String text, Place place, String digest) {
    /** Text of a whole file. */
    public static Source file(String text, String file) {
        return new Source(text, Place.file(file), Digest.of(text.getBytes(StandardCharsets.UTF_8)));
    }
}
