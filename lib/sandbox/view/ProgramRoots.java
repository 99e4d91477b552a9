package sandbox.view;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import machine.SearchPath;

/**
 * Where programs of the PATH that start others find those, as managers of versions do: by variables, or in the home.
 *
 * @param places    folders of which a command sees what it sees of an installation
 * @param variables what commands are given besides the usual: those that name such places, or a version, and those that
 *                  name a place which the user has shown
 * @param withheld  other variables of the user that name a folder, which commands are not given
 */
record ProgramRoots(List<Path> places, Map<String, String> variables, Map<String, Path> withheld) {
    private static final String VERSION = "[\\w.:+@-]+";

    static ProgramRoots of(Map<String, String> outer, MachineMap map) {
        var path = SearchPath.of(outer);
        var home = Path.of(outer.getOrDefault("HOME", System.getProperty("user.home")));
        var named = outer.entrySet().stream().filter(e -> isPlace(e.getValue()) && !map.session().test(e.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, e -> Path.of(e.getValue()).normalize()));
        var places = new ArrayList<Path>();
        var variables = new TreeMap<String, String>();
        for (var reading : map.reads()) {
            if (path.find(reading.getFirst()).isEmpty()) continue;
            var variable = reading.get(1);
            if (named.containsKey(variable)) variables.put(variable, outer.get(variable));
            var place = named.getOrDefault(variable, home.resolve(reading.getLast()));
            if (place.isAbsolute() && Files.isDirectory(place)) places.add(place);
        }
        outer.keySet().stream().filter(name -> map.choices().test(name) && outer.get(name).matches(VERSION))
                .forEach(name -> variables.put(name, outer.get(name)));
        SearchPath.absolute(outer.getOrDefault(Surroundings.EXTRA, "")).map(Path::normalize)
                .forEach(shown -> named.forEach((name, place) -> {
                    if (place.startsWith(shown)) variables.put(name, outer.get(name));
                }));
        named.keySet().removeIf(name -> variables.containsKey(name) || !Files.isDirectory(named.get(name)));
        return new ProgramRoots(List.copyOf(places), variables, new TreeMap<>(named));
    }

    private static boolean isPlace(String value) {
        try {
            return value.startsWith("/") && Files.exists(Path.of(value));
        } catch (InvalidPathException nonsense) {
            return false;
        }
    }
}
