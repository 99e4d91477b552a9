package llmswarm.guard;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import text.Folding;
import text.Trimming;

/** Finds in a specification the files that it asks for and that are refused because other tools obey them. */
public final class AskedNames {
    private static final int MOST = 5;
    private static final Pattern PATH = Pattern.compile("(?<![\\w./*:-])(?:\\.\\w|\\w)[\\w.-]*+(?:/[\\w.-]++)*+");
    /** A name in prose that is a platform's, not a file's. */
    private static final Pattern PLATFORM = Pattern.compile("(?i)node\\.js");
    private static final String NAMED = "the specification names '%s', which is left out, because %s",
        CALLED = "the specification speaks of '%s', but '%s' is left out, because %s";
    private static final String REMEDY = "; to have it written, say --allow %s, or list that under 'allow' in the pack's stack.yaml";

    private AskedNames() {
    }

    /**
     * One sentence for each such file, by its name or by what such a file is called, at most five; what is allowed is
     * left out.
     */
    public static List<String> in(String text, Collection<String> allow) {
        var sentences = new ArrayList<String>();
        var names = PATH.matcher(text).results().map(found -> Trimming.back(found.group(), ".-")).distinct()
            .filter(AskedNames::isPath).filter(name -> ObeyedNames.bundled().hold(folded(name))).toList();
        for (var kind : ObeyedNames.bundled().kinds()) {
            if (allow.stream().anyMatch(path -> kind.holds(folded(path)))) continue;
            var named = names.stream().filter(name -> kind.holds(folded(name)) && !isFolder(kind, name)).toList();
            for (var name : named) sentences.add(NAMED.formatted(name, kind.because()) + REMEDY.formatted(name));
            if (named.isEmpty()) called(kind, text).ifPresent(words ->
                sentences.add(CALLED.formatted(words, kind.example(), kind.because())
                        + REMEDY.formatted(kind.example())));
        }
        return sentences.stream().limit(MOST).toList();
    }

    /** Without a dot what has slashes is a choice of words, such as a method of HTTP. */
    private static boolean isPath(String name) {
        return !PLATFORM.matcher(name).matches() && (name.indexOf('/') < 0 || name.indexOf('.') >= 0);
    }

    /** The mere name of a folder says what is to be ignored more often than what is to be written. */
    private static boolean isFolder(ObeyedNames.Kind kind, String name) {
        return name.indexOf('/') < 0 && kind.holds(folded(name) + "/");
    }

    private static Optional<String> called(ObeyedNames.Kind kind, String text) {
        return kind.called().stream().filter(words ->
            Pattern.compile("(?i)(?<!\\w)" + Pattern.quote(words) + "s?(?!\\w)").matcher(text).find()).findFirst();
    }

    private static String folded(String name) {
        return Folding.of(name, Normalizer.Form.NFKC);
    }
}
