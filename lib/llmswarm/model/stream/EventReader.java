package llmswarm.model.stream;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;

/** Reads a stream of server-sent events, as the HTML standard describes it (9.2.6). */
public final class EventReader {
    private static final int BYTE_ORDER_MARK = 0xEF, LONGEST_FIELD = 6;

    /**
     * One event.
     *
     * @param name of its kind; mostly empty
     */
    public record ServerSentEvent(String name, String data) {
    }

    private EventReader() {
    }

    /**
     * Whether a body is such a stream, judged by how it begins, since some servers name no type or a wrong one. The
     * byte order mark and empty space before it are gone afterwards.
     *
     * @param named whether the server calls it one
     */
    public static boolean begins(BufferedInputStream body, boolean named) throws IOException {
        int first = first(body);
        if (first == '{' || first == '[') return false;
        if (named || first == ':') return true;
        body.mark(LONGEST_FIELD);
        var field = new String(body.readNBytes(LONGEST_FIELD), StandardCharsets.UTF_8);
        body.reset();
        return field.startsWith("data:") || field.startsWith("event:") || field.startsWith("id:")
                || field.startsWith("retry:");
    }

    /**
     * Reads to the end of the stream, or until no further event is wanted.
     *
     * @param most characters of one event
     */
    public static void read(InputStream body, int most, Predicate<ServerSentEvent> goesOn) throws IOException {
        var lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
        var name = "";
        var data = new StringBuilder();
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("event:")) name = value(line);
            if (line.startsWith("data:")) data.append(data.isEmpty() ? "" : "\n").append(value(line));
            if (data.length() > most) throw LimitedStream.tooLong("an event", most);
            if (!line.isEmpty()) continue;
            if (!data.isEmpty() && !goesOn.test(new ServerSentEvent(name, data.toString()))) return;
            name = "";
            data = new StringBuilder();
        }
        // some servers leave out the empty line after the last event
        if (!data.isEmpty()) goesOn.test(new ServerSentEvent(name, data.toString()));
    }

    private static int first(BufferedInputStream body) throws IOException {
        while (true) {
            body.mark(1);
            int next = body.read();
            if (next == BYTE_ORDER_MARK) {
                body.skipNBytes(2);
            } else if (next < 0 || !Character.isWhitespace(next)) {
                body.reset();
                return next;
            }
        }
    }

    private static String value(String line) {
        int from = line.indexOf(':') + 1;
        return line.substring(line.startsWith(" ", from) ? from + 1 : from);
    }
}
