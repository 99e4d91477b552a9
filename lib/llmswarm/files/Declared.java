package llmswarm.files;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import llmswarm.guard.SafePath;

/** The files a task may write, and how names in an answer are taken for them; an entry that ends in a slash is a folder. */
final class Declared {
    private final Set<String> files = new LinkedHashSet<>();
    private final Map<String, String> folded = new LinkedHashMap<>();
    private final Set<String> folders = new LinkedHashSet<>();

    Declared(Collection<String> names) {
        for (var name : names) {
            if (name.equals(AnswerParser.ANY)) folders.add("");
            else (name.endsWith("/") ? folders : files).add(name);
        }
        for (var file : files) folded.put(file, "/" + SafePath.folded(file));
    }

    /** The same, with those of the files by name that lie in its folders. */
    Declared with(Collection<String> present) {
        return new Declared(Stream.of(files, folders, present.stream().filter(name -> exact(name).isPresent()).toList())
                .flatMap(Collection::stream).map(name -> name.isEmpty() ? AnswerParser.ANY : name).toList());
    }

    /**
     * The declared path that the name states, or the name itself when it lies in a declared folder. Where any file may be
     * written, a single word such as that of a language is no path.
     */
    Optional<String> exact(String stated) {
        return marked(stated).filter(name -> files.contains(name) || name.indexOf('.') >= 0 || name.indexOf('/') >= 0);
    }

    /** The same for a name that is marked as one. */
    Optional<String> marked(String stated) {
        var name = plain(stated);
        if (files.contains(name)) return Optional.of(name);
        return !folders.isEmpty() && folders.stream().anyMatch(f -> name.startsWith(f) && !name.endsWith("/")) ? Optional.of(name) : Optional.empty();
    }

    /** The one declared file that the name may stand for: in another case, with backslashes, without its folders or below one more. */
    Optional<String> alike(String stated) {
        var name = SafePath.folded(plain(stated).replace('\\', '/'));
        if (name.isEmpty() || name.startsWith("/") || name.contains("..")) return Optional.empty();
        var found = files.stream().filter(f -> folded.get(f).endsWith("/" + name) || f.contains("/") && name.endsWith(folded.get(f))).toList();
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }

    /** The file, when the task declares that one and nothing else. */
    Optional<String> single() {
        return files.size() == 1 && folders.isEmpty() ? Optional.of(files.iterator().next()) : Optional.empty();
    }

    /** One sentence for each declared file, and each folder without any file, that is not among the names. */
    List<String> missing(Set<String> names) {
        var sentences = new ArrayList<String>();
        for (var file : files) if (!names.contains(file)) sentences.add("'%s' is missing".formatted(file));
        for (var folder : folders) {
            if (names.stream().noneMatch(n -> n.startsWith(folder))) sentences.add("there is no file in '%s'".formatted(folder));
        }
        return sentences;
    }

    private static String plain(String name) {
        while (name.startsWith("./")) name = name.substring(2);
        return name;
    }
}
