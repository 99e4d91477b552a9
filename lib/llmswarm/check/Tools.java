package llmswarm.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Programs on the PATH that live in hidden folders, and what must be shown read-only so that they run. */
final class Tools {
    /** A place of this machine and where the command sees it; both differ where a link leads there. */
    record Bind(Path from, Path to) {
    }

    private static final Set<String> PROGRAMS = Set.of("bin", "shims");
    private static final Pattern SECRET = Pattern.compile("(?i)\\.?credentials.*|.*-credentials|\\.?npmrc|\\.?netrc|\\.?pypirc"
            + "|pip\\.conf|auth\\.json|\\.env|id_(rsa|dsa|ecdsa|ed25519)|.*\\.key|\\.git");
    private static final Pattern HOLDS_SECRETS = Pattern.compile("(?i)\\.?credentials.*|\\.?npmrc|\\.?netrc|auth\\.json|config"
            + "|config\\.(json|toml|ya?ml)|settings(-security)?\\.xml|\\.ssh");

    private final List<Path> hidden;
    private final Path home;
    private final TreeMap<Path, Bind> binds = new TreeMap<>();
    private final Set<Path> visited = new HashSet<>();

    private Tools(List<Path> hidden, Path home) {
        this.hidden = hidden;
        this.home = Hidden.real(home);
    }

    /** Follows the folders of the PATH, and their links, into hidden folders; {@code extra} is shown whole. */
    static Tools on(List<Path> path, List<Path> extra, List<Path> hidden, Path home) {
        var tools = new Tools(hidden, home);
        path.forEach(tools::visit);
        extra.stream().filter(Files::exists).forEach(tools::show);
        return tools;
    }

    /** Parents first; nothing that another one shows already. */
    List<Bind> binds() {
        var outermost = new ArrayList<Bind>();
        binds.values().stream().filter(b -> outermost.stream().noneMatch(o -> b.to.startsWith(o.to))).forEach(outermost::add);
        return outermost;
    }

    /** What looks like credentials at the top of the shown folders or one below. */
    List<Path> masked() {
        var found = new ArrayList<Path>();
        for (var bind : binds()) {
            try (var near = Files.walk(bind.from, 2)) {
                near.filter(p -> !p.equals(bind.from) && SECRET.matcher(p.getFileName().toString()).matches())
                        .filter(p -> !Files.isSymbolicLink(p)).forEach(p -> found.add(bind.to.resolve(bind.from.relativize(p))));
            } catch (IOException | UncheckedIOException unreadable) {
                // A folder this user cannot list has nothing that the command could read.
            }
        }
        found.removeIf(p -> found.stream().anyMatch(o -> !o.equals(p) && p.startsWith(o)));
        return found;
    }

    private void visit(Path folder) {
        var real = Hidden.real(folder);
        if (isHidden(folder) || isHidden(real)) {
            if (hidden.contains(folder) || !visited.add(folder)) {
                return;
            }
            showProgramsOf(folder);
            showProgramsOf(real);
        } else if (!visited.add(real)) {
            return;
        }
        try (var listed = Files.newDirectoryStream(real, Files::isSymbolicLink)) {
            listed.forEach(this::follow);
        } catch (IOException unreadable) {
            // No program can be started from a folder that cannot be listed.
        }
    }

    private void showProgramsOf(Path folder) {
        var parent = folder.getParent();
        if (!holdsPrograms(folder)) {
            show(folder);
        } else if (isToolsOwn(parent)) {
            show(parent);
        } else {
            show(folder);
            if (!parent.equals(home) && Files.isDirectory(parent.resolve("lib"))) {
                show(parent.resolve("lib"));
            }
        }
    }

    private boolean isToolsOwn(Path folder) {
        var real = Hidden.real(folder);
        if (hidden.stream().anyMatch(h -> h.startsWith(real)) || real.equals(home.resolve(".local"))) {
            return false;
        }
        try (var listed = Files.list(real)) {
            return listed.noneMatch(p -> HOLDS_SECRETS.matcher(p.getFileName().toString()).matches());
        } catch (IOException unreadable) {
            return false;
        }
    }

    private void follow(Path link) {
        try {
            var target = link.resolveSibling(Files.readSymbolicLink(link)).normalize();
            if (visited.contains(target.getParent())) {
                return;
            }
            var real = target.toRealPath();
            if (!isHidden(target) && !isHidden(real) || isShown(target) && isShown(real)) {
                return;
            }
            for (var place : List.of(target, real)) {
                if (holdsPrograms(place.getParent())) {
                    visit(place.getParent());
                } else {
                    show(place);
                }
            }
        } catch (IOException dangling) {
            // A link to nothing is no program.
        }
    }

    private void show(Path place) {
        var real = Hidden.real(place);
        for (var at : List.of(place, real)) {
            if (isHidden(at) && !hidden.contains(at) && Files.exists(at, LinkOption.NOFOLLOW_LINKS)) {
                binds.putIfAbsent(at, new Bind(real, at));
            }
        }
    }

    private static boolean holdsPrograms(Path folder) {
        return folder.getFileName() != null && PROGRAMS.contains(folder.getFileName().toString());
    }

    private boolean isHidden(Path path) {
        return hidden.stream().anyMatch(path::startsWith);
    }

    private boolean isShown(Path path) {
        return binds.keySet().stream().anyMatch(path::startsWith);
    }
}
