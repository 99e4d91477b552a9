package llmswarm.check;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import llmswarm.guard.SearchPath;

/**
 * What a contained command is given of this machine besides the read-only system and its folder.
 *
 * @param home        the home folder, shown empty; {@code /tmp} where the user has none
 * @param hidden      folders that are shown empty, parents first
 * @param masked      files that cannot be read
 * @param tools       places inside hidden folders that programs on the PATH need, read-only
 * @param path        the folders of the PATH that are seen
 * @param environment all variables a command starts with
 * @param onlineEnvironment further ones for a command that sees the network
 */
record Surroundings(Path home, List<Path> hidden, List<Path> masked, List<Tools.Bind> tools, List<Path> path,
                    Map<String, String> environment, Map<String, String> onlineEnvironment) {
    /** A user's own word for further folders to show read-only, separated as on the PATH. */
    static final String EXTRA = "SWARM_SANDBOX_READ";
    private static final List<String> HARMLESS = List.of("LANG", "LC_ALL", "LC_CTYPE", "TZ");
    private static final List<String> NETWORK = List.of("http_proxy", "https_proxy", "all_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY",
            "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR");
    private static final Path TMP = Path.of("/tmp"), SHARED_MEMORY = Path.of("/dev/shm"), NAME_SERVERS = Path.of("/etc/resolv.conf");

    /** Looks around once; takes some milliseconds, since every folder of the PATH is listed for links. */
    static Surroundings of(Map<String, String> outer) {
        var home = home(outer);
        var hidden = Hidden.of(outer, home);
        var path = path(outer).stream().filter(p -> !hidden.folders().contains(Hidden.real(p))).toList();
        var tools = Tools.on(path, SearchPath.absolute(outer.getOrDefault(EXTRA, "")).toList(), hidden.folders(), home);
        var masked = Stream.concat(hidden.files().stream(), tools.masked().stream()).toList();
        return new Surroundings(home, hidden.folders(), masked, tools.binds(), path, environment(outer, home, path), network(outer));
    }

    /** The same for a command that sees the network: how it is reached, and where names are looked up. */
    Surroundings online() {
        var all = new LinkedHashMap<>(environment);
        all.putAll(onlineEnvironment);
        var names = Hidden.real(NAME_SERVERS);
        var shown = hidden.stream().anyMatch(names::startsWith) && Files.exists(names)
                ? Stream.concat(tools.stream(), Stream.of(new Tools.Bind(names, names))).toList() : tools;
        return new Surroundings(home, hidden, masked, shown, path, all, onlineEnvironment);
    }

    /** The folders of {@link #hidden} that a program may fill; the others have room for a little only. */
    boolean isRoomy(Path folder) {
        return folder.equals(TMP) || folder.equals(Hidden.real(home));
    }

    /** Where a contained command writes to memory. */
    List<Path> scratch() {
        return Stream.concat(hidden.stream(), Stream.of(SHARED_MEMORY)).toList();
    }

    /** The folders of the PATH. */
    static List<Path> path(Map<String, String> outer) {
        return SearchPath.of(outer).folders();
    }

    /** The variables by allow-list: no key of the outer environment gets in. */
    static Map<String, String> environment(Map<String, String> outer, Path home, List<Path> path) {
        var inner = new LinkedHashMap<String, String>();
        HARMLESS.stream().filter(outer::containsKey).forEach(name -> inner.put(name, outer.get(name)));
        inner.putIfAbsent("LANG", "C.UTF-8");
        inner.put("PATH", new SearchPath(path).toString());
        inner.put("HOME", home.toString());
        inner.put("TMPDIR", TMP.toString());
        inner.put("TERM", "dumb");
        inner.put("NO_COLOR", "1");
        return inner;
    }

    /** None that holds a user's name and password. */
    static Map<String, String> network(Map<String, String> outer) {
        return NETWORK.stream().filter(name -> !outer.getOrDefault(name, "@").contains("@")).collect(Collectors.toMap(name -> name, outer::get));
    }

    private static Path home(Map<String, String> outer) {
        var home = Path.of(outer.getOrDefault("HOME", System.getProperty("user.home")));
        var usable = home.isAbsolute() && Hidden.mayBeHidden(Hidden.real(home)) && Files.isDirectory(home);
        return usable ? home : TMP;
    }
}
