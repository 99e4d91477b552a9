package answers;

import java.util.List;
import java.util.Optional;

/**
 * The thinking that many models write before their answer, between marks of their own. Where the opening mark was a
 * part of the prompt, servers leave it out, and everything before the closing one is thinking.
 */
public final class Thinking {
    private record Marks(String opening, String closing) {
        static Marks tag(String name) {
            return new Marks("<" + name + ">", "</" + name + ">");
        }
    }

    /** As the model cards and chat templates of DeepSeek, Qwen, Magistral, Kimi, Command A and gpt-oss have them. */
    private static final List<Marks> MARKS = List.of(Marks.tag("think"), Marks.tag("thinking"), Marks.tag("reasoning"),
            Marks.tag("thought"), new Marks("[THINK]", "[/THINK]"), new Marks("◁think▷", "◁/think▷"),
            new Marks("<|START_THINKING|>", "<|END_THINKING|>"),
            new Marks("<|channel|>analysis<|message|>", "<|channel|>final<|message|>"));

    private Thinking() {
    }

    /** What a model's text says behind its thinking; empty when the text ends before the thinking does. */
    public static Optional<String> removed(String text) {
        int from = 0;
        for (var marks = opened(text, from); marks.isPresent(); marks = opened(text, from)) {
            int end = text.indexOf(marks.get().closing, from);
            if (end < 0) return Optional.empty();
            from = end + marks.get().closing.length();
        }
        return Optional.of(text.substring(lastClosed(text, from)));
    }

    /** The marks that open at that index, past blanks. */
    private static Optional<Marks> opened(String text, int from) {
        int at = from;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) at++;
        int first = at;
        return MARKS.stream().filter(marks -> text.startsWith(marks.opening, first)).findFirst();
    }

    /** The index behind the last closing mark that stands in no fenced block; {@code from} when there is none. */
    private static int lastClosed(String text, int from) {
        if (MARKS.stream().noneMatch(marks -> text.indexOf(marks.closing, from) >= 0)) return from;
        int end = from;
        Fence around = null;
        for (int start = from; start < text.length(); ) {
            int next = text.indexOf('\n', start) + 1;
            var line = text.substring(start, next == 0 ? text.length() : next);
            var fence = Fence.at(0, line);
            int closed = around == null && fence == null ? lastClosed(line) : 0;
            if (closed > 0) end = start + closed;
            if (around == null) around = fence;
            else if (fence != null && fence.bare() && fence.countsIn(around)) around = null;
            start += line.length();
        }
        return end;
    }

    /** The index behind the line's last closing mark that is in no JSON string and not in backticks; 0 for none. */
    private static int lastClosed(String line) {
        int end = 0;
        boolean string = false;
        for (int i = 0; i < line.length(); i++) {
            switch (line.charAt(i)) {
                case '\\', '`' -> i++;
                case '"' -> string = !string;
                case '<', '[', '◁' -> end = string ? end : Math.max(end, behindMark(line, i));
                default -> { }
            }
        }
        return end;
    }

    private static int behindMark(String line, int index) {
        for (var marks : MARKS) if (line.startsWith(marks.closing, index)) return index + marks.closing.length();
        return 0;
    }
}
