package sandbox.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import text.Printable;

/** Both ends of what a command printed, however much it prints: the first thing that failed, and how it ended. */
public final class Output {
    static final int FIRST = 20, LAST = 50;
    private static final Pattern LEFT_OUT = Pattern.compile("(?m)^\\.\\.\\. (\\d{1,18}) (bytes|lines) left out \\.\\.\\.$");
    private static final String LINES = "... %d lines left out ...";

    private final byte[] front;
    private final byte[] back;
    private long received;
    private long ended;

    /** @param bytes that are kept, a quarter of them from the beginning */
    Output(int bytes) {
        front = new byte[bytes / 4];
        back = new byte[bytes - front.length];
    }

    /** Reads to the end of the stream; returns early when it is closed from outside. */
    void readAll(InputStream in) {
        var chunk = new byte[1 << 16];
        try {
            for (int n; (n = in.read(chunk)) >= 0; ) {
                add(chunk, n);
            }
        } catch (IOException closed) {
            // The command has ended and what it printed until then is kept.
        }
    }

    synchronized void add(byte[] bytes, int count) {
        int first = (int) Math.min(count, Math.max(0, front.length - received));
        if (first > 0) System.arraycopy(bytes, 0, front, (int) received, first);
        for (int i = Math.max(first, count - back.length); i < count; i++) {
            back[(int) ((received + i - front.length) % back.length)] = bytes[i];
        }
        for (int i = 0; i < count; i++) if (bytes[i] == '\n') ended++;
        received += count;
    }

    /** Bytes of output so far. */
    synchronized long received() {
        return received;
    }

    /**
     * All that was kept, as text that cannot steer a terminal, with a line that says how much is missing in the middle.
     */
    synchronized String text() {
        long missing = received - front.length - back.length;
        if (missing <= 0) return String.join("\n", lines(kept())).strip();
        var before = lines(new String(front, StandardCharsets.UTF_8));
        var after = lines(new String(latest(), StandardCharsets.UTF_8));
        // A line that was cut is shown only where it is the only one.
        var first = before.size() > 1 ? before.subList(0, before.size() - 1) : before;
        var last = after.size() > 1 ? after.subList(1, after.size()) : after;
        long left = ended + 1 - first.size() - last.size();
        return Stream.of(first, List.of(left > 0 ? LINES.formatted(left) : "... %d bytes left out ...".formatted(
                missing)), last).flatMap(List::stream).collect(Collectors.joining("\n")).strip();
    }

    /**
     * The lines that are shown of an output: the first ones and the last ones, with a line for what is left out.
     *
     * @param from the line, from 0, that is the first of those that are shown
     */
    public static String ends(String output, int from) {
        var all = output.lines().toList();
        var lines = all.subList(from, all.size());
        var shown = new ArrayList<String>();
        if (from > 0) shown.add(LINES.formatted(count(all.subList(0, from))));
        if (lines.size() <= FIRST + LAST + 1) shown.addAll(lines);
        else {
            shown.addAll(lines.subList(0, FIRST));
            shown.add(LINES.formatted(count(lines.subList(FIRST, lines.size() - LAST))));
            shown.addAll(lines.subList(lines.size() - LAST, lines.size()));
        }
        return String.join("\n", shown).strip();
    }

    /** How many lines these stand for, of which one may tell of others. */
    private static long count(List<String> lines) {
        return lines.stream().mapToLong(line -> {
            var told = LEFT_OUT.matcher(line);
            return told.matches() && told.group(2).equals("lines") ? Long.parseLong(told.group(1)) : 1;
        }).sum();
    }

    /** Whether nothing was left out of the ends of an output. */
    public static boolean isWhole(String ends) {
        return !LEFT_OUT.matcher(ends).find();
    }

    private static List<String> lines(String text) {
        return Printable.of(overwritten(text)).lines().toList();
    }

    /** What a carriage return left of each line: of a progress bar its last state. */
    private static String overwritten(String text) {
        return Stream.of(text.split("\n", -1)).map(line -> line.endsWith("\r") ? line.substring(0, line.length() - 1)
                : line)
                .map(line -> line.substring(line.lastIndexOf('\r') + 1)).collect(Collectors.joining("\n"));
    }

    private String kept() {
        int first = (int) Math.min(received, front.length);
        var all = Arrays.copyOf(front, (int) received);
        System.arraycopy(back, 0, all, first, all.length - first);
        return new String(all, StandardCharsets.UTF_8);
    }

    private byte[] latest() {
        int oldest = (int) ((received - front.length) % back.length);
        var ordered = new byte[back.length];
        System.arraycopy(back, oldest, ordered, 0, back.length - oldest);
        System.arraycopy(back, 0, ordered, back.length - oldest, oldest);
        return ordered;
    }
}
