package sandbox.view;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;


/** Programs on the PATH that live outside the system's folders, and what must be shown so that they run. */
final class Tools {
    private final MachineMap map;
    private final List<Path> system, others;
    private final TreeMap<Path, MountLayer.Read> shown = new TreeMap<>();
    private final Set<Path> visited = new HashSet<>();

    private Tools(MachineMap map, List<Path> system, List<Path> others) {
        this.map = map;
        this.system = system;
        this.others = others;
    }

    /**
     * Follows the folders of the PATH, and their links, out of the system's folders.
     *
     * @param system real folders that are shown whole already
     * @param others real folders that are not this machine's own behind walls, and so never shown
     * @param roots  where programs of the PATH find others
     * @param extra  what is shown whole besides
     * @return parents first, and nothing that another one shows already
     */
    static List<MountLayer.Read> on(List<Path> path, List<Path> roots, List<Path> extra, MachineMap map,
            List<Path> system, List<Path> others) {
        var tools = new Tools(map, system, others);
        path.forEach(tools::visit);
        roots.stream().map(Surroundings::real).forEach(tools::showRoot);
        extra.stream().filter(Files::exists).forEach(tools::show);
        var outermost = new ArrayList<MountLayer.Read>();
        tools.shown.values().stream().filter(s -> outermost.stream().noneMatch(o -> s.at().startsWith(o.at())))
                .forEach(outermost::add);
        return outermost;
    }

    private void visit(Path folder) {
        var real = Surroundings.real(folder);
        if (!visited.add(folder) || map.isOnDrive(real) && !map.programs().test(real)) return;
        if (!isSystem(folder)) showProgramsOf(folder);
        if (!isSystem(real)) showProgramsOf(real);
        if (!folder.equals(real) && !visited.add(real)) return;
        try (var listed = Files.newDirectoryStream(real, Files::isSymbolicLink)) {
            listed.forEach(this::follow);
        } catch (IOException unreadable) {
            // No program can be started from a folder that cannot be listed.
        }
    }

    private void showProgramsOf(Path folder) {
        if (isShown(folder) || isTopmost(folder)) return;
        var whole = map.whole(folder).filter(found -> !covers(found));
        var installation = folder.getParent();
        if (whole.isPresent()) {
            show(whole.get());
        } else if (!map.programs().test(folder) || isTopmost(installation) || covers(installation)) {
            show(folder);
        } else {
            map.near(installation).stream().filter(Files::exists).forEach(this::show);
            map.parts(installation, content(installation)).forEach(this::show);
        }
    }

    private void showRoot(Path root) {
        if (isSystem(root) || isShown(root)) return;
        var whole = map.whole(root).filter(found -> !covers(found));
        if (whole.isPresent()) show(whole.get());
        else map.parts(root, content(root)).forEach(this::show);
    }

    /** What lies in a folder; nothing where that cannot be listed. */
    static List<Path> content(Path folder) {
        var all = new ArrayList<Path>();
        try (var listed = Files.newDirectoryStream(folder)) {
            listed.forEach(all::add);
        } catch (IOException | DirectoryIteratorException unreadable) {
            // What this user cannot list the command could not read.
        }
        return all;
    }

    private void follow(Path link) {
        try {
            var target = link.resolveSibling(Files.readSymbolicLink(link)).normalize();
            if (visited.contains(target.getParent())) return;
            var real = target.toRealPath();
            for (var place : List.of(target, real)) {
                if (isSystem(place) || isShown(place)) continue;
                if (map.programs().test(place.getParent())) visit(place.getParent());
                else show(map.whole(place).filter(folder -> !covers(folder)).orElse(place));
            }
        } catch (IOException dangling) {
            // A link to nothing is no program.
        }
    }

    private void show(Path place) {
        var real = Surroundings.real(place);
        for (var path : List.of(place, real)) {
            var at = Surroundings.place(path);
            if (!isSystem(at) && !covers(at) && !covers(real)) shown.putIfAbsent(at, new MountLayer.Read(real, at));
        }
    }

    /** A folder like /opt or /home is no program's own, though it may be on the PATH. */
    private static boolean isTopmost(Path folder) {
        return Surroundings.real(folder).getNameCount() < 2;
    }

    private boolean covers(Path folder) {
        return Stream.concat(system.stream(), others.stream()).anyMatch(other -> other.startsWith(folder));
    }

    private boolean isSystem(Path path) {
        return isIn(system, path) || path.startsWith(Surroundings.SETTINGS) || isIn(system, Surroundings.place(path));
    }

    private static boolean isIn(List<Path> folders, Path path) {
        return folders.stream().anyMatch(path::startsWith);
    }

    private boolean isShown(Path path) {
        return shown.keySet().stream().anyMatch(path::startsWith);
    }
}
