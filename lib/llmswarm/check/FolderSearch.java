package llmswarm.check;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the folders of this machine that patterns of a pack name. A pack need not be trusted for that: of each folder
 * so many entries are looked at, each place once whatever links lead there, and none that the kernel makes up.
 */
final class FolderSearch {
    /** Entries of a folder, and folders on the way, that are looked at. */
    private static final int MOST = 1_000;
    private static final List<Path> MADE_UP = List.of(Path.of("/proc"), Path.of("/sys"), Path.of("/dev"));

    private FolderSearch() {
    }

    /** Of each pattern the last by name first. */
    static List<Path> of(List<String> patterns) {
        var found = new ArrayList<Path>();
        for (var pattern : patterns) {
            var here = List.of(Path.of("/"));
            for (var name : Path.of(pattern)) here = below(here, name.toString());
            found.addAll(here.stream().filter(Files::isDirectory).sorted(Comparator.reverseOrder()).toList());
        }
        return found;
    }

    private static List<Path> below(List<Path> folders, String name) {
        var places = new LinkedHashMap<Path, Path>();
        for (var folder : folders) {
            if (name.contains("*")) entries(folder, name, places);
            else add(folder.resolve(name), places);
        }
        return List.copyOf(places.values());
    }

    private static void entries(Path folder, String name, Map<Path, Path> places) {
        var glob = FileSystems.getDefault().getPathMatcher("glob:" + name);
        int looked = 0;
        try (var inside = Files.newDirectoryStream(folder)) {
            for (var entry : inside) {
                if (++looked > MOST) return;
                if (glob.matches(entry.getFileName())) add(entry, places);
            }
        } catch (IOException | DirectoryIteratorException closed) {
            // What cannot be read holds nothing for this user.
        }
    }

    /** By the real place, as links could lead round and round. */
    private static void add(Path path, Map<Path, Path> places) {
        if (places.size() >= MOST) return;
        try {
            var real = path.toRealPath();
            if (MADE_UP.stream().noneMatch(folder -> path.startsWith(folder) || real.startsWith(folder))) {
                places.putIfAbsent(real, path);
            }
        } catch (IOException absent) {
            // A name that leads nowhere.
        }
    }
}
