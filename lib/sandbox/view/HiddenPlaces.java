package sandbox.view;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import machine.CurrentUser;

/**
 * What lies in shown folders and is not shown all the same: names that keep credentials, sockets of other programs,
 * pipes and devices, and for root, outside the home, what others may not read. What a distribution puts into /usr is
 * public and not searched.
 *
 * @param places files and folders, parents first
 */
public record HiddenPlaces(List<Path> places) {
    private static final Path NOTHING = Path.of("/dev/null"), LOCAL = Path.of("/usr/local"), SOCKETS =
            Path.of("/proc/net/unix");
    /** Each costs a mount: where more are to be hidden, the folders they lie in are. */
    private static final int MOST = 64;
    private static final int OTHERS = 7;
    /** With its path, if it has one, which begins with a slash; abstract names begin with an at sign. */
    private static final Pattern LISTED = Pattern.compile("(?:\\S+ +){7}(/.*)");

    /** Looks through what is shown besides the system's folders. */
    static HiddenPlaces in(List<MountLayer.Read> tools, Path home, MachineMap map) {
        var found = new TreeSet<Path>();
        var roots = Stream.concat(Stream.of(LOCAL), tools.stream().map(MountLayer.Read::from)).distinct().toList();
        for (var root : roots) {
            var closed = CurrentUser.id() == 0 && !root.startsWith(home);
            new ShownWalk(root, map, closed).into(found);
        }
        roots.stream().flatMap(HiddenPlaces::sockets).forEach(found::add);
        for (var place = deepest(found); found.size() > MOST && !roots.contains(place); place = deepest(found)) {
            found.remove(place);
            found.add(place.getParent());
        }
        var shown = Stream.concat(Stream.of(new MountLayer.Read(LOCAL)), tools.stream()).toList();
        var all = found.stream().flatMap(place -> seenAt(place, shown)).collect(Collectors.toCollection(TreeSet::new));
        return new HiddenPlaces(all.stream().filter(place ->
                Stream.iterate(place.getParent(), Objects::nonNull, Path::getParent).noneMatch(all::contains))
                .toList());
    }

    /** One that is shown at several places is hidden at each. */
    private static Stream<Path> seenAt(Path place, List<MountLayer.Read> shown) {
        return shown.stream().filter(layer -> place.startsWith(layer.from()))
                .map(layer -> layer.at().resolve(layer.from().relativize(place)));
    }

    private static Path deepest(TreeSet<Path> places) {
        return places.stream().max(Comparator.comparing(Path::getNameCount)).orElse(LOCAL);
    }

    /** Whether only its owner and a group may do anything with it. */
    static boolean isClosed(Path path) {
        try {
            return ((int) Files.getAttribute(path, "unix:mode") & OTHERS) == 0;
        } catch (IOException gone) {
            return true;
        }
    }

    /** The places in a folder at which programs of this machine listen, as the kernel lists them (unix(7)). */
    public static Stream<Path> sockets(Path folder) {
        try {
            var above = folder + "/";
            return new String(Files.readAllBytes(SOCKETS), StandardCharsets.UTF_8).lines().map(LISTED::matcher)
                    .filter(Matcher::matches).map(line -> line.group(1)).filter(path -> path.startsWith(above))
                    .map(Path::of).filter(HiddenPlaces::isSocket).distinct();
        } catch (IOException unknown) {
            return Stream.empty();
        }
    }

    /** Anybody can listen at an abstract name that looks like the path of a file of others. */
    private static boolean isSocket(Path path) {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).isOther();
        } catch (IOException gone) {
            return false;
        }
    }

    /** For a command that fetches packages: what everybody may read in /usr/local tells from where. */
    HiddenPlaces online() {
        return new HiddenPlaces(places.stream().filter(place -> !place.startsWith(LOCAL) || isClosed(place)
                || !Files.isRegularFile(place)).toList());
    }

    /** How they are covered. */
    List<MountLayer> layers() {
        return places.stream().map(HiddenPlaces::covered).toList();
    }

    /** A layer that hides a file or folder. */
    public static MountLayer covered(Path place) {
        return Files.isDirectory(place) ? new MountLayer.Empty(place, 0) : new MountLayer.Read(NOTHING, place);
    }
}
