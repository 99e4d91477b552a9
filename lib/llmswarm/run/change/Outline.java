package llmswarm.run.change;

import java.util.stream.Collectors;

import com.google.re2j.Pattern;

/** A file in few lines: what it declares, as far as the line shows it in most languages, else how it begins. */
final class Outline {
    private static final int MOST = 30, FIRST = 3, LONGEST = 110;
    private static final Pattern DECLARES = Pattern.compile(
            "(?: {0,4}|\\t)(?:(?:export|default|public|protected|private|internal|static|final|abstract|sealed|async|pub|open|override|virtual|const|extern|unsafe|inline|partial|data|case|@\\w+)\\s+)*"
            + "(?:(?:class|interface|record|enum|struct|trait|impl|protocol|object|module|namespace|def|fn|func|fun|function|sub|type|typedef|macro|CREATE)\\b.*"
            + "|(?:public|protected|static|export)\\b.*\\(.*"
            + "|[A-Za-z_][\\w:<>,*& \\[\\]]*\\s[*&]?\\w+\\(.*\\)\\s*\\{.*)");
    private static final Pattern HEADING = Pattern.compile("#{1,3} .*");

    private Outline() {
    }

    /** Lines of the text, each cut where it is long; empty for an empty text. */
    static String of(String path, String text) {
        var telling = path.endsWith(".md") ? HEADING : DECLARES;
        var declared = text.lines().filter(line -> telling.matcher(line).matches()).map(Outline::cut).toList();
        if (declared.size() > MOST) return String.join("\n", declared.subList(0, MOST))
                + "\n... %d more such lines".formatted(declared.size() - MOST);
        return !declared.isEmpty() ? String.join("\n", declared) : text.lines().filter(line -> !line.isBlank()).limit(FIRST)
                .map(Outline::cut).collect(Collectors.joining("\n"));
    }

    private static String cut(String line) {
        return line.length() <= LONGEST ? line.stripTrailing() : line.substring(0, LONGEST) + " ...";
    }
}
