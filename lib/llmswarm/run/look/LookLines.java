package llmswarm.run.look;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import llmswarm.run.look.Look.Lines;
import llmswarm.run.look.Look.Word;

/** Reads wishes to look from an answer: lines such as {@code SHOW: web/tools.js 10-80}. */
public final class LookLines {
    /** How many of one answer are granted. */
    public static final int MOST = 8;
    private static final int LONGEST = 500;
    /** A list's dash, emphasis or a code mark may stand around the word, and a colon or a dash behind it. */
    private static final Pattern LINE = Pattern.compile("[^\\w]{0,6}(%s)\\b[^\\w\\n./*-]{0,6}(?:\\s+-\\s+)?(.*)".formatted(
            Stream.of(Word.values()).map(Word::name).collect(Collectors.joining("|"))));
    private static final Pattern BETWEEN = Pattern.compile("[\\s,;`'\"]+");
    /** {@code 10-80}, {@code L10-L80}, {@code 10..80} or {@code 10}, with a colon or a # before it or not. */
    private static final Pattern LINES = Pattern.compile("(?:[:#])?L?(\\d{1,7})(?:(?:-|\\.\\.|–|:)L?(\\d{1,7}))?");
    private static final Pattern WITH_LINES = Pattern.compile("(.+?)([:#]L?\\d{1,7}(?:(?:-|\\.\\.|–|:)L?\\d{1,7})?)");

    private LookLines() {
    }

    /** Each wish once, in order; none where no line is one. */
    public static List<Look> of(String answer) {
        var looks = new LinkedHashSet<Look>();
        answer.lines().map(LINE::matcher).filter(line -> line.matches()).forEach(line ->
                looks.addAll(of(Word.valueOf(line.group(1)), cleaned(line.group(2)))));
        return List.copyOf(looks);
    }

    private static String cleaned(String argument) {
        var text = argument.strip();
        // Signs at the ends are taken off one by one.
        text = text.substring(0, Math.min(2 * LONGEST, text.length()));
        if (text.startsWith("** ") || text.equals("**")) text = text.substring(2).strip();
        while (text.length() > 1 && "`'\"*".indexOf(text.charAt(text.length() - 1)) >= 0
                && !text.endsWith("**")) text = text.substring(0, text.length() - 1).strip();
        while (!text.isEmpty() && "`'\"".indexOf(text.charAt(0)) >= 0) text = text.substring(1);
        return text.substring(0, Math.min(LONGEST, text.length()));
    }

    private static List<? extends Look> of(Word word, String argument) {
        if (argument.isEmpty() && word != Word.LIST) return List.of();
        return switch (word) {
            case LIST -> List.of(new Look.Files(argument.equals(".") || argument.equals("/") ? "" : argument));
            case SHOW -> texts(argument);
            case SEARCH -> List.of(new Look.Search(argument));
            case SPEC -> lines(argument.replaceFirst("(?i)^lines?\\s+", "")).map(Look.Specification::new).stream()
                    .toList();
            case CHECK -> List.of(new Look.Check(argument.toLowerCase(Locale.ROOT)));
            case ASK -> List.of(new Look.Question(argument.replaceFirst("(?i)^(the )?planner\\b[:,]?\\s*", "")));
        };
    }

    private static List<Look> texts(String argument) {
        var texts = new ArrayList<Look>();
        for (var part : BETWEEN.split(argument)) {
            if (part.isEmpty() || part.matches("(?i)lines?|and")) continue;
            var lines = lines(part);
            if (lines.isPresent() && !texts.isEmpty() && texts.getLast() instanceof Look.Text(var path, var none)
                    && none.isEmpty()) {
                texts.set(texts.size() - 1, new Look.Text(path, lines));
                continue;
            }
            var both = WITH_LINES.matcher(part);
            texts.add(both.matches() ? new Look.Text(both.group(1), lines(both.group(2)))
                    : new Look.Text(part, Optional.empty()));
        }
        return texts;
    }

    private static Optional<Lines> lines(String text) {
        var range = LINES.matcher(text.strip());
        if (!range.matches()) return Optional.empty();
        int first = Integer.parseInt(range.group(1));
        int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
        return Optional.of(new Lines(Math.max(1, Math.min(first, last)), Math.max(1, Math.max(first, last))));
    }
}
