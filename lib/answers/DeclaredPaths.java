package answers;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The files that were asked for, and which names in an answer are among them; one that ends in a slash is a folder. */
final class DeclaredPaths {
    private final Set<String> files = new LinkedHashSet<>();
    private final Set<String> folders = new LinkedHashSet<>();

    DeclaredPaths(Collection<String> names) {
        for (var name : names) {
            if (name.equals(AnswerReader.ANYWHERE)) folders.add("");
            else (name.endsWith("/") ? folders : files).add(name);
        }
    }

    /** These and, by name, those of the present files that lie in the declared folders. */
    DeclaredPaths with(Collection<String> present) {
        var all = new DeclaredPaths(files);
        all.folders.addAll(folders);
        present.stream().filter(name -> path(name, false, true).isPresent()).forEach(all.files::add);
        return all;
    }

    /** The path of a declared file, or the path in a declared folder, that a line states. */
    Optional<String> path(PathLine stated) {
        return path(stated.path(), stated.raised(), stated.quoted());
    }

    /**
     * The declared path that a name is.
     *
     * @param raised whether the name is a heading or bold
     * @param quoted whether it is in quotes
     */
    Optional<String> path(String stated, boolean raised, boolean quoted) {
        var name = plain(stated);
        if (files.contains(name)) return Optional.of(name);
        boolean inside = folders.stream().anyMatch(folder -> !folder.isEmpty() && name.startsWith(folder));
        boolean path = inside && PathLook.below(name, raised, quoted)
                || anywhere() && PathLook.anywhere(name, raised, quoted);
        return path ? Optional.of(name) : Optional.empty();
    }

    /** The declared file whose path is all that the comment in that line says. */
    Optional<String> inComment(String line) {
        return PathLine.inComment(line).map(DeclaredPaths::plain).filter(files::contains);
    }

    /** Whether that very file is declared. */
    boolean isFile(String path) {
        return files.contains(path);
    }

    /** Whether files may lie anywhere in the project. */
    boolean anywhere() {
        return folders.contains("");
    }

    /** The declared file, when there is only one and no folder. */
    Optional<String> single() {
        return files.size() == 1 && folders.isEmpty() ? Optional.of(files.iterator().next()) : Optional.empty();
    }

    /** The declared files that are not among the names. */
    List<String> absent(Set<String> names) {
        return files.stream().filter(file -> !names.contains(file)).toList();
    }

    /** One sentence for each declared file, and each folder without any file, that is not among the names. */
    List<String> missing(Set<String> names) {
        var sentences = new ArrayList<String>();
        for (var file : absent(names)) sentences.add("'%s' is missing".formatted(file));
        for (var folder : folders) {
            if (names.stream().noneMatch(n -> n.startsWith(folder))) {
                sentences.add("there is no file in '%s'".formatted(folder.isEmpty() ? AnswerReader.ANYWHERE : folder));
            }
        }
        return sentences;
    }

    private static String plain(String name) {
        return name.startsWith("./") ? name.substring(2) : name;
    }
}
