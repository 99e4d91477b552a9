package answers;

import java.util.List;
import java.util.Optional;

import com.google.re2j.Pattern;

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

    /**
     * As the model cards and chat templates of DeepSeek, Qwen, Magistral, Kimi, Gemma, Seed-OSS, Command A and gpt-oss
     * have them.
     */
    private static final List<Marks> MARKS = List.of(Marks.tag("think"), Marks.tag("thinking"), Marks.tag("reasoning"),
            Marks.tag("thought"), Marks.tag("seed:think"), new Marks("[THINK]", "[/THINK]"), new Marks("◁think▷", "◁/think▷"),
            new Marks("<|channel>thought", "<channel|>"), new Marks("<|START_THINKING|>", "<|END_THINKING|>"),
            new Marks("<|channel|>analysis<|message|>", "<|channel|>final<|message|>"));

    /** The final channel of gpt-oss may name the form of its text, and servers may lose the marks of all channels. */
    private static final Pattern FINAL = Pattern.compile("<\\|channel\\|>final ?(?:<\\|constrain\\|>)? ?[\\w-]*<\\|message\\|>");
    private static final Pattern LOST = Pattern.compile("\\s*analysis(?:\\p{Lu}\\p{Ll}|I )");
    private static final String FINAL_LOST = "assistantfinal";
    /** With which models end their turn; a server that does not know the template hands them on. */
    private static final List<String> ENDS = List.of("<|im_end|>", "<|eot_id|>", "<|end|>", "<|return|>", "<|endoftext|>",
            "<|end_of_text|>", "<|end_of_turn|>", "<end_of_turn>", "<｜end▁of▁sentence｜>", "<|END_RESPONSE|>",
            "<|END_OF_TURN_TOKEN|>", "<eos>", "</s>", "[EOS]");

    private Thinking() {
    }

    /** The text without the marks of its end, and with those of its channels in their usual form; as many lines. */
    static String spoken(String text) {
        var said = text.substring(0, end(text));
        if (LOST.matcher(said).lookingAt() && said.contains(FINAL_LOST)) {
            said = "<|channel|>analysis<|message|>" + said.stripLeading().substring("analysis".length())
                    .replaceFirst(FINAL_LOST, "<|channel|>final<|message|>");
        }
        return said.contains("<|channel|>final") ? FINAL.matcher(said).replaceAll("<|channel|>final<|message|>") : said;
    }

    /** The index at which the marks of the end begin, in one pass however many there are. */
    private static int end(String text) {
        for (int end = text.length();;) {
            int last = end;
            while (last > 0 && Character.isWhitespace(text.charAt(last - 1))) last--;
            int behind = last;
            var mark = ENDS.stream().filter(m -> text.startsWith(m, behind - m.length())).findFirst();
            if (mark.isEmpty()) return end;
            end = behind - mark.get().length();
        }
    }

    /** What a model's text says behind its thinking; empty when the text ends before the thinking does. */
    public static Optional<String> removed(String answer) {
        var text = spoken(answer);
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
