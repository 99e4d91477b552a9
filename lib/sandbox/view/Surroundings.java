package sandbox.view;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import machine.SearchPath;

/**
 * What a contained command is given of this machine besides its folder and the settings of {@link RootFolder}.
 *
 * @param home        the home folder by its real path, shown empty; {@code /tmp} where the user has none
 * @param links       places of the PATH and of the system that are or go through links, which are made anew
 * @param shown       what can be read of this machine, parents first: the system's folders, and programs elsewhere
 * @param masked      what lies in shown folders and must not be seen
 * @param path        the folders of the PATH that are seen
 * @param environment all variables a command starts with
 * @param onlineEnvironment further ones for a command that sees the network
 * @param withheld    variables of the user that name a folder, and are not among them
 */
public record Surroundings(Path home, List<Path> links, List<MountLayer.Read> shown, HiddenPlaces masked,
        List<Path> path, Map<String, String> environment, Map<String, String> onlineEnvironment,
        Map<String, Path> withheld) {
    /** A user's own word for further places to show read-only, separated as on the PATH. */
    public static final String EXTRA = "SWARM_SANDBOX_READ";
    static final Path TMP = Path.of("/tmp"), SETTINGS = Path.of("/etc");
    private static final Path LEFT_OVER = Path.of("/var/tmp"), SHARED_MEMORY = Path.of("/dev/shm");
    private static final List<Path> KERNELS = Stream.of("/proc", "/sys", "/dev").map(Path::of).toList();
    private static final List<Path> OWN = Stream.of("/tmp", "/var/tmp", "/proc", "/sys", "/dev").map(Path::of).toList();
    private static final List<Path> MACHINE =
            Stream.concat(OWN.stream(), Stream.of("/usr", "/bin", "/lib", "/etc").map(Path::of)).toList();
    private static final List<String> HARMLESS = List.of("LANG", "LC_ALL", "LC_CTYPE", "TZ");
    private static final List<String> NETWORK =
            List.of("http_proxy", "https_proxy", "all_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY",
            "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR");
    private static final List<String> CERTIFICATES = List.of("SSL_CERT_FILE", "SSL_CERT_DIR");

    /** Looks around once; takes some milliseconds, since every folder of the PATH is listed for links. */
    public static Surroundings of(Map<String, String> outer) {
        var map = MachineMap.read();
        var home = home(outer);
        var there = map.system().stream().filter(Files::isDirectory).toList();
        var system = there.stream().filter(folder -> place(folder).equals(real(folder))).toList();
        var others = Stream.concat(OWN.stream(), Stream.of(real(home))).toList();
        var path = path(outer).stream().map(Surroundings::place).distinct().toList();
        var roots = ProgramRoots.of(outer, map);
        var extra = SearchPath.absolute(outer.getOrDefault(EXTRA, "")).toList();
        var tools = Tools.on(path, roots.places(), extra, map, there, others);
        var shown = Stream.concat(system.stream().map(MountLayer.Read::new), tools.stream()).toList();
        var seen = path.stream().filter(p -> shown.stream().anyMatch(s -> real(p).startsWith(s.from()))).toList();
        var links = Stream.of(there.stream(), path.stream(), roots.places().stream(), Stream.of(home))
                .flatMap(s -> s).toList();
        var masked = HiddenPlaces.in(tools, real(home), map);
        return new Surroundings(real(home), links, shown, masked, seen, environment(outer, real(home), seen),
                network(outer), roots.withheld());
    }

    /** The same for a command that sees the network: how it is reached, and where names are looked up. */
    public Surroundings online() {
        var all = new LinkedHashMap<>(environment);
        all.putAll(onlineEnvironment);
        var certificates = CERTIFICATES.stream().map(onlineEnvironment::get).filter(Objects::nonNull).map(Path::of)
                .filter(path -> path.isAbsolute() && Files.exists(path) && !isShown(place(path)));
        var layers = Stream.concat(onlineSettings(MachineMap.read()).stream(), certificates.map(Surroundings::place))
                .map(file -> new MountLayer.Read(real(file), file));
        return new Surroundings(home, links, Stream.concat(shown.stream(), layers).toList(), masked.online(), path,
                all, onlineEnvironment, withheld);
    }

    /** The files of /etc that only a command with network sees, as far as everybody may read them. */
    static List<Path> onlineSettings(MachineMap map) {
        return map.online().stream().map(SETTINGS::resolve)
                .filter(file -> Files.isReadable(file) && !HiddenPlaces.isClosed(file)).toList();
    }

    /** Whether a folder holds the home or parts of the machine, so that it cannot be made writable alone. */
    public boolean isHolding(Path folder) {
        return holdsMachine(folder) || home.startsWith(folder);
    }

    /** Whether a place lies in a folder of this machine that commands see. */
    public boolean isShown(Path place) {
        return shown.stream().anyMatch(layer -> place.startsWith(layer.at()));
    }

    /** Whether a place is one that commands have of their own, or are given a copy of. */
    public boolean isOwn(Path place) {
        return KERNELS.stream().anyMatch(place::startsWith) || place.startsWith(SETTINGS) || OWN.contains(place)
                || place.equals(home);
    }

    /** What every command sees, in an order in which each layer lies on those it needs. */
    public List<MountLayer> layers(long scratch) {
        var layers = new ArrayList<MountLayer>(shown);
        layers.add(new MountLayer.Empty(TMP, scratch));
        layers.add(new MountLayer.Empty(LEFT_OVER, scratch));
        if (!home.equals(TMP)) layers.add(new MountLayer.Empty(home, scratch));
        layers.sort((a, b) -> a.at().compareTo(b.at()));
        layers.addAll(masked.layers());
        return layers;
    }

    /** Where a contained command writes to memory. */
    public List<Path> scratch() {
        return List.of(TMP, LEFT_OVER, home, SHARED_MEMORY);
    }

    /** The folders of the PATH. */
    public static List<Path> path(Map<String, String> outer) {
        return SearchPath.of(outer).folders();
    }

    /** The variables by allow-list: no key of the outer environment gets in. */
    public static Map<String, String> environment(Map<String, String> outer, Path home, List<Path> path) {
        var inner = new LinkedHashMap<String, String>();
        HARMLESS.stream().filter(outer::containsKey).forEach(name -> inner.put(name, outer.get(name)));
        inner.putIfAbsent("LANG", "C.UTF-8");
        inner.put("PATH", new SearchPath(path).toString());
        inner.put("HOME", home.toString());
        inner.put("TMPDIR", TMP.toString());
        inner.put("TERM", "dumb");
        inner.put("NO_COLOR", "1");
        ProgramRoots.of(outer, MachineMap.read()).variables().forEach(inner::putIfAbsent);
        return inner;
    }

    /** None that holds a user's name and password. */
    public static Map<String, String> network(Map<String, String> outer) {
        return NETWORK.stream().filter(name -> !outer.getOrDefault(name, "@").contains("@"))
                .collect(Collectors.toMap(name -> name, outer::get));
    }

    /** The path with its links followed, or as it is where that cannot be done. */
    public static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException absent) {
            return path.toAbsolutePath().normalize();
        }
    }

    /** The path with the links above it followed, but not itself. */
    static Path place(Path path) {
        return path.getParent() == null ? path : real(path.getParent()).resolve(path.getFileName());
    }

    /** A home that holds the system's folders could not be shown empty. */
    private static Path home(Map<String, String> outer) {
        var home = Path.of(outer.getOrDefault("HOME", System.getProperty("user.home")));
        return home.isAbsolute() && !holdsMachine(real(home)) && Files.isDirectory(home) ? home : TMP;
    }

    private static boolean holdsMachine(Path folder) {
        return MACHINE.stream().anyMatch(part -> part.startsWith(folder));
    }
}
