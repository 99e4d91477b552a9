package llmswarm.model.grammar;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Whether a form takes a text. */
final class Said {
    private Said() {
    }

    /** Whether answers may begin so. */
    static boolean begins(String text, Form form) {
        return takes(text.getBytes(UTF_8), new Reading(Masks.grammar(form)));
    }

    /** Whether this is a whole answer. */
    static boolean all(String text, Form form) {
        var reading = new Reading(Masks.grammar(form));
        return takes(text.getBytes(UTF_8), reading) && reading.mayEnd();
    }

    static boolean takes(byte[] text, Reading reading) {
        for (var b : text) if (!reading.take(b & 0xFF)) return false;
        return true;
    }
}
