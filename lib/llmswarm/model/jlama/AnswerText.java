package llmswarm.model.jlama;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.util.List;
import java.util.function.Consumer;

/**
 * The text that an answer's bytes make. Only whole characters are handed on, and nothing that may yet turn out to be
 * the beginning of a stop string.
 */
final class AnswerText {
    private final List<String> stops;
    private final Consumer<String> out;
    private final CharsetDecoder decoder = UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPLACE);
    private final StringBuilder text = new StringBuilder();
    private byte[] rest = {};
    private int handedOn;

    AnswerText(List<String> stops, Consumer<String> out) {
        this.stops = stops.stream().filter(stop -> !stop.isEmpty()).toList();
        this.out = out;
    }

    /** Adds a token's bytes; returns whether a stop string is complete, which then is no part of the text. */
    boolean add(byte[] piece) {
        int before = text.length();
        decode(piece, false);
        var stop = stops.stream().mapToInt(each -> text.indexOf(each, Math.max(0, before - each.length() + 1)))
                .filter(at -> at >= 0).min();
        stop.ifPresent(text::setLength);
        handOn(stop.orElseGet(() -> text.length() - held()));
        return stop.isPresent();
    }

    /** The whole text; what was held back is handed on, and half a character becomes U+FFFD. */
    String end() {
        decode(new byte[0], true);
        handOn(text.length());
        return text.toString();
    }

    private void decode(byte[] piece, boolean last) {
        var bytes = ByteBuffer.allocate(rest.length + piece.length).put(rest).put(piece).flip();
        var characters = CharBuffer.allocate(bytes.remaining() + 2);
        decoder.decode(bytes, characters, last);
        text.append(characters.flip());
        rest = new byte[bytes.remaining()];
        bytes.get(rest);
    }

    /** Length of the longest end of the text that begins a stop string. */
    private int held() {
        int held = 0;
        for (var stop : stops) {
            for (int n = Math.min(stop.length() - 1, text.length()); n > held; n--) {
                if (stop.startsWith(text.substring(text.length() - n))) held = n;
            }
        }
        return held;
    }

    private void handOn(int end) {
        if (end <= handedOn) return;
        out.accept(text.substring(handedOn, end));
        handedOn = end;
    }
}
