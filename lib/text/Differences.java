//DEPS io.github.java-diff-utils:java-diff-utils:4.17
package text;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import com.github.difflib.algorithm.myers.MyersDiffWithLinearSpace;

/**
 * What goes (-) and comes (+) from one text to another, whole and in order, with three lines around it, as a unified
 * diff has it. Two texts that differ in anything differ here, and nothing that comes is hidden.
 *
 * @param lines  for a screen: each character that does not show is written by its number
 * @param going  how many lines go
 * @param coming how many lines come
 */
public record Differences(List<String> lines, int going, int coming) {
    private static final int AROUND = 3;
    /** Texts with more pairs of lines than this are not searched for what stays: one goes, the other comes. */
    private static final long MOST = 16_000_000;
    private static final String OPEN = "  (no line feed at its end)";

    public Differences {
        lines = List.copyOf(lines);
    }

    /** Between two contents of a file; bytes that are no UTF-8 are taken as characters of Latin-1. */
    public static Differences of(byte[] before, byte[] after) {
        var charset = isText(before) && isText(after) ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
        return of(lines(before, charset), lines(after, charset));
    }

    /** Between two texts of whole lines. */
    public static Differences of(String before, String after) {
        return of(before.getBytes(StandardCharsets.UTF_8), after.getBytes(StandardCharsets.UTF_8));
    }

    private static Differences of(List<String> before, List<String> after) {
        var told = (long) before.size() * after.size() > MOST ? replaced(before, after) : found(before, after);
        int going = (int) told.stream().filter(line -> line.startsWith("-")).count();
        int coming = (int) told.stream().filter(line -> line.startsWith("+")).count();
        return new Differences(told.stream().map(Differences::shown).toList(), going, coming);
    }

    private static List<String> found(List<String> before, List<String> after) {
        var patch = DiffUtils.diff(before, after, new MyersDiffWithLinearSpace<>());
        // Two lines of a head that name the texts come first.
        return goingFirst(UnifiedDiffUtils.generateUnifiedDiff("", "", before, patch, AROUND).stream().skip(2).toList());
    }

    /** Of lines that go and come at one place, those that go stand first. */
    private static List<String> goingFirst(List<String> told) {
        var sorted = new ArrayList<String>();
        var coming = new ArrayList<String>();
        for (var line : told) {
            if (line.startsWith("+")) {
                coming.add(line);
                continue;
            }
            if (!line.startsWith("-")) {
                sorted.addAll(coming);
                coming.clear();
            }
            sorted.add(line);
        }
        sorted.addAll(coming);
        return sorted;
    }

    private static List<String> replaced(List<String> before, List<String> after) {
        return Stream.concat(before.stream().map(line -> "-" + line), after.stream().map(line -> "+" + line)).toList();
    }

    private static String shown(String line) {
        if (line.startsWith("@@")) return line;
        var ended = line.endsWith("\n");
        return Printable.escaped(ended ? line.substring(0, line.length() - 1) : line) + (ended ? "" : OPEN);
    }

    /** Each with the line feed at its end, which the last may not have. */
    private static List<String> lines(byte[] content, Charset charset) {
        var text = new String(content, charset);
        var lines = new ArrayList<String>();
        for (int from = 0; from < text.length(); ) {
            int end = text.indexOf('\n', from);
            lines.add(end < 0 ? text.substring(from) : text.substring(from, end + 1));
            from = end < 0 ? text.length() : end + 1;
        }
        return lines;
    }

    private static boolean isText(byte[] content) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content));
            return true;
        } catch (CharacterCodingException other) {
            return false;
        }
    }
}
