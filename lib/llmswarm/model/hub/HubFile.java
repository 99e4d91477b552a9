package llmswarm.model.hub;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

import llmswarm.guard.SafePath;

/**
 * A file as the hub lists it.
 *
 * @param path   of one part only
 * @param size   in bytes
 * @param digest of its content; empty when the hub gives none
 */
record HubFile(SafePath path, long size, Optional<Identity> digest) {
    private static final int PIECE = 1 << 20;

    /**
     * What the hub says a file's content is.
     *
     * @param algorithm SHA-256 for large files; SHA-1 for small ones, of the content behind git's header for a blob
     * @param hex       in lower case
     */
    record Identity(String algorithm, String hex) {
        static final String LARGE = "SHA-256", GIT = "SHA-1";
    }

    /** Whether the file on disk is this one, by size and digest; reads it whole. */
    boolean isWhole(Path file) throws IOException, InterruptedException {
        if (!Files.isRegularFile(file) || Files.size(file) != size) return false;
        return digest.isEmpty() || hex(file, digest.get().algorithm()).equals(digest.get().hex());
    }

    private String hex(Path file, String algorithm) throws IOException, InterruptedException {
        var sum = sum(algorithm);
        if (algorithm.equals(Identity.GIT)) sum.update("blob %d\0".formatted(size).getBytes(StandardCharsets.US_ASCII));
        try (var in = Files.newInputStream(file)) {
            var piece = new byte[PIECE];
            for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
                if (Thread.interrupted()) throw new InterruptedException();
                sum.update(piece, 0, n);
            }
        }
        return HexFormat.of().formatHex(sum.digest());
    }

    private static MessageDigest sum(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has " + algorithm, impossible);
        }
    }
}
