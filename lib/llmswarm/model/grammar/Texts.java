package llmswarm.model.grammar;

import static llmswarm.model.grammar.Dfa.OTHER;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The kinds of text that answers are made of. */
final class Texts {
    /** Words joined by hyphens. */
    static final Dfa KEBAB = Dfa.of("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    /** The inside of a JSON string that is not blank. */
    static final Dfa STRING = Dfa.of("([!#-\\[\\]-~" + OTHER + "]|\\\\[\"\\\\])([ !#-\\[\\]-~" + OTHER
            + "]|\\\\[\"\\\\nt])*");
    /** A line's number or a range of lines. */
    static final Dfa LINES = Dfa.of("[1-9][0-9]{0,4}(-[1-9][0-9]{0,4})?");
    static final Dfa NUMBER = Dfa.of("[1-9][0-9]*");
    /** A program's name, and a word of its arguments. */
    static final Dfa PROGRAM = Dfa.of("[a-z][a-z0-9_.+-]*"), WORD = Dfa.of("[!#-;=?-\\[\\]-~]+");
    /** What a contract is called: a name, a signature, a method and a path. */
    static final Dfa NAME = Dfa.of("[A-Za-z0-9_/][A-Za-z0-9_./:{}()<>=,*-]*( [A-Za-z0-9_./:{}()<>=,*-]+)*");
    /**
     * A path of a plan that every file system takes and no service builds by; what else tools obey is found when the
     * plan is read. Folders are in lower case.
     */
    static final Dfa PATH = Dfa.of(path());
    /** Lines none of which is a fence of three marks; so deep that it is no fence, it may look like one. */
    static final Dfa CODE = Dfa.of(lines("[\t ]{0,3}(```|\\~\\~\\~)"));
    /** Lines none of which is a fence of four backticks. */
    static final Dfa PROSE = Dfa.of(lines("[\t ]*````"));
    /** One sentence or two, without anything that could be taken for a file. */
    static final Dfa REMARK = Dfa.of("[A-Z][a-zA-Z0-9 ,'()" + OTHER + "-]*[.:]( [A-Z][a-zA-Z0-9 ,'()" + OTHER
            + "-]*[.:])?");

    private Texts() {
    }

    private static String lines(String fence) {
        return "((([\t -~" + OTHER + "]*)&~(" + fence + ".*))\n)*";
    }

    private static String path() {
        var device = Stream.of("con", "prn", "aux", "nul", "com#", "lpt#").map(Texts::anyCase)
                .collect(Collectors.joining("|"));
        var obeyed = Stream.of("appveyor.yml", "azure-pipelines.yml", "bitbucket-pipelines.yml", "jenkinsfile")
                .map(Texts::anyCase).collect(Collectors.joining("|"));
        var file = "[A-Za-z0-9_][A-Za-z0-9_-]*(\\.[a-z0-9]+){1,2}";
        var name = "[A-Z][A-Za-z]*";
        return "(([a-z0-9_][a-z0-9_-]*/)*(" + file + ")|" + name + "|\\.gitignore)"
                + "&~((.*/)?(" + device + ")([./].*)?)"
                + "&~((.*/)?(" + obeyed + "))&~(.*-" + anyCase("wrapper.jar") + ")"
                + "&~(" + anyCase("docs/plan.md") + ")";
    }

    /** The word in any case; {@code #} is any digit. */
    private static String anyCase(String word) {
        return word.chars().mapToObj(c -> c == '#' ? "[0-9]"
                : Character.isLetter(c) ? "[%c%c]".formatted(c, Character.toUpperCase(c)) : "\\" + (char) c)
                .collect(Collectors.joining());
    }

    /** Whether a file is a document, which may hold fences of its own. */
    static boolean prose(String path) {
        var name = path.toLowerCase(Locale.ROOT);
        return Stream.of(".md", ".markdown", ".mdx", ".rst", ".txt", ".adoc").anyMatch(name::endsWith);
    }
}
