package sandbox;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
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
record Lack(String word, Optional<Path> place, Surroundings seen) {
    private static final String TROUBLE = "'%s' is missing something it needs%s; name its folder in %s";
    private static final Pattern NO_START = Pattern.compile(
            "the sandbox could not start it: (?:could not start|failed to execute|execvp) .*No such file or directory");
    private static final Pattern NO_LIBRARY =
            Pattern.compile("rror (?:while )?loading shared librar(?:y|ies):? (\\S+):");
    private static final Pattern PATH = Pattern.compile("/[^\\s'\"`:;,()<>]+");

    /** The result as it is, or with what to do as its trouble. */
    CommandResult explained(CommandResult result) {
        if (place.isEmpty() || result.exit() == 0) return result;
        return missing(result).map(what -> TROUBLE.formatted(word, what, Surroundings.EXTRA))
                .map(trouble -> new CommandResult(-1, result.seconds(), result.tail(), Optional.of(trouble)))
                .orElse(result);
    }

    /** What, in brackets where it is known. */
    private Optional<String> missing(CommandResult result) {
        if (result.trouble().isPresent()) return result.trouble().filter(trouble -> NO_START.matcher(trouble).matches())
                .map(_ -> "");
        var library = NO_LIBRARY.matcher(result.tail());
        if (library.find()) return Optional.of(" (%s)".formatted(library.group(1)));
        return PATH.matcher(result.tail()).results().map(found -> Path.of(found.group()).normalize())
                .filter(this::isHidden).findFirst()
                .map(" (%s)"::formatted);
    }

    /** Whether it is a part of the same installation that is there, but not behind walls. */
    private boolean isHidden(Path path) {
        return installation().filter(path::startsWith).isPresent() && !seen.isShown(path) && Files.exists(path);
    }

    /** The folder of the home, or of /opt and the like, that holds the program; none for one of the system. */
    private Optional<Path> installation() {
        return Stream.of(place.get(), Surroundings.real(place.get())).filter(path -> !path.startsWith("/usr"))
                .map(path -> {
            int above = path.startsWith(seen.home()) ? seen.home().getNameCount() : 1;
            return Path.of("/").resolve(path.subpath(0, Math.min(above + 1, path.getNameCount())));
        }).findFirst();
    }
}
