package llmswarm.guard;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import text.Folding;
import text.Glyphs;

/**
 * The lexical rules behind {@link SafePath}: what no path may hold, and which names are written only where somebody
 * allows them.
 */
final class PathRules {
    private static final int SEGMENT_BYTES = 255, PATH_BYTES = 4096;
    private static final Pattern DEVICE = Pattern.compile("(con|prn|aux|nul|(com|lpt)[0-9]|conin\\$|conout\\$)");
    /** NTFS answers to such names for any long one: git~1 is .git. */
    private static final Pattern SHORT_NAME = Pattern.compile("[^.]{1,6}~[0-9]{1,6}(\\.[^.]{0,3})?");
    private static final Pattern ENDING = Pattern.compile("[. ]++$");

    private PathRules() {
    }

    static boolean invisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR, Character.PRIVATE_USE, Character.UNASSIGNED -> true;
            case Character.SPACE_SEPARATOR -> c != ' ';
            default -> Glyphs.isBlank(c) || Glyphs.isSelector(c);
        };
    }

    /** What is wrong with the whole name, before it is taken apart; null when nothing is. */
    static String whole(String name) {
        if (name.codePoints().anyMatch(PathRules::invisible)) return "holds a control or invisible character";
        if (name.indexOf('\\') >= 0) return "holds a backslash; folders are divided by '/'";
        if (name.startsWith("/")) return "is an absolute path; it must be relative to the project";
        if (name.length() > 1 && name.charAt(1) == ':'
                && Character.isLetter(name.charAt(0))) return "names a drive; it must be relative to the project";
        if (name.startsWith("~")) return "starts with '~', which stands for a home folder";
        if (name.startsWith("-")) return "starts with '-', which commands take for an option";
        if (bytes(name) > PATH_BYTES) return "is longer than %d bytes".formatted(PATH_BYTES);
        return null;
    }

    /** What is wrong with one part of a path; null when nothing is. */
    static String segment(String segment) {
        if (segment.isEmpty()) return "has an empty part between two '/'";
        if (segment.equals("..")) return "climbs out of the project";
        if (segment.equals(".")) return "has a part '.'";
        if (segment.endsWith(".") || segment.endsWith(" ")) return "has a part that ends in a dot or a space";
        if (bytes(segment) > SEGMENT_BYTES) return "has a part longer than %d bytes".formatted(SEGMENT_BYTES);
        if (segment.chars().anyMatch(c -> "<>:\"|?*".indexOf(c) >= 0)) return "holds one of < > : \" | ? *, which not every system can store";
        var folded = stored(segment);
        if (folded.isEmpty()) return "has a part that ends in a dot or a space";
        if (folded.indexOf('/') >= 0
                || folded.indexOf('\\') >= 0) return "holds a character that some systems take for a slash";
        if (folded.equals(".git")) return "belongs to git";
        if (folded.equals(".swarm") || folded.startsWith(".swarm-")) return "belongs to this tool";
        if (SHORT_NAME.matcher(folded).matches()) return "looks like a short name, which may stand for another file";
        if (DEVICE.matcher(folded.split("\\.", 2)[0].strip())
                .matches()) return "uses a name that Windows keeps for a device";
        return null;
    }

    /** Why other tools would obey what is written there, though nobody allowed it; ends a sentence. */
    static Optional<String> obeyed(List<String> segments, boolean folder, Collection<String> allow) {
        var ending = folder ? "/" : "";
        if (ObeyedNames.allowed(String.join("/", segments) + ending, allow)) return Optional.empty();
        return ObeyedNames.bundled().because(segments.stream().map(PathRules::stored).collect(Collectors.joining("/"))
                + ending);
    }

    /** The part of a path as the most lenient file system stores it: folded, without dots and blanks at its end. */
    private static String stored(String segment) {
        return ENDING.matcher(Folding.of(segment, Normalizer.Form.NFKC)).replaceFirst("");
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
