package answers;

import java.util.Set;
import java.util.stream.Stream;

import com.google.re2j.Pattern;

/**
 * Whether a name that an answer chooses by itself looks like a path, rather than like a sentence or a command. Names
 * with blanks have to be in quotes or, below a declared folder, headings.
 */
final class PathLook {
    private static final int LONGEST_PART = 80;
    private static final Pattern PART =
            Pattern.compile("(C*[\\pL\\pN)_-] ){0,4}C*[^\\s/\\\\`\"*?<>|:;,]".replace("C", "[^\\s/\\\\`\"*?<>|]"));
    private static final Pattern DOT_BEFORE_BLANK = Pattern.compile("\\.[^/]* ");
    private static final Pattern ENDING =
            Pattern.compile(".*[^.]\\.[\\pL\\pN_+-]*\\pL[\\pL\\pN_+-]*|\\.\\pL[\\pL\\pN._-]*");
    private static final Pattern PROGRAM = Pattern.compile("([a-z0-9._-]+/)+[A-Za-z0-9._-]*[A-Za-z0-9_-]");
    /** Files that have no ending. */
    private static final Set<String> KNOWN = Set.of("Makefile", "makefile", "Dockerfile", "Containerfile", "Procfile",
            "Vagrantfile", "Gemfile", "Rakefile", "Pipfile", "Justfile", "justfile", "README", "LICENSE", "LICENCE",
            "COPYING",
            "NOTICE", "AUTHORS", "CHANGELOG", "CHANGES", "CONTRIBUTING", "INSTALL", "VERSION", "CODEOWNERS");

    private PathLook() {
    }

    /** Below a declared folder. */
    static boolean below(String name, boolean raised, boolean quoted) {
        boolean blank = name.indexOf(' ') >= 0;
        boolean quotes = name.chars().filter(c -> c == '\'').count() % 2 == 0;
        return (!blank || quoted || raised && !DOT_BEFORE_BLANK.matcher(name).find()) && quotes
                && Stream.of(name.split("/", -1)).allMatch(part -> part.length() <= LONGEST_PART && PART.matches(part));
    }

    /** Anywhere: it needs an ending there, or is known to be a file, or is a raised or quoted one in folders. */
    static boolean anywhere(String name, boolean raised, boolean quoted) {
        var last = name.substring(name.lastIndexOf('/') + 1);
        boolean ends = KNOWN.contains(last) || last.indexOf('.') >= 0 && ENDING.matches(last);
        boolean program = (raised || quoted) && last.length() < name.length() && PROGRAM.matches(name);
        return (ends || program) && below(name, false, quoted);
    }
}
