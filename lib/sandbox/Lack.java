package sandbox;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import sandbox.process.CommandResult;
import sandbox.view.Surroundings;

/**
 * Tells a program of this machine that does not run behind walls, since a part of it is not shown, from one that runs
 * and fails: only its user can mend the first.
 *
 * @param word  how a command names it
 * @param place where it was found on the PATH
 */
record Lack(String word, Path place, Surroundings seen) {
    private static final String TROUBLE = "'%s' is missing something it needs%s; name its folder in %s";
    private static final Pattern NO_START = Pattern.compile(
            "the sandbox could not start it: (?:could not start|failed to execute|execvp) .*No such file or directory");
    private static final Pattern NO_LIBRARY =
            Pattern.compile("rror (?:while )?loading shared librar(?:y|ies):? (\\S+):");
    private static final int MOST = 3;

    /** What to do, where this is why a command that it was first to start failed. */
    Optional<String> behind(CommandResult result) {
        return result.exit() == 0 ? Optional.empty() : missing(result).map(this::told);
    }

    /** What to do, should the program not even tell its version; empty where it knows of nothing that is not shown. */
    Optional<String> suspected() {
        var launcher = Launcher.of(place, seen.home());
        var folders = seen.withheld().entrySet().stream().filter(variable -> launcher.has(variable.getKey()))
                .map(variable -> "%s of %s".formatted(variable.getValue(), variable.getKey()));
        var places = launcher.places(path -> Files.isExecutable(path) && isKept(path)).stream().map(Path::toString);
        var all = Stream.concat(folders, places).limit(MOST).collect(Collectors.joining(" or "));
        return all.isEmpty() ? Optional.empty() : Optional.of(told(" (%s)".formatted(all)));
    }

    private String told(String what) {
        return TROUBLE.formatted(word, what, Surroundings.EXTRA);
    }

    /** What, in brackets where it is known. */
    private Optional<String> missing(CommandResult result) {
        if (result.trouble().isPresent()) return result.trouble().filter(trouble -> NO_START.matcher(trouble).matches())
                .map(_ -> "");
        var library = NO_LIBRARY.matcher(result.tail());
        if (library.find()) return Optional.of(" (%s)".formatted(library.group(1)));
        return Launcher.PLACE.matcher(result.tail()).results().map(found -> Path.of(found.group()).normalize())
                .filter(path -> isOfInstallation(path) && isKept(path)).findFirst()
                .map(" (%s)"::formatted);
    }

    /** Whether it is there, but not behind walls. */
    private boolean isKept(Path path) {
        return !seen.isShown(path) && !seen.isShown(Surroundings.real(path)) && !seen.isOwn(path)
                && Files.exists(path);
    }

    /** Whether it is a part of the folder of the home, or of /opt and the like, that holds the program. */
    private boolean isOfInstallation(Path part) {
        return Stream.of(place, Surroundings.real(place)).filter(path -> !path.startsWith("/usr"))
                .map(path -> {
            int above = path.startsWith(seen.home()) ? seen.home().getNameCount() : 1;
            return Path.of("/").resolve(path.subpath(0, Math.min(above + 1, path.getNameCount())));
        }).findFirst().filter(part::startsWith).isPresent();
    }
}
