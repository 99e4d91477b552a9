package llmswarm.model.jlama;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Optional;

/**
 * How byte-level tokenizers write bytes in their files: a printable Latin-1 character stands for itself, the others
 * follow from U+0100 on, in order.
 */
final class ByteLevel {
    private static final char[] SHOWN = new char[256];
    private static final int[] BYTE = new int[512];

    static {
        Arrays.fill(BYTE, -1);
        int others = 256;
        for (int b = 0; b < 256; b++) {
            var itself = b >= '!' && b <= '~' || b >= 0xA1 && b != 0xAD;
            SHOWN[b] = (char) (itself ? b : others++);
            BYTE[SHOWN[b]] = b;
        }
    }

    private ByteLevel() {
    }

    /** Text as its bytes are written. */
    static String shown(String text) {
        var bytes = text.getBytes(UTF_8);
        var shown = new char[bytes.length];
        for (int i = 0; i < bytes.length; i++) shown[i] = SHOWN[bytes[i] & 0xFF];
        return new String(shown);
    }

    /** The bytes that are written so; empty when another character is among them. */
    static Optional<byte[]> bytes(String shown) {
        var bytes = new ByteArrayOutputStream(shown.length());
        for (var c : shown.toCharArray()) {
            if (c >= BYTE.length || BYTE[c] < 0) return Optional.empty();
            bytes.write(BYTE[c]);
        }
        return Optional.of(bytes.toByteArray());
    }
}
